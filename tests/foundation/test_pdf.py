"""PDF files: tagged, fonts embedded, nothing fetched, and a sentence where Pango is missing."""

import io
import sys

import pypdf
import pytest
from django.test import override_settings

from foundation import pdf

PAGE = """{% extends "pdf/base.html" %}
{% block meta %}<meta name="dcterms.created" content="2026-07-01T12:00:00Z">{% endblock %}
{% block content %}<h1>Receipt for {{ name }}</h1><img alt="x" src="http://127.0.0.1:1/x.png">{% endblock %}"""


@pytest.fixture
def template(tmp_path, settings):
    (tmp_path / "page.html").write_text(PAGE)
    engine = dict(settings.TEMPLATES[0])
    with override_settings(TEMPLATES=[{**engine, "DIRS": [*engine["DIRS"], tmp_path]}]):
        yield "page.html"


def test_a_pdf_is_tagged_and_carries_its_fonts(template):
    document = pypdf.PdfReader(io.BytesIO(pdf.render(template, {"title": "Receipt", "name": "Dána"})))
    root = document.trailer["/Root"]
    assert root["/MarkInfo"]["/Marked"]
    assert root["/StructTreeRoot"]["/K"]
    assert root["/Lang"] == "en"
    assert document.metadata.title == "Receipt"
    assert "Receipt for Dána" in document.pages[0].extract_text()
    fonts = [font.get_object() for font in document.pages[0]["/Resources"]["/Font"].values()]
    assert fonts
    for font in fonts:
        described = font["/DescendantFonts"][0].get_object()["/FontDescriptor"].get_object()
        assert {"/FontFile2", "/FontFile3"} & set(described)


def test_the_same_facts_give_the_same_file(template):
    assert pdf.render(template, {"title": "Receipt", "name": "Dana"}) == pdf.render(
        template, {"title": "Receipt", "name": "Dana"}
    )
    assert pdf.render(template, {"title": "Receipt", "name": "Dana"}) != pdf.render(
        template, {"title": "Receipt", "name": "Dara"}
    )


def test_without_pango_there_is_a_sentence_that_names_what_to_install(template, monkeypatch):
    class Broken:
        def find_spec(self, name, *_):
            if name == "weasyprint":
                raise OSError("cannot load library 'libpango-1.0-0'")

    monkeypatch.delitem(sys.modules, "weasyprint", raising=False)
    monkeypatch.setattr(sys, "meta_path", [Broken(), *sys.meta_path])
    with pytest.raises(pdf.PdfUnavailable, match="libpango"):
        pdf.render(template, {})


def test_a_system_check_names_the_line_to_run(monkeypatch):
    assert pdf.check_libraries(None) == []
    monkeypatch.setattr(pdf.ctypes.util, "find_library", lambda name: None)
    (warning,) = pdf.check_libraries(None)
    assert pdf.INSTALL in warning.hint
