"""Tables out: CSV and XLSX, written as a stream, safe to open in a spreadsheet.

What people typed can never become a formula: a text that a spreadsheet would take for one is written with a
leading apostrophe in CSV, and as a text cell in XLSX. Numbers and dates given as such stay numbers and dates.
"""

from __future__ import annotations

import csv
import hashlib
import io
from collections.abc import Callable, Iterable, Iterator, Sequence
from dataclasses import dataclass, field
from datetime import date, datetime
from decimal import Decimal
from itertools import islice
from typing import IO, Any, BinaryIO, TextIO

from xlsxwriter import Workbook
from xlsxwriter.worksheet import Worksheet

from foundation import clock

Cell = str | int | float | Decimal | bool | date | datetime | None
Progress = Callable[[int], None]

_FORMULA_STARTS = ("=", "+", "-", "@", "＝", "＋", "－", "＠")
_CONTROL_STARTS = ("\t", "\r", "\n")
_BATCH = 1000
_SHEET_ROWS = 1_048_576
_CELL_CHARACTERS = 32_767
_SURELY_FITS = _CELL_CHARACTERS // 2
_CUT = " … (cut: a cell holds no more)"


@dataclass(frozen=True)
class ExportStatement:
    """What an export answers: the question, who asked it, when, and as of which moment.

    Stands on a sheet of its own in XLSX and in the trail for both kinds. `filters` are pairs of a name and a
    value in words.
    """

    question: str
    asked_by: str
    asked_at: datetime
    as_of: datetime | None = None
    known_at: datetime | None = None
    filters: Sequence[tuple[str, str]] = field(default_factory=tuple)

    def lines(self) -> list[tuple[str, Cell]]:
        """The statement as pairs of a label and a cell."""
        return [
            ("Question", self.question),
            ("Asked by", self.asked_by),
            ("Asked at", self.asked_at),
            ("As of", self.as_of),
            ("As known at", self.known_at),
            *self.filters,
        ]


@dataclass(frozen=True)
class Written:
    """What was written: the number of rows under the header, and the hash of the data.

    The hash is SHA-256 over the CSV form of header and rows, so that a CSV and an XLSX of the same answer can be
    recognized as such.
    """

    rows: int
    sha256: str


def safe_text(value: str) -> str:
    """A text as it may stand in CSV: with a leading apostrophe where a spreadsheet would read a formula in it."""
    if value.startswith(_CONTROL_STARTS) or value.strip("\ufeff \t\r\n\v\f\0\xa0").startswith(_FORMULA_STARTS):
        return f"'{value}"
    return value


def csv_row(row: Iterable[Cell]) -> list[Any]:
    """The cells of a row as they stand in CSV."""
    return [_csv_cell(value) for value in row]


def _csv_cell(value: Cell) -> Any:
    if value is None:
        return ""
    if isinstance(value, str):
        # Nearly every text begins with a letter or a digit: what does, and is plain, is safe and can be encoded.
        if value[:1].isalnum() and _is_plain(value):
            return value
        return safe_text(_encodable(value))
    if isinstance(value, bool):
        return "yes" if value else "no"
    if isinstance(value, datetime):
        return clock.as_instant(value).astimezone(clock.city_zone()).isoformat(timespec="seconds")
    if isinstance(value, date):
        return value.isoformat()
    return value


def _is_plain(value: str) -> bool:
    return value.isascii() and "\0" not in value


def _encodable(value: str) -> str:
    """The text without lone surrogates and NUL, which neither UTF-8 nor XML can hold."""
    if _is_plain(value):
        return value
    return value.encode("utf-8", "replace").decode("utf-8").replace("\0", "\ufffd")


class _Digest:
    """A text stream that keeps nothing but the hash of what was written to it."""

    def __init__(self, also: TextIO | None = None) -> None:
        self.sha256 = hashlib.sha256()
        self.also = also

    def write(self, text: str) -> int:
        """Take the text into the hash, and pass it on where there is a stream behind."""
        self.sha256.update(text.encode())
        if self.also is not None:
            self.also.write(text)
        return len(text)


def _batches(rows: Iterable[Sequence[Cell]]) -> Iterator[list[Sequence[Cell]]]:
    iterator = iter(rows)
    while batch := list(islice(iterator, _BATCH)):
        yield batch


def write_csv(
    stream: TextIO, header: Sequence[str], rows: Iterable[Sequence[Cell]], *, progress: Progress | None = None
) -> Written:
    """Write a table as CSV (RFC 4180, UTF-8 as the caller opened it) in bounded memory.

    Open the stream with `newline=""` and `encoding="utf-8-sig"`, so that spreadsheets read accents right.
    `progress` is told the number of rows after each batch.
    """
    digest = _Digest(also=stream)
    writer = csv.writer(digest)
    writer.writerow(csv_row(header))
    count = 0
    for batch in _batches(rows):
        writer.writerows(csv_row(row) for row in batch)
        count += len(batch)
        if progress:
            progress(count)
    return Written(count, digest.sha256.hexdigest())


