"""Scans of papers: what an archive or a folder may hold, and what it is told for that it may not."""

import io
import struct
import zipfile

import pytest

from authorizations.paper_imports import scans as scanning
from authorizations.paper_imports.scans import Folder, archive, packed_up
from foundation.errors import InvalidInput
from tests.authorizations.paper_files import PDF, PNG, zip_named


def read(content, name="a.pdf"):
    with archive(io.BytesIO(zip_named({name: content}))) as found:
        return found.read(found.find(name))


def refused(content):
    with pytest.raises(InvalidInput) as caught, archive(io.BytesIO(content)):
        pass
    return str(caught.value)


@pytest.mark.parametrize(("name", "content"), [("a.pdf", PDF), ("a.png", PNG), ("noending", PDF)])
def test_a_pdf_or_a_picture_is_a_scan_whatever_its_name(name, content):
    assert read(content, name) == content


@pytest.mark.parametrize(
    ("name", "content", "words"),
    [
        ("a.pdf", b"<html>no</html>", "“a.pdf” is called a PDF and is none."),
        ("a.pdf", PNG, "“a.pdf” is called a PDF and is none."),
        ("a.pdf", PDF.replace(b"%%EOF", b""), "“a.pdf” is a PDF that is cut off"),
        ("a.pdf", b"", "“a.pdf” is empty."),
        ("a.doc", b"\xd0\xcf\x11\xe0\x00", "“a.doc” is neither a PDF nor a picture."),
    ],
)
def test_what_is_no_scan_is_told(name, content, words):
    with pytest.raises(InvalidInput, match="a") as caught:
        read(content, name)
    assert words in str(caught.value)


def test_a_scan_larger_than_its_limit_is_told_and_never_read_whole():
    with pytest.raises(InvalidInput, match="is larger than 20 MB"):
        read(PDF + b"\0" * (scanning.SCAN_LIMIT + 1))


def test_an_archive_that_unpacks_to_more_than_papers_do_is_refused_before_it_is_read(monkeypatch):
    monkeypatch.setattr(scanning, "MOST_UNPACKED", 1000)
    assert "The ZIP unpacks to more than" in refused(zip_named({"a.pdf": b"\0" * 5000}))


def test_an_archive_of_too_many_members_is_refused_before_its_list_is_read(monkeypatch):
    monkeypatch.setattr(scanning, "MOST_SCANS", 3)
    assert "There are more than 3 scans." in refused(zip_named({f"{number}.pdf": PDF for number in range(4)}))
    monkeypatch.setattr(scanning.zipfile, "ZipFile", None)
    assert "There are more than 3 scans." in refused(zip_named_before({f"{n:0200}.pdf": PDF for n in range(20)}))


def zip_named_before(files, made=zipfile.ZipFile):
    stream = io.BytesIO()
    with made(stream, "w") as packed:
        for name, content in files.items():
            packed.writestr(name, content)
    return stream.getvalue()


@pytest.mark.parametrize("name", ["../a.pdf", "/etc/a.pdf", "box/../../a.pdf", "C:/a.pdf", "..\\a.pdf"])
def test_an_archive_with_a_name_that_leads_out_of_it_is_refused(name):
    assert "The ZIP holds a name that leads out of it." in refused(zip_named({name: PDF}))


def test_an_encrypted_archive_is_refused():
    content = bytearray(zip_named({"a.pdf": PDF}))
    for mark, place in ((b"PK\x03\x04", 6), (b"PK\x01\x02", 8)):
        start = content.find(mark) + place
        (flags,) = struct.unpack("<H", content[start : start + 2])
        content[start : start + 2] = struct.pack("<H", flags | 1)
    assert "The ZIP is encrypted." in refused(bytes(content))


def test_what_is_no_archive_is_told():
    assert "is no ZIP archive" in refused(PDF)
    assert "is no ZIP archive" in refused(zip_named({"a.pdf": PDF})[:-30])


def test_a_damaged_member_is_told_by_its_name():
    content = zip_named({"a.pdf": PDF}, zipfile.ZIP_STORED).replace(PDF, PDF[::-1])
    with archive(io.BytesIO(content)) as found, pytest.raises(InvalidInput, match="cannot be unpacked"):
        found.read("a.pdf")


def test_what_a_computer_adds_to_an_archive_is_no_scan():
    files = {"a.pdf": PDF, "__MACOSX/._a.pdf": b"x", ".DS_Store": b"x", "Thumbs.db": b"x"}
    with archive(io.BytesIO(zip_named(files))) as found:
        assert found.names == ["a.pdf"]


def test_a_name_that_two_scans_have_asks_for_the_folder_and_a_misspelled_one_for_the_nearest():
    with archive(io.BytesIO(zip_named({"x/a.pdf": PDF, "y/a.pdf": PDF, "paper-12.pdf": PDF}))) as found:
        with pytest.raises(InvalidInput, match=r"2 scans are called so: x/a\.pdf, y/a\.pdf\."):
            found.find("a.pdf")
        assert found.find("Y/A.pdf") == "y/a.pdf"
        with pytest.raises(InvalidInput, match="There is “paper-12"):
            found.find("paper-13.pdf")
        with pytest.raises(InvalidInput, match="leads out of the ZIP"):
            found.find("../a.pdf")


def test_a_folder_shows_nothing_outside_of_it(tmp_path):
    (tmp_path / "secret.pdf").write_bytes(PDF)
    folder = tmp_path / "scans"
    folder.mkdir()
    (folder / "a.pdf").write_bytes(PDF)
    (folder / "link.pdf").symlink_to(tmp_path / "secret.pdf")
    found = Folder(folder)
    assert found.names == ["a.pdf"]
    for name in ("link.pdf", "../secret.pdf", str(tmp_path / "secret.pdf")):
        with pytest.raises(InvalidInput):
            found.find(name)


def test_scans_brought_one_by_one_become_one_archive():
    with packed_up([("a.pdf", io.BytesIO(PDF)), ("b.png", io.BytesIO(PNG))]) as stream, archive(stream) as found:
        assert (found.read("a.pdf"), found.names) == (PDF, ["a.pdf", "b.png"])
    for files, words in (
        ([("a.pdf", io.BytesIO(PDF)), ("A.pdf", io.BytesIO(PDF))], "Two of the scans"),
        ([("a.pdf", io.BytesIO(PDF)), ("b.zip", io.BytesIO(PDF))], "not both"),
    ):
        with pytest.raises(InvalidInput, match=words), packed_up(files):
            pass
