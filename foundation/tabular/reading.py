"""Tables in: CSV and XLSX read as a stream, whatever a real spreadsheet wrote.

CSV: UTF-8 with or without a mark at the start, or Windows-1252; separated by comma, semicolon, tab or bar; any line
ends; quoted cells over several lines. XLSX: one sheet (the first, unless told), up to `MOST_XLSX_ROWS` rows. Memory
stays bounded: a cell or a line of any length, or of too many cells, becomes a problem of its row, and the rest is read.
"""

from __future__ import annotations

import csv
import io
import re
from collections import Counter
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from typing import BinaryIO

from foundation.errors import InvalidInput
from foundation.tabular.encoding import ENCODING, ERRORS, kind_of, refuse_unreadable
from foundation.tabular.unpacking import MOST_COLUMNS
from foundation.tabular.workbook import MOST_XLSX_ROWS, workbook_rows

__all__ = ["LONGEST_CELL", "MOST_XLSX_ROWS", "CellProblem", "Row", "Table", "match_header", "read_table"]

LONGEST_CELL = 32_767
"""Characters, as in Excel."""
_PIECE = 65_536
_LONGEST_LINE = 20 * LONGEST_CELL
_LINES_COMPARED = 20
_TOO_LONG_MARK = "\ufffe"
_OPEN_MARK = "\uffff"
_OPEN = (
    "A quotation mark opens in this row and does not close within what a cell may hold, so that the rows after it were "
    "read as one cell."
)
_OPEN_REMEDY = "Close it or take it out, look at the rows that follow, and send the file again."
_RUN = re.compile(rf'[^",;\t|\r\n]{{{LONGEST_CELL},}}')
_SEPARATORS = (",", ";", "\t", "|")
_NO_TEXT = re.compile("[\x00\ud800-\udfff\ufffe\uffff]")
"""What no text file holds and no database keeps."""
_ESCAPED = re.compile(r"^'(?=[=+\-@\t\r\n＝＋－＠])")


@dataclass(frozen=True, slots=True)
class CellProblem:
    """What is wrong with a cell before anybody knows what it means: which column (from 0), why, what to do."""

    column: int
    why: str
    remedy: str


@dataclass(frozen=True, slots=True)
class Row:
    """A row under the header: the line of the file (or row of the sheet) on which it begins, its cells as text."""

    line: int
    cells: tuple[str, ...]
    problems: tuple[CellProblem, ...] = ()

    def cell(self, column: int | None) -> str:
        """A cell, or an empty text where the row is shorter or the file has no such column."""
        return self.cells[column] if column is not None and column < len(self.cells) else ""


@dataclass(frozen=True)
class Table:
    """A header and the rows under it, read one by one as they are asked for."""

    kind: str
    header: tuple[str, ...]
    rows: Iterator[Row]


def read_table(stream: BinaryIO, sheet: int = 0) -> Table:
    """Begin to read a table; raises `InvalidInput` with a sentence where the file cannot be read at all.

    The stream must stay open while the rows are read, and be seekable. `sheet` counts from 0, where there are several.
    """
    kind = kind_of(stream)
    raw = workbook_rows(stream, sheet) if kind == "xlsx" else _csv_rows(stream)
    rows = (row for row in map(_checked, raw) if any(cell.strip() for cell in row.cells))
    header = next(rows, None)
    if header is None:
        raise InvalidInput("The file is empty.", remedy="Choose the file again, and look into it before you send it.")
    if len(header.cells) > MOST_COLUMNS:
        raise InvalidInput(
            f"The first line has more than {MOST_COLUMNS} columns.",
            why="No table that the portal reads is so wide: the file may be damaged, or separated in another way.",
            remedy="Look into the file, take out the columns that are not needed, and send it again.",
        )
    return Table(kind, tuple(cell.strip() for cell in header.cells), rows)


def _checked(raw: tuple[int, Sequence[str], frozenset[int]]) -> Row:
    line, cells, formulas = raw
    problems = []
    clean = []
    if len(cells) > MOST_COLUMNS:
        why = f"The row has more than {MOST_COLUMNS} cells."
        problems.append(CellProblem(MOST_COLUMNS, why, "Take out what is too much, or close a quotation mark."))
        cells = cells[: MOST_COLUMNS + 1]
    for column, cell in enumerate(cells):
        text = cell
        if _OPEN_MARK in text:
            problems.append(CellProblem(column, _OPEN, _OPEN_REMEDY))
            text = _NO_TEXT.sub("", text[:100]) + "…"
        elif _TOO_LONG_MARK in text or len(text) > LONGEST_CELL:
            problems.append(CellProblem(column, f"The cell is longer than {LONGEST_CELL:,} characters.", "Shorten it."))
            text = _NO_TEXT.sub("", text[:100]) + "…"
        elif column in formulas or text.lstrip().startswith("="):
            problems.append(
                CellProblem(column, "The cell holds a formula.", "Write the value itself into it (paste as values).")
            )
        elif _NO_TEXT.search(text):
            problems.append(CellProblem(column, "The cell holds signs that are no text.", "Type it again."))
            text = _NO_TEXT.sub("", text)
        else:
            text = _ESCAPED.sub("", text)  # what our own exports put before such a text
        clean.append(text)
    return Row(line, tuple(clean), tuple(problems))