def write_csv_bytes(
    stream: IO[bytes], header: Sequence[str], rows: Iterable[Sequence[Cell]], *, progress: Progress | None = None
) -> Written:
    """Write a table as CSV into a binary stream, which stays open; see `write_csv`."""
    text = io.TextIOWrapper(stream, encoding="utf-8-sig", newline="", write_through=False)
    written = write_csv(text, header, rows, progress=progress)
    text.flush()
    text.detach()
    return written


class _Sheets:
    """The data sheets of a workbook: a new one where a sheet is full."""

    def __init__(self, book: Workbook, header: Sequence[str], widths: Sequence[int], sheet_rows: int) -> None:
        self.book = book
        self.header = header
        self.widths = widths
        self.sheet_rows = sheet_rows
        self.bold = book.add_format({"bold": True, "bottom": 1, "text_wrap": True, "valign": "top"})
        self.day = book.add_format({"num_format": "yyyy-mm-dd"})
        self.moment = book.add_format({"num_format": "yyyy-mm-dd hh:mm:ss"})
        self.sheets = 0
        self.sheet: Worksheet
        self.line = 0
        self._start_sheet()

    def _start_sheet(self) -> None:
        self.sheets += 1
        self.sheet = self.book.add_worksheet("Data" if self.sheets == 1 else f"Data {self.sheets}")
        self.sheet.freeze_panes(1, 0)
        for column, name in enumerate(self.header):
            self.sheet.set_column(column, column, self.widths[column] if column < len(self.widths) else 18)
            self.sheet.write_string(0, column, name, self.bold)
        self.line = 1

    def write(self, row: Sequence[Cell]) -> None:
        """Write one row of typed cells."""
        if self.line >= self.sheet_rows:
            self._start_sheet()
        line, write_text = self.line, self.sheet.write_string
        for column, value in enumerate(row):
            if isinstance(value, str):
                short = len(value) < _SURELY_FITS and _is_plain(value)
                write_text(line, column, value if short else _fitting(value))
            elif value is not None:
                self.cell(line, column, value)
        self.line += 1

    def cell(self, line: int, column: int, value: Cell) -> None:
        """Write one cell by its type: a text is always a text cell."""
        if isinstance(value, str):
            self.sheet.write_string(line, column, _fitting(value))
        elif value is None:
            return
        elif isinstance(value, bool):
            self.sheet.write_boolean(line, column, value)
        elif isinstance(value, datetime):
            # Without parts of a second: a spreadsheet rounds them, and shows the last moment of a day as the next one.
            local = clock.as_instant(value).astimezone(clock.city_zone()).replace(tzinfo=None, microsecond=0)
            self.sheet.write_datetime(line, column, local, self.moment)
        elif isinstance(value, date):
            self.sheet.write_datetime(line, column, value, self.day)
        else:
            self.sheet.write_number(line, column, value)


def _fitting(value: str) -> str:
    value = _encodable(value)
    if len(value) * 2 <= _CELL_CHARACTERS:
        return value
    if len(value.encode("utf-16-le")) // 2 <= _CELL_CHARACTERS:
        return value
    kept = value.encode("utf-16-le")[: 2 * (_CELL_CHARACTERS - len(_CUT))].decode("utf-16-le", "ignore")
    return kept + _CUT


def write_xlsx(
    stream: BinaryIO,
    header: Sequence[str],
    rows: Iterable[Sequence[Cell]],
    *,
    statement: ExportStatement,
    widths: Sequence[int] = (),
    progress: Progress | None = None,
    sheet_rows: int = _SHEET_ROWS,
) -> Written:
    """Write a table as XLSX row by row, in memory that does not grow with it, and a sheet that says what it is.

    Moments are written in City time, because a spreadsheet knows no zones. A table longer than a sheet holds goes
    on in the next one. `widths` are column widths in characters.
    """
    book = Workbook(stream, {"constant_memory": True, "strings_to_formulas": False, "strings_to_urls": False})
    digest = _Digest()
    hashing = csv.writer(digest)
    sheets = _Sheets(book, header, widths, sheet_rows)
    hashing.writerow(csv_row(header))
    count = 0
    for batch in _batches(rows):
        hashing.writerows(csv_row(row) for row in batch)
        for row in batch:
            sheets.write(row)
        count += len(batch)
        if progress:
            progress(count)
    written = Written(count, digest.sha256.hexdigest())
    _write_statement(sheets, statement, written)
    book.close()
    return written


def _write_statement(sheets: _Sheets, statement: ExportStatement, written: Written) -> None:
    sheets.sheet = sheets.book.add_worksheet("What this is")
    sheets.sheet.set_column(0, 0, 24)
    sheets.sheet.set_column(1, 1, 90)
    lines: list[tuple[str, Cell]] = [
        *statement.lines(),
        ("Rows", written.rows),
        ("SHA-256 of the data", written.sha256),
        ("How it was computed", "over the CSV form of the header and all rows, in UTF-8"),
    ]
    for line, (label, value) in enumerate(lines):
        sheets.sheet.write_string(line, 0, label, sheets.bold)
        sheets.cell(line, 1, value)
