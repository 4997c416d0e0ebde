"""Files made to fill the memory: each gets a sentence, by a process that may not grow.

Every file is read in a process of its own with a limit on its address space; what it held at most (`VmHWM`) is read
from the kernel, beside what the same process holds after a file of two lines.
"""

import io
import json
import subprocess
import sys
import zipfile

import pytest
from openpyxl import Workbook

MEGABYTE = 1024 * 1024
MAY_GROW = 60
"""Megabytes beyond a file of two lines."""
READ = """
import json, resource, sys
resource.setrlimit(resource.RLIMIT_AS, (1200 * 1024 * 1024,) * 2)
from foundation.errors import InvalidInput
from foundation.tabular.reading import read_table
rows, problems, refused = 0, [], ""
try:
    with open(sys.argv[1], "rb") as stream:
        table = read_table(stream)
        for row in table.rows:
            rows += 1
            problems += [problem.why for problem in row.problems][: 20 - len(problems)]
except InvalidInput as error:
    refused = f"{error.what}|{error.why}|{error.remedy}"
held = next(line for line in open("/proc/self/status") if line.startswith("VmHWM"))
print(json.dumps({"rows": rows, "problems": problems, "refused": refused, "MB": int(held.split()[1]) // 1024}))
"""


def reading(path):
    """What a process of its own says of a file."""
    done = subprocess.run(
        [sys.executable, "-c", READ, str(path)], capture_output=True, text=True, timeout=600, check=False
    )
    assert done.returncode == 0, done.stderr[-2000:]
    return json.loads(done.stdout)


@pytest.fixture(scope="module")
def plain(tmp_path_factory):
    """Megabytes of a process that reads two lines."""
    path = tmp_path_factory.mktemp("plain") / "two.xlsx"
    path.write_bytes(workbook())
    return reading(path)["MB"]


def workbook():
    book = Workbook()
    book.active.append(["number", "name"])
    book.active.append(["1", "Ada"])
    out = io.BytesIO()
    book.save(out)
    return out.getvalue()


SHEET = (
    '<worksheet xmlns="http://schemas.openxmlformats.org/spreadsheetml/2006/main"><sheetData>'
    '<row r="1"><c r="A1" t="inlineStr"><is><t>number</t></is></c></row>',
    "</sheetData></worksheet>",
)
TEXTS = ('<sst xmlns="http://schemas.openxmlformats.org/spreadsheetml/2006/main">', "</sst>")
STYLES = (
    '<styleSheet xmlns="http://schemas.openxmlformats.org/spreadsheetml/2006/main"><cellXfs>',
    "</cellXfs></styleSheet>",
)
DOCTYPE = '<?xml version="1.0"?><!DOCTYPE x [<!ENTITY a "aaaaaaaaaa"><!ENTITY b "&a;&a;&a;&a;&a;&a;&a;&a;&a;&a;">]>'


