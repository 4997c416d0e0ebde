"""Queries and inserts that are composed once in a process and then run with other values.

Composing a query with dated conditions costs Django more than the database takes to answer it; where many people do
the same at once, that price is paid once. The rule stays where it is: in the queryset.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from contextvars import ContextVar
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from typing import Any

from django.db import DEFAULT_DB_ALIAS, connection, connections, transaction
from django.db.backends.base.base import BaseDatabaseWrapper
from django.db.models import AutoField, Field, Model, QuerySet
from django.db.models.constants import OnConflict
from django.db.models.expressions import DatabaseDefault
from django.db.models.sql import InsertQuery

Value = int | datetime


@dataclass(frozen=True)
class _Composed:
    sql: str
    """With named places: a value that stands in many of them is made ready for the database once."""
    fixed: dict[str, Any]
    """What always stands in the places that are no value's."""
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
        database = connections[DEFAULT_DB_ALIAS]
        composed = self._composed.get(database.vendor)
        if composed is None:
            composed = self._composed[database.vendor] = self._compose()
        adapted = {name: _adapted(value) for name, value in values.items()}
        with database.cursor() as cursor:
            cursor.execute(composed.sql, composed.fixed | adapted)
            found = cursor.fetchall()
        return [_converted(row, composed, database) for row in found] if composed.converters else found

    def _compose(self) -> _Composed:
        """Compose it with two sets of values: what differs are the values, and must be nothing else."""
        one, other = self._example(0), self._example(1)
        sql, parameters, converters = self._sql(one)
        other_sql, other_parameters, _ = self._sql(other)
        names = {(_adapted(one[name]), _adapted(other[name])): name for name in self._kinds}
        fixed: dict[str, Any] = {}
        places: list[str] = []
        for number, pair in enumerate(zip(parameters, other_parameters, strict=True)):
            if pair[0] == pair[1]:
                places.append(f"fixed_{number}")
                fixed[places[-1]] = pair[0]
            elif pair in names:
                places.append(names[pair])
            else:
                raise TypeError("A prepared query cannot compute with its values.")
        if sql != other_sql or not set(self._kinds) <= set(places):
            raise TypeError("A prepared query takes every value as it is, and is the same for all of them.")
        return _Composed(_with_names(sql, places), fixed, converters)

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


def _with_names(sql: str, names: list[str]) -> str:
    """The same SQL with a named place (`%(name)s`) for each `%s`."""
    remaining = iter(names)
    return re.sub(r"%[%s]", lambda found: found[0] if found[0] == "%%" else f"%({next(remaining)})s", sql)


def _adapted(value: Value) -> Any:
    return connection.ops.adapt_datetimefield_value(value) if isinstance(value, datetime) else value


def _converted(row: tuple[Any, ...], composed: _Composed, database: BaseDatabaseWrapper) -> tuple[Any, ...]:
    values = list(row)
    for place, (converters, expression) in composed.converters.items():
        for convert in converters:
            values[place] = convert(values[place], expression, database)
    return tuple(values)


@dataclass(frozen=True)
class _ComposedInsert:
    sql: str
    fields: tuple[Field[Any, Any], ...]
    """Those whose values are put into the SQL, in its order."""
    given: tuple[Field[Any, Any], ...]
    """Those that the database gives by itself."""
    returned: tuple[Field[Any, Any], ...]


class PreparedInsert:
    """The INSERT of one row of a model, composed at its first use: what `save(force_insert=True)` would send.

    With `ignore_conflicts` a row that is there already is passed over, and the instance gets no key. Nothing listens
    to signals in this house, and none is sent.
    """

    def __init__(self, model: type[Model], *, ignore_conflicts: bool = False) -> None:
        self._model = model
        self._ignore_conflicts = ignore_conflicts
        self._composed: dict[str, _ComposedInsert] = {}

    def save(self, instance: Model) -> None:
        """Put the row in; the instance then has what the database gave it."""
        database = connections[DEFAULT_DB_ALIAS]
        composed = self._composed.get(database.vendor)
        if composed is None:
            composed = self._composed[database.vendor] = self._compose(instance)
        if not all(_is_given(field, instance) for field in composed.given):
            raise TypeError("A prepared INSERT leaves to the database what the database gives.")
        row = _Row(composed, [_stored(field, instance, database) for field in composed.fields], instance)
        waiting = _waiting.get()
        if waiting is None:
            _send([row])
        else:
            waiting.append(row)

    def _compose(self, instance: Model) -> _ComposedInsert:
        meta = self._model._meta
        fields = [field for field in meta.local_concrete_fields if not isinstance(field, AutoField)]
        query = InsertQuery(self._model, on_conflict=OnConflict.IGNORE if self._ignore_conflicts else None)
        query.insert_values(fields, [instance])
        compiler = query.get_compiler(connection=connection)
        returned = () if self._ignore_conflicts else tuple(meta.db_returning_fields)
        compiler.returning_fields = returned
        ((sql, parameters),) = compiler.as_sql()
        given = tuple(field for field in fields if field.has_db_default())
        written = tuple(field for field in fields if field not in given)
        converters = compiler.get_converters([field.get_col(meta.db_table) for field in returned])
        if len(parameters) != len(written) or converters:
            raise TypeError(f"{meta.label} cannot be written by a prepared INSERT.")
        return _ComposedInsert(sql, written, given, returned)


@dataclass(frozen=True)
class _Row:
    composed: _ComposedInsert
    values: list[Any]
    instance: Model


_waiting: ContextVar[list[_Row] | None] = ContextVar("waiting", default=None)


@contextmanager
def together() -> Iterator[None]:
    """Let the rows that are saved by prepared INSERTs in this block go to the database at its end, in their order.

    PostgreSQL gets them in one message. Inside the block an instance has no key yet. SQLite, to which nothing travels,
    gets each at once.
    """
    database = connections[DEFAULT_DB_ALIAS]
    bound_there = getattr(database.features, "uses_server_side_binding", False)  # takes one statement at a time
    if database.vendor != "postgresql" or bound_there or _waiting.get() is not None:
        yield
        return
    rows: list[_Row] = []
    token = _waiting.set(rows)
    try:
        yield
    finally:
        _waiting.reset(token)
    if rows:
        _send(rows)


def _send(rows: list[_Row]) -> None:
    """Send rows to the database in one message, and give the instances what came back."""
    database = connections[DEFAULT_DB_ALIAS]
    values = [value for row in rows for value in row.values]
    with transaction.mark_for_rollback_on_error(using=database.alias), database.cursor() as cursor:
        cursor.execute("; ".join(row.composed.sql for row in rows), values)
        for place, row in enumerate(rows):
            if place:
                cursor.nextset()
            found = cursor.fetchone() if row.composed.returned else ()
            for field, value in zip(row.composed.returned, found, strict=True):
                setattr(row.instance, field.attname, value)
    for row in rows:
        row.instance._state.adding, row.instance._state.db = False, database.alias


def _is_given(field: Field[Any, Any], instance: Model) -> bool:
    return isinstance(getattr(instance, field.attname), DatabaseDefault)


def _stored(field: Field[Any, Any], instance: Model, database: BaseDatabaseWrapper) -> Any:
    value = field.pre_save(instance, add=True)
    if hasattr(value, "resolve_expression"):
        raise TypeError(f"Only values can be written like this, and {field.name} is an expression.")
    return field.get_db_prep_save(value, database)
