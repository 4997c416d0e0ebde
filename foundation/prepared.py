"""Queries that are composed once in a process and then run with other values.

Composing a query with dated conditions costs Django more than the database takes to answer it; where many people do
the same at once, that price is paid once. The rule stays where it is: in the queryset.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from typing import Any

from django.db import connection
from django.db.models import QuerySet

Value = int | datetime


@dataclass(frozen=True)
class _Composed:
    sql: str
    parameters: tuple[tuple[str, Any], ...]
    """For each place in the SQL the name of a value, or nothing and what always stands there."""
    converters: dict[int, tuple[list[Callable[..., Any]], Any]]


class Prepared:
    """A `values_list` queryset of named values (`int` or `datetime`), composed at its first use.

    `build` must put the values into the query as they are: one that computes with them, or decides by them, is
    refused with `TypeError` when it is composed.
    """

    def __init__(self, build: Callable[..., QuerySet[Any, Any]], **kinds: type[Value]) -> None:
        self._build = build
        self._kinds = kinds
        self._composed: dict[str, _Composed] = {}

    def rows(self, **values: Value) -> list[tuple[Any, ...]]:
        """Run it; the rows are what the queryset would give."""
        composed = self._composed.get(connection.vendor)
        if composed is None:
            composed = self._composed[connection.vendor] = self._compose()
        adapted = {name: _adapted(value) for name, value in values.items()}
        with connection.cursor() as cursor:
            cursor.execute(composed.sql, [adapted[name] if name else fixed for name, fixed in composed.parameters])
            found = cursor.fetchall()
        return [_converted(row, composed) for row in found]

    def _compose(self) -> _Composed:
        """Compose it with two sets of values: what differs are the values, and must be nothing else."""
        one, other = self._example(0), self._example(1)
        sql, parameters, converters = self._sql(one)
        other_sql, other_parameters, _ = self._sql(other)
        names = {(_adapted(one[name]), _adapted(other[name])): name for name in self._kinds}
        places: list[tuple[str, Any]] = []
        for pair in zip(parameters, other_parameters, strict=True):
            if pair[0] == pair[1]:
                places.append(("", pair[0]))
            elif pair in names:
                places.append((names[pair], None))
            else:
                raise TypeError("A prepared query cannot compute with its values.")
        if sql != other_sql or {name for name, _ in places if name} != set(self._kinds):
            raise TypeError("A prepared query takes every value as it is, and is the same for all of them.")
        return _Composed(sql, tuple(places), converters)

    def _example(self, which: int) -> dict[str, Value]:
        numbers = {name: 7_000_000_001 + 2 * place + which for place, name in enumerate(self._kinds)}
        return {
            name: datetime(2001, 1, 1, tzinfo=UTC) + timedelta(microseconds=numbers[name])
            if kind is datetime
            else number
            for (name, kind), number in zip(self._kinds.items(), numbers.values(), strict=True)
        }

    def _sql(self, values: dict[str, Value]) -> tuple[str, tuple[Any, ...], dict[int, Any]]:
        compiler = self._build(**values).query.get_compiler(connection=connection)
        sql, parameters = compiler.as_sql()
        return sql, tuple(parameters), compiler.get_converters([column[0] for column in compiler.select])


def _adapted(value: Value) -> Any:
    return connection.ops.adapt_datetimefield_value(value) if isinstance(value, datetime) else value


def _converted(row: tuple[Any, ...], composed: _Composed) -> tuple[Any, ...]:
    values = list(row)
    for place, (converters, expression) in composed.converters.items():
        for convert in converters:
            values[place] = convert(values[place], expression, connection)
    return tuple(values)
