"""QR codes stand in a PDF by themselves, and a reader that is not ours finds their address in the picture."""

import shutil
import subprocess

import pytest
from django.test import override_settings

from foundation import pdf, qr

ADDRESS = "https://portal.example/authorizations/verify/PRF-2026-014/"


@pytest.fixture
def page(tmp_path, settings):
    (tmp_path / "code.html").write_text(
        '{% extends "pdf/base.html" %}{% block content %}<img alt="QR code" src="{{ code }}">{% endblock %}'
    )
    engine = dict(settings.TEMPLATES[0])
    with override_settings(TEMPLATES=[{**engine, "DIRS": [*engine["DIRS"], tmp_path]}]):
        yield pdf.render("code.html", {"title": "Code", "code": qr.as_data_address(ADDRESS)})


def test_a_code_is_a_picture_that_needs_nothing_else():
    code = qr.as_data_address(ADDRESS)
    assert code.startswith("data:image/svg+xml")
    assert "http://127" not in code


def test_the_address_can_be_read_from_the_printed_page(page, tmp_path):
    if not (shutil.which("pdftoppm") and shutil.which("zbarimg")):
        pytest.skip("Reading the code back needs pdftoppm and zbarimg: apt-get install poppler-utils zbar-tools")
    subprocess.run(["pdftoppm", "-r", "150", "-png", "-", str(tmp_path / "page")], input=page, check=True)
    (picture,) = tmp_path.glob("page*.png")
    read = subprocess.run(["zbarimg", "--quiet", "--raw", str(picture)], capture_output=True, text=True, check=True)
    assert read.stdout.strip() == ADDRESS
