"""Tables in: what real spreadsheets write, and what only an attacker would."""

import io
import tracemalloc
import zipfile
from datetime import date

import pytest
from openpyxl import Workbook

from foundation.errors import InvalidInput
from foundation.tabular.reading import LONGEST_CELL, match_header, read_table
from foundation.tabular.writing import safe_text


def table(data):
    return read_table(io.BytesIO(data if isinstance(data, bytes) else data.encode()))


def rows(data):
    return [row.cells for row in table(data).rows]


def xlsx(*lines):
    book = Workbook()
    for line in lines:
        book.active.append(line)
    out = io.BytesIO()
    book.save(out)
    return out.getvalue()


@pytest.mark.parametrize("encoding", ["utf-8", "utf-8-sig", "cp1252"])
@pytest.mark.parametrize("separator", [",", ";", "\t", "|"])
@pytest.mark.parametrize("end", ["\n", "\r\n", "\r"])
def test_what_spreadsheets_write_is_read(encoding, separator, end):
    text = end.join([f"number{separator}name", f"1{separator}Zoë Müller", f'2{separator}"a{separator} ""b"""', ""])
    read = table(text.encode(encoding))
    assert read.header == ("number", "name")
    assert [row.cells for row in read.rows] == [("1", "Zoë Müller"), ("2", f'a{separator} "b"')]


def test_lines_of_two_encodings_in_one_file_are_each_read_as_what_they_are():
    data = "number,name\n1,Zoë\n2,Čapek\n".encode() + "3,Müller – West\n".encode("cp1252")
    assert [row.cells[1] for row in table(data).rows] == ["Zoë", "Čapek", "Müller – West"]


def test_excels_own_separator_line_is_not_the_header():
    read = table("sep=;\r\nnumber;name\r\n1;A\r\n")
    assert read.header == ("number", "name")
    assert [row.line for row in read.rows] == [3]


def test_a_row_is_known_by_the_line_on_which_it_begins():
    assert [row.line for row in table('number,name\n1,"a\nb"\n\n2,c\n').rows] == [2, 5]


def test_a_workbook_is_read_by_content_and_not_by_name():
    read = table(xlsx(["number", "name", "from"], [20417, "Zoë", date(2026, 3, 1)], [None, None, None], ["007", 1.5]))
    assert read.kind == "xlsx"
    assert [row.cells for row in read.rows] == [("20417", "Zoë", "2026-03-01"), ("007", "1.5")]


@pytest.mark.parametrize("data", [b"number,name\n1,=1+2\n", xlsx(["number", "name"], [1, "=1+2"])])
def test_a_formula_is_a_problem_of_its_row_alone(data):
    row = next(table(data).rows)
    assert [problem.column for problem in row.problems] == [1]
    assert "formula" in row.problems[0].why


@pytest.mark.parametrize("value", ["=1+2", "+1 314", "-5", "@x", "O'Neil"])
def test_what_our_own_exports_escape_comes_back_as_it_was(value):
    row = next(table(f'number,name\n1,"{safe_text(value)}"\n').rows)
    assert row.cells[1] == value


@pytest.mark.parametrize(
    "cell", ["A" * 10_000_000, '"' + "A" * 10_000_000 + '"', "A" * (LONGEST_CELL + 1), '"' + 'b""' * 3_000_000 + '"']
)
def test_a_huge_cell_is_refused_and_the_rest_is_read(cell):
    read = list(table(f"number,name\n1,{cell}\n2,Ada\n3,Bo\n").rows)
    assert read[0].problems
    assert "longer than" in read[0].problems[0].why
    assert [row.cells for row in read[1:]] == [("2", "Ada"), ("3", "Bo")]
    assert not any(row.problems for row in read[1:])


def test_a_huge_line_does_not_fill_the_memory():
    data = io.BytesIO(b"number,name\n1," + b"A" * 50_000_000 + b"\n2,B\n")
    tracemalloc.start()
    assert len(list(read_table(data).rows)) == 2
    peak = tracemalloc.get_traced_memory()[1]
    tracemalloc.stop()
    assert peak < 8_000_000


def test_a_long_table_streams():
    data = io.BytesIO(b"number,name\n" + b"".join(b"%d,Name %d\n" % (n, n) for n in range(50_000)))
    tracemalloc.start()
    assert sum(1 for _ in read_table(data).rows) == 50_000
    peak = tracemalloc.get_traced_memory()[1]
    tracemalloc.stop()
    assert peak < 8_000_000


@pytest.mark.parametrize(
    ("data", "sentence"),
    [
        (b"", "empty"),
        (b"\n\n \n", "empty"),
        (b"\x89PNG\r\n\x1a\n\0\0", "not a table"),
        (b"\xd0\xcf\x11\xe0\xa1\xb1", "old Excel"),
        ("number,name\n1,A".encode("utf-16"), "cannot be read"),
        (b"number,name\n1,\x81\x8d", "cannot be read"),
        (b"PK\x03\x04 nothing", "not an Excel workbook"),
    ],
)
def test_a_file_that_is_no_table_gets_a_sentence(data, sentence):
    with pytest.raises(InvalidInput, match=sentence):
        list(table(data).rows)


def test_a_sheet_past_the_limit_gets_a_sentence(monkeypatch):
    monkeypatch.setattr("foundation.tabular.workbook.MOST_XLSX_ROWS", 3)
    with pytest.raises(InvalidInput, match="more than 3 rows"):
        list(table(xlsx(["n"], *[[n] for n in range(5)])).rows)


def test_column_names_are_matched_whatever_their_case_and_blanks():
    columns = {"number": ("employee no", "emp id"), "name": ()}
    assert match_header(["Emp. ID", " NAME ", "Shoe size"], columns, ["number"]) == (
        {"number": 0, "name": 1},
        ["Shoe size"],
    )


@pytest.mark.parametrize(("header", "sentence"), [(["name"], "no column"), (["number", "Number"], "twice")])
def test_a_header_that_cannot_be_used_is_named(header, sentence):
    with pytest.raises(InvalidInput, match=sentence):
        match_header(header, {"number": (), "name": ()}, ["number"])


def damaged(member, how):
    """A workbook one of whose members is damaged, or says that it is encrypted or packed in a way nobody knows."""
    data = bytearray(xlsx(["number", "name"], *[[str(number), "Ada"] for number in range(50)]))
    with zipfile.ZipFile(io.BytesIO(data)) as packed:
        info = packed.getinfo(member)
        central = packed.start_dir
    entry = data.index(member.encode(), central) - 46
    begins = info.header_offset + 30 + len(member)
    if how == "damaged":
        data[begins : begins + 20] = b"\xff" * 20
    elif how == "encrypted":
        data[info.header_offset + 6] |= 1
        data[entry + 8] |= 1
    else:
        data[info.header_offset + 8] = data[entry + 10] = 99
    return bytes(data)


@pytest.mark.parametrize("member", ["xl/workbook.xml", "xl/worksheets/sheet1.xml"])
@pytest.mark.parametrize("how", ["damaged", "encrypted", "packed unknown"])
def test_a_damaged_workbook_gets_a_sentence(member, how):
    with pytest.raises(InvalidInput, match="not an Excel workbook, or it is damaged"):
        list(table(damaged(member, how)).rows)