def _csv_rows(stream: BinaryIO) -> Iterator[tuple[int, Sequence[str], frozenset[int]]]:
    refuse_unreadable(stream)
    text = io.TextIOWrapper(stream, encoding=ENCODING, errors=ERRORS, newline="")
    try:
        separator, skip = _separator(text)
        csv.field_size_limit(_LONGEST_LINE)
        lines = _Lines(_bounded_lines(text, skip))
        reader = csv.reader(lines, delimiter=separator)
        line = 1 + skip
        while True:
            lines.begin_row()
            try:
                cells = next(reader)
            except StopIteration:
                return
            except csv.Error:
                # One endless cell, or a quote that was never closed and swallowed more than any cell may hold.
                cells = [_OPEN_MARK if lines.given > 1 else _TOO_LONG_MARK]
            if lines.ended_within_row:
                cells[-1] = cells[-1][:100] + _OPEN_MARK
            yield line, cells, frozenset()
            line = 1 + skip + reader.line_num
    finally:
        if not text.closed:
            text.detach()


class _Lines:
    """Lines for the CSV reader, that know whether it asked for one more in the middle of a row when there was none."""

    def __init__(self, lines: Iterator[str]) -> None:
        self._lines = lines
        self.given = 0
        self.ended_within_row = False

    def __iter__(self) -> _Lines:
        return self

    def __next__(self) -> str:
        """The next line; asked for within a row only where a quotation mark is open."""
        line = next(self._lines, None)
        if line is None:
            self.ended_within_row = self.given > 0
            raise StopIteration
        self.given += 1
        return line

    def begin_row(self) -> None:
        """A row begins."""
        self.given = 0


def _separator(text: io.TextIOWrapper) -> tuple[str, int]:
    """The separator, and how many lines come before the header (Excel's own `sep=;`)."""
    first = text.readline(_PIECE)
    declared = re.fullmatch(r"sep=(.)\s*", first.lstrip("\ufeff"), re.IGNORECASE)
    text.seek(0)
    if declared and declared[1] in _SEPARATORS:
        return declared[1], 1
    sample = text.read(_PIECE)
    text.seek(0)
    lines = [line for line in re.sub(r'"[^"]*"', "", sample).splitlines() if line.strip()][:_LINES_COMPARED]
    return max(_SEPARATORS, key=lambda separator: _regularity(separator, lines)), 0


def _regularity(separator: str, lines: Sequence[str]) -> tuple[int, int]:
    """How many lines have a sign equally often, and how often: titles above a table have it by chance."""
    times = Counter(count for line in lines if (count := line.count(separator)))
    return max(((lines_alike, count) for count, lines_alike in times.items()), default=(0, 0))


def _bounded_lines(text: io.TextIOWrapper, skip: int) -> Iterator[str]:
    """Lines of at most a bounded length, with as many quotes as the file has, so that what follows is read right."""
    for _ in range(skip):
        text.readline(_PIECE)
    while piece := text.readline(_PIECE):
        if len(piece) < _PIECE or piece.endswith(("\n", "\r")):
            yield piece
            continue
        kept = [_RUN.sub(_shortened, piece)]
        length, open_quotes, full = len(kept[0]), 0, False
        while piece and not piece.endswith(("\n", "\r")):
            piece = text.readline(_PIECE)
            short = _RUN.sub(_shortened, piece)
            full = full or length + len(short) > _LONGEST_LINE // 2 or short == _TOO_LONG_MARK
            if full:
                open_quotes += short.count('"')
            else:
                kept.append(short)
                length += len(short)
        yield "".join([*kept, _TOO_LONG_MARK if open_quotes or length > LONGEST_CELL else "", '"' * (open_quotes % 2)])


def _shortened(found: re.Match[str]) -> str:
    return found[0][:50] + _TOO_LONG_MARK


def match_header(
    header: Sequence[str], columns: Mapping[str, Sequence[str]], required: Sequence[str]
) -> tuple[dict[str, int], list[str]]:
    """Where each wanted column stands, and which columns of the file nobody asked for.

    `columns` maps a name to the words that may stand for it; case, blanks and punctuation do not matter. Raises
    `InvalidInput` where a required column is missing or one stands twice.
    """
    names = {_plain(word): name for name, words in columns.items() for word in (name, *words)}
    found: dict[str, int] = {}
    unknown: list[str] = []
    for place, title in enumerate(header):
        name = names.get(_plain(title))
        if name is None:
            unknown.extend([title] if title else [])
        elif name in found:
            raise InvalidInput(
                f"The column “{title}” stands twice in the file, or two columns mean the same.",
                why=f"Both are read as “{name}”.",
                remedy="Remove or rename one of them.",
            )
        else:
            found[name] = place
    missing = [name for name in required if name not in found]
    if missing:
        raise InvalidInput(
            f"The file has no column “{'”, “'.join(missing)}”.",
            why=f"Its first line reads: {', '.join(header)[:300]}.",
            remedy="Put the names of the columns into the first line. docs/importing.md has an example.",
        )
    return found, unknown


def _plain(title: str) -> str:
    return re.sub(r"[\W_]+", "", title.casefold())
