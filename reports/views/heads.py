"""The head of a report's table: which columns can be sorted, and by what address."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from django.http import QueryDict

from reports.answer import Answer, Column, Listed


@dataclass(frozen=True)
class Head:
    """One head: its column, the address that sorts by it (empty where nothing can), and how it is sorted now."""

    column: Column
    address: str
    sorted: str

    @property
    def is_number(self) -> bool:
        """Whether its cells stand at the right."""
        return self.column.is_number


def heads_of(columns: Sequence[Column], answer: Answer, sort: str, query: QueryDict) -> list[Head]:
    """The heads of a table, with the rest of the address kept; the page number is not."""
    any_column = isinstance(answer.rows, Listed)
    return [_head(column, any_column or bool(column.order), sort, query) for column in columns]


def _head(column: Column, can_sort: bool, sort: str, query: QueryDict) -> Head:
    by_it = sort.removeprefix("-") == column.code
    way = ("descending" if sort.startswith("-") else "ascending") if by_it else ""
    if not can_sort:
        return Head(column, "", "")
    kept = query.copy()
    kept.pop("page", None)
    kept["sort"] = f"-{column.code}" if way == "ascending" else column.code
    return Head(column, f"?{kept.urlencode()}", way)
