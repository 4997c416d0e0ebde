"""What cannot be attached is refused with a sentence of its own: what it is, why, and what to do."""

import gzip
import zipfile
from io import BytesIO

import pytest
from django.conf import settings

from foundation.errors import InvalidInput
from reviews.media.examining import examine
from tests.reviews.media.making import SECRET, TELLING, picture, saved


def archive(**members):
    target = BytesIO()
    with zipfile.ZipFile(target, "w") as packed:
        for name, content in members.items():
            packed.writestr(name, content)
    return target.getvalue()


REFUSED = {
    "nothing": (b"", "empty"),
    "an SVG": (b"<svg xmlns='http://www.w3.org/2000/svg'><rect/></svg>", "SVG drawing"),
    "an SVG behind its declaration": (b'\xef\xbb\xbf<?xml version="1.0"?>\n<!-- a -->\n<svg\n/>', "SVG drawing"),
    "an SVG with script": (b"<svg:svg onload='alert(1)'><svg:script/></svg:svg>", "SVG drawing"),
    "an SVG in UTF-16": ("<svg></svg>".encode("utf-16"), "SVG drawing"),
    "an SVG packed": (gzip.compress(b"<svg></svg>"), "archive"),
    "a page": (b"\n <!DOCTYPE html><html></html>", "web page"),
    "a script in a page": (b"<script>alert(1)</script>", "web page"),
    "a script of a server": (b"<?php system($_GET['x']);", "web page"),
    "an archive": (archive(a="b"), "archive"),
    "a document of Word": (archive(**{"word/document.xml": "<a/>"}), "archive"),
    "an old document of Word": (b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + b"\x00" * 600, "office"),
    "a program": (b"MZ\x90\x00" + b"\x00" * 60, "program"),
    "a script of a shell": (b"#!/bin/sh\nrm -rf /\n", "program"),
    "a HEIC picture": (b"\x00\x00\x00\x18ftypheic\x00\x00\x00\x00mif1heic", "JPEG"),
    "an AVIF picture": (b"\x00\x00\x00\x18ftypavif\x00\x00\x00\x00mif1avif", "AVIF"),
    "a TIFF picture": (saved(picture(), "TIFF"), "TIFF"),
    "a bitmap": (saved(picture(), "BMP"), "bitmap"),
    "a film of another form": (b"RIFF\x10\x00\x00\x00AVI LIST", "MP4, MOV and WebM"),
    "a song": (b"ID3\x04\x00\x00\x00\x00\x00\x00", "M4A"),
    "noise": (bytes(range(256)) * 4, "does not know"),
}


@pytest.mark.parametrize("name", REFUSED)
def test_what_cannot_be_attached_has_its_own_sentence(name):
    content, says = REFUSED[name]
    with pytest.raises(InvalidInput) as refused:
        examine(content, "a.jpg")
    error = refused.value
    assert says in str(error)
    assert error.what.endswith(".") and error.why.endswith(".") and error.remedy.endswith(".")


@pytest.mark.parametrize("name", TELLING)
@pytest.mark.parametrize("share", [0.3, 0.6, 0.9])
def test_a_picture_that_stops_half_way_is_refused(name, share):
    content = TELLING[name]()
    with pytest.raises(InvalidInput, match=r"stops half-way|damaged"):
        examine(content[: int(len(content) * share)], "a.jpg")


@pytest.mark.parametrize("form", ["JPEG", "PNG", "GIF", "WEBP"])
def test_a_picture_without_its_last_byte_stops_half_way(form):
    content = saved(picture(), form)
    with pytest.raises(InvalidInput, match="stops half-way"):
        examine(content[:-1], "a.jpg")


def test_a_picture_with_a_page_before_it_is_no_picture():
    with pytest.raises(InvalidInput, match="web page"):
        examine(b"<html>" + saved(picture(), "JPEG"), "a.jpg")


def test_a_png_whose_pixels_were_altered_is_damaged():
    content = bytearray(saved(picture(), "PNG"))
    content[len(content) // 2] ^= 0xFF
    with pytest.raises(InvalidInput, match="damaged"):
        examine(bytes(content), "a.png")


NAMES = {
    "NUL": ("photo.jpg\x00.exe", "NUL"),
    "a turn of direction": ("photo\u202egpj.exe", "direction of reading"),
    "an isolate": ("photo\u2066.jpg", "direction of reading"),
    "a line": ("photo\n.jpg", "cannot be shown"),
    "half a character": ("photo\ud800.jpg", "cannot be shown"),
    "nothing": ("  ", "no name"),
    "only a folder": ("C:\\photos\\", "no name"),
    "too much": ("a" * 300 + ".jpg", "longer than 255"),
    "a program inside": ("photo.exe.jpg", ".exe inside"),
    "a picture inside": ("photo.jpg.php", ".jpg inside"),
    "an ending that hides another": ("letter.html.backup", ".html inside"),
    "blanks between endings": ("photo.jpg .exe", ".jpg inside"),
}


@pytest.mark.parametrize("name", NAMES)
def test_a_name_that_deceives_is_refused(name):
    given, says = NAMES[name]
    with pytest.raises(InvalidInput, match=says.replace(".", r"\.")):
        examine(saved(picture(), "JPEG"), given)


@pytest.mark.parametrize("name", ["photo.jpg", "Photo 2026.05.01 at 10.30.jpg", "фото.jpeg", "photo", "/tmp/a/b.jpg"])
def test_an_ordinary_name_is_taken(name):
    assert examine(saved(picture(), "JPEG"), name).notes == []


def test_a_file_past_its_size_is_refused_before_it_is_looked_into():
    with pytest.raises(InvalidInput, match="larger than 32 MB"):
        examine(b"\xff\xd8\xff" + bytes(settings.MEDIA_IMAGE_LIMIT), "a.jpg")
    with pytest.raises(InvalidInput, match="larger than 1 MB"):
        examine(b"a" * (settings.MEDIA_TEXT_LIMIT + 1), "a.txt")


def test_a_refusal_never_shows_what_the_file_holds():
    with pytest.raises(InvalidInput) as refused:
        examine(b"\x00" + SECRET, "a.jpg")
    assert SECRET.decode() not in str(refused.value)
