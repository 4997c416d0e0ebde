"""The lines of all kinds together: counted, shown by pages and streamed, from one statement that is composed once.

Composing a union of some thirty kinds costs more than answering it, and most pages ask the same of another moment: of
the present, about the whole City. That question is kept as SQL (`foundation.shapes`); any other is composed anew.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Sequence
from contextlib import closing
from dataclasses import dataclass, replace
from datetime import datetime
from typing import Any

from django.core.exceptions import EmptyResultSet
from django.db import connection
from django.db.models import QuerySet

from directory.models import Employee
from directory.permissions import roles_of, with_roles
from foundation.shapes import Statement, compose, shape
from reports.answer import PART, Column, Row
from reports.asking import Scope
from reports.waits.kind import COLUMNS, AskedWaits
from reports.waits.kinds import KINDS

Line = tuple[Any, ...]
"""A line: its values by `COLUMNS`."""
Counted = tuple[str, int | None, int, int]
"""A kind and a department: how many wait, and how many of them over their term."""
FIRST = 50
"""How many lines come with the counts: as many as a page shows."""
_ORDER = ("w_since", "w_kind", "w_key")
_SHAPED = ", ".join(COLUMNS)


@dataclass(frozen=True)
class Lines:
    """Lines as rows of an answer, the longest waiting first; `first` are those that came with the counts."""

    sql: str
    values: Sequence[Any]
    shaped: Callable[[Sequence[Line]], Iterable[Row]]
    total: int
    first: Sequence[Line] = ()
    order: tuple[str, ...] = _ORDER

    def count(self) -> int:
        """How many there are."""
        return self.total

    def part(self, start: int, stop: int) -> list[Row]:
        """Those of one page."""
        if min(stop, self.total) <= len(self.first):
            return list(self.shaped(self.first[start:stop]))
        with connection.cursor() as cursor:
            cursor.execute(f"{self._ordered} LIMIT {int(stop - start)} OFFSET {int(start)}", self.values)
            return list(self.shaped(_read(cursor.fetchall())))

    def stream(self) -> Iterator[Row]:
        """All of them, a part at a time, read while they are written."""
        with closing(connection.chunked_cursor()) as cursor:
            cursor.execute(self._ordered, self.values)
            while part := cursor.fetchmany(PART):
                yield from self.shaped(_read(part))

    def sorted_by(self, columns: Sequence[Column], code: str, backwards: bool) -> Lines:
        """By the values that a column names, then in the order that the report has; unchanged where it names none."""
        order = next((column.order for column in columns if column.code == code), ())
        named = tuple(f"{one} DESC" if backwards else one for one in order)
        return replace(self, order=(*named, *_ORDER), first=()) if named else self

    @property
    def _ordered(self) -> str:
        return f"SELECT {_SHAPED} FROM ({self.sql}) line ORDER BY {', '.join(self.order)}"  # noqa: S608 - constant names


def lines_of(
    asked: AskedWaits, codes: Sequence[str], shaped: Callable[[Sequence[Line]], Iterable[Row]], *, only_over: bool
) -> tuple[Lines, list[Counted]] | None:
    """The lines of some kinds and how many there are of each, in one question; None where nothing is in sight."""
    statement = _statement(asked, tuple(codes), only_over)
    if statement is None:
        return None
    sql, values = statement.sql, statement.parameters
    with connection.cursor() as cursor:
        cursor.execute(_COUNTED.format(lines=sql), values)
        found = cursor.fetchall()
    counts = [(kind, department, many, int(over)) for place, kind, *_, department, over, many in found if not place]
    first = [line for place, *line, _ in sorted(row for row in found if row[0])]
    return Lines(sql, values, shaped, sum(many for _, _, many, _ in counts), _read(first)), counts


_COUNTED = f"""
WITH line AS ({{lines}})
SELECT 0, w_kind, NULL, NULL, NULL, w_department, SUM(w_over), COUNT(*) FROM line GROUP BY w_kind, w_department
UNION ALL SELECT ROW_NUMBER() OVER (ORDER BY {", ".join(_ORDER)}), {_SHAPED}, 1
FROM (SELECT * FROM line ORDER BY {", ".join(_ORDER)} LIMIT {FIRST}) page
"""  # noqa: S608 - constant names


def _statement(asked: AskedWaits, codes: tuple[str, ...], only_over: bool) -> Statement | None:
    scope = asked.scope
    try:
        if scope.everything and asked.is_now and not asked.departments:
            roles = roles_of(scope.person, scope.now)
            return _of_the_city.statement(
                (scope.person, roles, asked.now, asked.over, asked.unconfirmed, only_over, codes)
            )
        lines = _union(asked, codes, only_over)
        return None if lines is None else compose(lines)
    except EmptyResultSet:
        return None


@shape
def _of_the_city(
    person: Employee,
    roles: frozenset[str],
    at: datetime,
    over: datetime,
    unconfirmed: datetime,
    only_over: bool,
    codes: tuple[str, ...],
) -> QuerySet[Any, Any]:
    """What waits now in the whole City: by whatever else a question could differ, it is composed anew."""
    scope = Scope(with_roles(person, at, roles), at, everything=True)
    lines = _union(AskedWaits(scope, at, at, over=over, unconfirmed=unconfirmed), codes, only_over)
    if lines is None:
        raise EmptyResultSet
    return lines


def _union(asked: AskedWaits, codes: Sequence[str], only_over: bool) -> QuerySet[Any, Any] | None:
    found = [lines for code in codes if (lines := KINDS[code].lines(asked, only_over=only_over)) is not None]
    return found[0].union(*found[1:], all=True) if found else None


def _read(lines: Sequence[Sequence[Any]]) -> list[Line]:
    """Lines as the mapper would give them: SQLite keeps moments as text."""
    convert = getattr(connection.ops, "convert_datetimefield_value", None)
    if convert is None:
        return [tuple(line) for line in lines]
    return [
        (kind, key, convert(since, None, connection), convert(due, None, connection), *rest)
        for kind, key, since, due, *rest in lines
    ]