def swollen(path, member, around, piece, times):
    """A workbook one of whose parts is `piece` so many times over, written as a stream."""
    with (
        zipfile.ZipFile(io.BytesIO(workbook())) as source,
        zipfile.ZipFile(path, "w", zipfile.ZIP_DEFLATED, compresslevel=1) as packed,
    ):
        for name in source.namelist():
            if name != member:
                listed = LISTED if member == SHARED else b""
                packed.writestr(name, source.read(name).replace(b"</Types>", listed + b"</Types>"))
        with packed.open(member, "w", force_zip64=True) as part:
            part.write(around[0].encode())
            many = max(1, MEGABYTE // len(piece))
            for _ in range(times // many):
                part.write(piece.encode() * many)
            part.write(around[1].encode())


SHARED = "xl/sharedStrings.xml"
LISTED = (
    b'<Override PartName="/xl/sharedStrings.xml" ContentType="application/vnd.openxmlformats-officedocument.'
    b'spreadsheetml.sharedStrings+xml" />'
)
"""What names the list of texts in a workbook's table of contents; the library that makes ours leaves it out."""
FIRST = "xl/worksheets/sheet1.xml"
BOMBS = {
    "gigabytes of blanks": (FIRST, SHEET, " ", 1000 * MEGABYTE, "more than 400 MB"),
    "a row of millions of empty cells": (FIRST, SHEET, "<c/>", 20_000_000, "A row holds more than"),
    "rows without end": (FIRST, SHEET, "<row/>", 2_000_000, "more rows than any spreadsheet"),
    "rows as wide as Excel": (FIRST, SHEET, '<row><c r="XFD2"><v>1</v></c></row>', 150_000, "cannot be read in small"),
    "millions of columns described": (
        FIRST,
        ("<worksheet><cols>", "</cols></worksheet>"),
        "<col/>",
        9_000_000,
        "looks",
    ),
    "hundreds of MB of texts": (SHARED, TEXTS, f"<si><t>{'x' * 4000}</t></si>", 70_000, "Its texts take more than"),
    "millions of short texts": (SHARED, TEXTS, "<si><t>x</t></si>", 12_000_000, "different texts"),
    "one endless text": (SHARED, TEXTS, "x", 300 * MEGABYTE, "more than a million characters"),
    "millions of styles": ("xl/styles.xml", STYLES, "<xf/>", 10_000_000, "larger than any table needs"),
    "entities": (SHARED, (DOCTYPE + TEXTS[0], TEXTS[1]), "<si><t>&b;</t></si>", 1000, "entities of its own"),
}


@pytest.mark.parametrize("bomb", BOMBS)
def test_a_workbook_that_would_fill_the_memory_gets_a_sentence(bomb, tmp_path, plain):
    *parts, sentence = BOMBS[bomb]
    swollen(tmp_path / "bomb.xlsx", *parts)
    assert (tmp_path / "bomb.xlsx").stat().st_size < 12 * MEGABYTE
    found = reading(tmp_path / "bomb.xlsx")
    assert sentence in found["refused"]
    assert all(found["refused"].split("|")), "what, why, and what to do"
    assert found["MB"] < plain + MAY_GROW


def test_the_largest_workbook_that_is_let_in_is_read_in_bounded_memory(tmp_path, plain):
    swollen(tmp_path / "large.xlsx", SHARED, TEXTS, "<si><t>a text of some length</t></si>", 900_000)
    found = reading(tmp_path / "large.xlsx")
    assert not found["refused"]
    assert found["MB"] < plain + 4 * MAY_GROW


TEXT_BOMBS = {
    "cells of 10 MB": (b"number,name\n" + b"1," + b"A" * 10 * MEGABYTE + b"\n2,Bo\n", "longer than"),
    "quotes that never close": (b'number,name\n1,"A\n' + b"2,Bo\n" * 300_000, "quotation mark opens"),
    "a quote that the end of the file closes": (b'number,name\n1,Ada\n2,"Bo\n3,Cy\n', "quotation mark opens"),
    "a row of commas": (b"number,name\n1" + b"," * 30 * MEGABYTE + b"\n2,Bo\n", "more than 500 cells"),
}


@pytest.mark.parametrize("bomb", TEXT_BOMBS)
def test_a_text_file_that_would_fill_the_memory_is_told_row_by_row(bomb, tmp_path, plain):
    content, sentence = TEXT_BOMBS[bomb]
    (tmp_path / "bomb.csv").write_bytes(content)
    found = reading(tmp_path / "bomb.csv")
    assert not found["refused"]
    assert sentence in found["problems"][0]
    assert found["MB"] < plain + 30


REFUSED_WHOLE = {
    "NUL bytes": (b"number,name\n1,A\x00da\n", "This is not a table."),
    "UTF-16 without a mark, little end first": ("number,name\n1,Ada\n".encode("utf-16-le"), "UTF-16"),
    "UTF-16 without a mark, big end first": ("number,name\n1,Ada\n".encode("utf-16-be"), "UTF-16"),
    "a first line of commas": (b"number" + b"," * 600 + b"\n1\n", "more than 500 columns"),
}


@pytest.mark.parametrize("kind", REFUSED_WHOLE)
def test_a_text_file_that_cannot_be_read_gets_a_sentence(kind, tmp_path):
    content, sentence = REFUSED_WHOLE[kind]
    (tmp_path / "file.csv").write_bytes(content)
    found = reading(tmp_path / "file.csv")
    assert sentence in found["refused"]
    assert all(found["refused"].split("|")), "what, why, and what to do"


def test_old_mac_line_ends_are_read_as_any_others(tmp_path):
    (tmp_path / "mac.csv").write_bytes(b'number,name\r1,Ada\r2,"Bo\rRuiz"\r')
    assert reading(tmp_path / "mac.csv")["rows"] == 2


def test_a_quotation_mark_in_the_middle_of_a_cell_opens_nothing(tmp_path):
    (tmp_path / "pipe.csv").write_bytes(b'number,name\n1,5" pipe\n2,Bo\n')
    found = reading(tmp_path / "pipe.csv")
    assert (found["rows"], found["problems"]) == (2, [])
