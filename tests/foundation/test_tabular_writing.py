"""Tables out: nothing that somebody typed becomes a formula, nothing is lost, memory does not grow."""

import csv
import hashlib
import io
import tracemalloc
from datetime import UTC, date, datetime
from decimal import Decimal

import openpyxl
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from foundation.tabular.writing import ExportStatement, safe_text, write_csv, write_xlsx

NOON = datetime(2026, 7, 1, 17, tzinfo=UTC)
STATEMENT = ExportStatement("Who has acknowledged?", "D. Reed (E00001)", NOON, as_of=NOON, filters=[("Of", "=Parks")])
NASTY = [
    "=1+1",
    " =1+1",
    "+1",
    "-1",
    "@SUM(A1)",
    "\t=1",
    "\r=1",
    "\n=1",
    "\tx",
    "\u00a0=1",
    "\ufeff=1",
    "＝1+1",
    "=cmd|' /C calc'!A0",
]


def as_csv(*rows, header=("a",)):
    stream = io.StringIO(newline="")
    written = write_csv(stream, header, rows)
    return stream.getvalue(), written


def as_xlsx(*rows, header=("a",), **options):
    stream = io.BytesIO()
    written = write_xlsx(stream, header, rows, statement=STATEMENT, **options)
    return openpyxl.load_workbook(io.BytesIO(stream.getvalue())), written


@pytest.mark.parametrize("value", NASTY)
def test_a_text_that_could_be_a_formula_is_quoted_in_csv(value):
    text, _ = as_csv([value])
    assert list(csv.reader(io.StringIO(text, newline="")))[1] == [f"'{value}"]


@pytest.mark.parametrize("value", NASTY)
def test_a_text_that_could_be_a_formula_is_a_text_in_xlsx(value):
    book, _ = as_xlsx([value])
    cell = book["Data"]["A2"]
    assert cell.data_type in {"s", "inlineStr"}
    assert cell.value.replace("_x000D_", "\r") == value


def test_ordinary_texts_stay_as_they_are():
    for value in ["Parks", "O'Brien", "a=b", "3-1", "", "007", "name@city.example"]:
        assert safe_text(value) == value


def test_numbers_given_as_numbers_stay_numbers():
    text, _ = as_csv([-5, Decimal("-1.50"), 2.5])
    assert text.splitlines()[1] == "-5,-1.50,2.5"
    book, _ = as_xlsx([-5, Decimal("-1.50"), 2.5])
    assert [cell.value for cell in book["Data"][2]] == [-5, -1.5, 2.5]


def test_a_number_with_leading_zeros_given_as_text_keeps_them():
    book, _ = as_xlsx(["00150"])
    assert book["Data"]["A2"].value == "00150"


def test_moments_are_city_time_and_days_are_days():
    text, _ = as_csv([NOON, date(2026, 7, 1), True, None])
    assert text.splitlines()[1] == "2026-07-01T12:00:00-05:00,2026-07-01,yes,"
    book, _ = as_xlsx([NOON, date(2026, 7, 1), True, None])
    assert [cell.value for cell in book["Data"][2]][:3] == [
        datetime(2026, 7, 1, 12),  # noqa: DTZ001
        datetime(2026, 7, 1),  # noqa: DTZ001
        True,
    ]


def test_the_last_moment_of_a_day_is_of_that_day_in_a_spreadsheet():
    moment = datetime(2026, 11, 1, 4, 59, 59, 999999, tzinfo=UTC)
    book, _ = as_xlsx([moment])
    assert book["Data"]["A2"].value == datetime(2026, 10, 31, 23, 59, 59)  # noqa: DTZ001


def test_what_no_file_can_hold_is_replaced_and_the_rest_goes_in():
    value = "a\ud800b\0c"
    text, _ = as_csv([value])
    assert text.splitlines()[1] == "a?b\ufffdc"
    book, _ = as_xlsx([value])
    assert book["Data"]["A2"].value == "a?b\ufffdc"


def test_a_text_longer_than_a_cell_says_that_it_was_cut():
    book, _ = as_xlsx(["x" * 40_000], ["😀" * 20_000])
    for line in ("A2", "A3"):
        assert book["Data"][line].value.endswith("(cut: a cell holds no more)")
    text, _ = as_csv(["x" * 40_000])
    assert len(text) > 40_000


def test_a_table_longer_than_a_sheet_goes_on_in_the_next():
    book, written = as_xlsx(*[[n] for n in range(25)], sheet_rows=11)
    assert book.sheetnames == ["Data", "Data 2", "Data 3", "What this is"]
    assert written.rows == 25
    assert [book[name].max_row for name in book.sheetnames[:3]] == [11, 11, 6]


def test_the_hash_of_the_data_is_the_same_in_both_kinds_and_stands_on_the_statement():
    rows = [["=1", 5, NOON], ["Grünwald", None, None]]
    text, of_csv = as_csv(*rows, header=("a", "b", "c"))
    book, of_xlsx = as_xlsx(*rows, header=("a", "b", "c"))
    assert of_csv.sha256 == of_xlsx.sha256 == hashlib.sha256(text.encode()).hexdigest()
    said = {row[0].value: row[1].value for row in book["What this is"].iter_rows()}
    assert said["SHA-256 of the data"] == of_csv.sha256
    assert said["Question"] == "Who has acknowledged?"
    assert said["Asked by"] == "D. Reed (E00001)"
    assert said["As of"] == datetime(2026, 7, 1, 12)  # noqa: DTZ001
    assert said["Of"] == "=Parks"


def test_an_empty_table_is_a_header_and_a_statement():
    text, written = as_csv(header=("name", "number"))
    assert (text, written.rows) == ("name,number\r\n", 0)


@settings(max_examples=150)
@given(st.lists(st.lists(st.text(), min_size=1, max_size=3), max_size=5))
def test_no_cell_of_a_csv_starts_a_formula(rows):
    text, written = as_csv(*rows)
    cells = [cell for row in list(csv.reader(io.StringIO(text, newline="")))[1:] for cell in row]
    assert written.rows == len(rows)
    assert not [c for c in cells if c.strip().startswith(("=", "+", "-", "@")) or c[:1] in ("\t", "\r", "\n")]


@pytest.mark.slow
def test_memory_does_not_grow_with_the_table(tmp_path):
    def peak(count):
        tracemalloc.start()
        with (tmp_path / "out.xlsx").open("wb") as stream:
            write_xlsx(stream, ["a", "b"], (["name", n] for n in range(count)), statement=STATEMENT)
        _, highest = tracemalloc.get_traced_memory()
        tracemalloc.stop()
        return highest

    assert peak(12_000) < 1.5 * peak(3_000)
