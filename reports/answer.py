"""What a report answers with: typed rows, read in parts, and the words and pictures around them."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from functools import cached_property
from itertools import islice
from typing import Any, Protocol

from django.db.models import QuerySet

from foundation.charts import BarChart, LineChart
from foundation.tabular.writing import Cell

PART = 1_000
"""Rows that are read together: a part costs a constant number of questions."""


@dataclass(frozen=True)
class Column:
    """A column: its code in addresses, its title, how wide it is in a workbook (in characters).

    `order` are the fields by which the database sorts by it; empty where a streamed report cannot be sorted so.
    """

    code: str
    title: str
    width: int = 18
    order: tuple[str, ...] = ()
    is_number: bool = False


@dataclass(frozen=True)
class Row:
    """The cells of a row, in the order of the columns, and addresses of the portal by the place of their cell.

    `shown` are the words in which a page and a PDF write a cell whose data is a reference: what a thing is called may
    be corrected, the data of an answer never changes.
    """

    cells: tuple[Cell, ...]
    links: Mapping[int, str] = field(default_factory=dict)
    shown: Mapping[int, str] = field(default_factory=dict)

    def linked(self) -> list[tuple[Cell, str]]:
        """Each cell as it is shown with its address, empty where it has none: for the page."""
        return [(self.shown.get(place, cell), self.links.get(place, "")) for place, cell in enumerate(self.cells)]


class Rows(Protocol):
    """Rows of an answer, however many."""

    def count(self) -> int:
        """How many there are."""

    def part(self, start: int, stop: int) -> list[Row]:
        """Those of one page."""

    def stream(self) -> Iterator[Row]:
        """All of them, in bounded memory."""

    def sorted_by(self, columns: Sequence[Column], code: str, backwards: bool) -> Rows:
        """The same rows by a column; unchanged where they cannot be sorted by it."""


def _place(cell: Cell) -> tuple[int, Any]:
    """Sorts what is not there behind everything, and texts without regard to capitals."""
    if cell is None or cell == "":
        return (1, "")
    return (0, cell.casefold() if isinstance(cell, str) else cell)


@dataclass(frozen=True)
class Listed:
    """Rows that are all in memory: for reports with a few thousand at most (departments, offices)."""

    rows: Sequence[Row]

    def count(self) -> int:
        """How many there are."""
        return len(self.rows)

    def part(self, start: int, stop: int) -> list[Row]:
        """Those of one page."""
        return list(self.rows[start:stop])

    def stream(self) -> Iterator[Row]:
        """All of them."""
        return iter(self.rows)

    def sorted_by(self, columns: Sequence[Column], code: str, backwards: bool) -> Listed:
        """By any column whose cells are of one kind."""
        place = next((place for place, column in enumerate(columns) if column.code == code), None)
        if place is None:
            return self
        filled = [row for row in self.rows if row.cells[place] not in (None, "")]
        rest = [row for row in self.rows if row.cells[place] in (None, "")]
        return Listed([*sorted(filled, key=lambda row: _place(row.cells[place]), reverse=backwards), *rest])


Shaped = Callable[[Sequence[Any]], Iterable[Row]]


@dataclass(frozen=True)
class Streamed:
    """Rows of an ordered queryset; `shaped` makes the rows of a part, one for each, in the same order.

    The queryset's order is total (it ends with a key), so that pages do not overlap.
    """

    queryset: QuerySet[Any, Any]
    shaped: Shaped
    counted: Callable[[], int] | None = None
    """How many there are, where that is known more cheaply than by counting the queryset."""

    def count(self) -> int:
        """How many there are: one question."""
        return self._count

    @cached_property
    def _count(self) -> int:
        return self.counted() if self.counted else self.queryset.order_by().count()

    def part(self, start: int, stop: int) -> list[Row]:
        """Those of one page."""
        return list(self.shaped(list(self.queryset[start:stop])))

    def stream(self) -> Iterator[Row]:
        """All of them, a part at a time, read while they are written."""
        found = self.queryset.iterator(chunk_size=PART)
        while part := list(islice(found, PART)):
            yield from self.shaped(part)

    def sorted_by(self, columns: Sequence[Column], code: str, backwards: bool) -> Streamed:
        """By the fields that a column names, then in the order that the report has."""
        order = next((column.order for column in columns if column.code == code), ())
        if not order:
            return self
        mark = "-" if backwards else ""
        kept = [*self.queryset.query.order_by] or ["pk"]
        return Streamed(self.queryset.order_by(*(f"{mark}{one}" for one in order), *kept), self.shaped, self.counted)


@dataclass(frozen=True)
class Sums:
    """A small table beside the rows: figures by department, by month, by clause."""

    title: str
    header: Sequence[str]
    rows: Sequence[Sequence[Cell]]
    total: Sequence[Cell] = ()

    def titled(self) -> list[list[tuple[str, Cell]]]:
        """Each row's cells with the titles above them, for narrow screens."""
        return [list(zip(self.header, row, strict=True)) for row in self.rows]

    def titled_total(self) -> list[tuple[str, Cell]]:
        """The last row, likewise."""
        return list(zip(self.header, self.total, strict=True))


@dataclass(frozen=True)
class Answer:
    """What is told: the question answered in a sentence, the rows, a picture, sums, and what one should know."""

    rows: Rows
    sentence: str
    empty: str
    """Why nothing is there, where nothing is, and what one could ask instead."""
    chart: BarChart | LineChart | None = None
    sums: Sequence[Sums] = ()
    notes: Sequence[str] = ()

    @property
    def chart_kind(self) -> str:
        """Which component draws the picture."""
        return "line" if isinstance(self.chart, LineChart) else "bar"
