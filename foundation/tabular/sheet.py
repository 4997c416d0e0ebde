"""Where in a file the table is: which sheet of a workbook, and which line names the columns."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass
from itertools import chain, islice
from typing import BinaryIO

from foundation.errors import InvalidInput
from foundation.tabular.encoding import kind_of
from foundation.tabular.reading import Row, read_table
from foundation.tabular.workbook import sheet_names

LOOKED_AT = 20
"""Lines in which the titles are looked for: above them spreadsheets have the name of the list, and a date."""
MOST_SHEETS = 20


@dataclass(frozen=True)
class Sheet:
    """A table found: its sheet (from 0), how many lines stand above its titles, the titles, and the rows under them."""

    kind: str
    number: int
    above: int
    header: tuple[str, ...]
    rows: Iterator[Row]


def find_sheet(stream: BinaryIO, likeness: Callable[[Sequence[str]], int]) -> Sheet:
    """The table whose titles are most like those looked for; raises `InvalidInput` for an empty file.

    Where no line is like them, it is the first with several cells: titles that somebody may choose from.
    """
    number = len(sheet_names(stream)) if kind_of(stream) == "xlsx" else 1
    best: tuple[tuple[int, int], int, int] | None = None
    for sheet in range(min(number, MOST_SHEETS)):
        try:
            lines = _first_lines(stream, sheet)
        except InvalidInput:
            if number == 1:
                raise
            continue  # an empty sheet beside others
        for above, line in enumerate(lines):
            rank = (likeness(line), min(sum(1 for cell in line if cell), 2))
            if best is None or rank > best[0]:
                best = (rank, sheet, above)
    if best is None:
        raise InvalidInput("The file is empty.", remedy="Choose the file again, and look into it before you send it.")
    return open_sheet(stream, best[1], best[2])


def open_sheet(stream: BinaryIO, number: int, above: int) -> Sheet:
    """A table whose place is known; its rows are read while they are asked for."""
    table = read_table(stream, number)
    lines = chain([Row(0, table.header)], table.rows)
    header = next(islice(lines, above, None), None)
    if header is None:
        raise InvalidInput("The file has become shorter.", remedy="Bring it again.")
    return Sheet(table.kind, number, above, tuple(cell.strip() for cell in header.cells), lines)


def _first_lines(stream: BinaryIO, sheet: int) -> list[tuple[str, ...]]:
    table = read_table(stream, sheet)
    return [table.header, *(tuple(cell.strip() for cell in row.cells) for row in islice(table.rows, LOOKED_AT - 1))]
