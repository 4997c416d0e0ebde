"""Several questions to the database in one statement: what a page or a decision asks at the same moment.

A statement costs a way there and back, and on PostgreSQL a look at one moment of its own: questions that go together
agree with each other. Each stays a queryset where it is asked; here they only travel together.

    together = Together()
    rounds = together.ask(post.sent.select_related("submitted_by"))
    messages = together.ask(post.messages.all())
    rounds.rows, messages.rows      # one statement for both
"""

from __future__ import annotations

import json
from collections.abc import Callable, Iterable
from copy import copy
from datetime import UTC, date, datetime
from typing import Any, Generic, TypeVar
from uuid import UUID

from django.core.exceptions import EmptyResultSet
from django.db import DEFAULT_DB_ALIAS, connections
from django.db.backends.base.base import BaseDatabaseWrapper
from django.db.models import QuerySet

from foundation.shapes import Shape, Statement, compose

Row = TypeVar("Row")

_FROM_JSON: dict[str, Callable[[Any], Any]] = {
    "DateTimeField": lambda value: datetime.fromisoformat(value).astimezone(UTC),
    "DateField": date.fromisoformat,
    "UUIDField": UUID,
    "JSONField": lambda value: json.dumps(value),
}
"""How PostgreSQL's JSON gives a column back as the database itself would; other kinds are what they are."""
_NOT_IN_JSON = frozenset({"BinaryField", "DecimalField", "DurationField", "FloatField", "TimeField"})
"""Kinds of columns that would come back changed: a question with one is refused."""


class Asked(Generic[Row]):
    """A question that travels with others; the answer is there for all of them once one is looked at."""

    def __init__(self, together: Together, question: QuerySet[Any, Any] | None) -> None:
        self.together, self.question = together, question
        self.answer: list[Row] | None = None

    @property
    def rows(self) -> list[Row]:
        """What the queryset gives."""
        if self.answer is None:
            self.together.send()
        return self.answer or []

    @property
    def first(self) -> Row | None:
        """The first row, if any."""
        return self.rows[0] if self.rows else None


class Together:
    """Questions on their way. What is asked after they were sent goes with the next statement."""

    def __init__(self) -> None:
        self._waiting: dict[tuple[str, str], tuple[_Composed | _Lock, list[Asked[Any]]]] = {}

    def ask(self, question: QuerySet[Any, Any]) -> Asked[Any]:
        """Put a question with the others; the same one twice travels once. `select_related` yes, prefetching no."""
        return self._put(question, lambda: compose(_fit(question)))

    def ask_as(self, shape: Shape[..., Any], *values: Any) -> Asked[Any]:
        """Put a question whose SQL was composed before, with these values (`foundation.shapes`)."""
        return self._put(None, lambda: shape.statement(values))

    def _put(self, question: QuerySet[Any, Any] | None, statement: Callable[[], Statement]) -> Asked[Any]:
        asked: Asked[Any] = Asked(self, question)
        try:
            composed = _Composed(statement())
        except EmptyResultSet:  # nothing can fit: the database is not asked
            asked.answer = []
            return asked
        key = (composed.sql, repr(composed.parameters))
        self._waiting.setdefault(key, (composed, []))[1].append(asked)
        return asked

    def hold(self, sql: str) -> None:
        """Put a lock with the others that no queryset can say: a constant SELECT of one column, called `id`."""
        self._waiting.setdefault((sql, ""), (_Lock(sql), []))

    def send(self) -> None:
        """Ask everything that waits, in the order in which it was put; locks are taken in that order."""
        waiting, self._waiting = list(self._waiting.values()), {}
        if not waiting:
            return
        connection = connections[DEFAULT_DB_ALIAS]
        sql = ", ".join(composed.as_column(connection) for composed, _ in waiting)
        with connection.cursor() as cursor:
            cursor.execute(f"SELECT {sql}", [value for composed, _ in waiting for value in composed.parameters])
            found = cursor.fetchone()
        for (composed, those), text in zip(waiting, found, strict=True):
            answers = composed.raw(text, connection)
            for asked in those:
                asked.answer = composed.fed(asked.question, answers)


class _Lock:
    """A lock as a column of the statement."""

    def __init__(self, sql: str) -> None:
        self.sql, self.parameters = sql, ()

    def as_column(self, connection: BaseDatabaseWrapper) -> str:
        """The column; what it counts is of no interest."""
        return f"(SELECT count(*) FROM ({self.sql}) held)"  # noqa: S608 - constant text

    def raw(self, text: Any, connection: BaseDatabaseWrapper) -> list[tuple[Any, ...]]:
        """Nobody asks."""
        return []

    def fed(self, question: QuerySet[Any, Any] | None, answers: Iterable[tuple[Any, ...]]) -> list[Any]:
        """Nobody asks."""
        return []


class _Composed:
    """A question as a column of the statement: its rows as one JSON list of lists."""

    def __init__(self, statement: Statement) -> None:
        self.statement, self.sql, self.parameters = statement, statement.sql, statement.parameters
        self.names = [alias for _, _, alias in statement.compiler.select or ()]
        self.kinds = [_kind(expression) for expression, _, _ in statement.compiler.select or ()]
        if unfit := _NOT_IN_JSON & set(self.kinds):
            raise TypeError(f"A question with {', '.join(sorted(unfit))} does not travel with others.")

    def as_column(self, connection: BaseDatabaseWrapper) -> str:
        """The column that answers it."""
        names = ", ".join(connection.ops.quote_name(name) for name in self.names)
        if connection.vendor == "postgresql":
            return f"(SELECT json_agg(json_build_array({names}))::text FROM ({self.sql}) asked)"  # noqa: S608
        return f"(SELECT json_group_array(json_array({names})) FROM ({self.sql}) asked)"  # noqa: S608

    def raw(self, text: str | None, connection: BaseDatabaseWrapper) -> list[tuple[Any, ...]]:
        """Its rows as a cursor would give them."""
        rows = json.loads(text) if text else []
        if connection.vendor != "postgresql":
            # What SQLite composed as JSON stands in the list as itself; the cursor gives its text.
            return [tuple(json.dumps(one) if isinstance(one, list | dict) else one for one in row) for row in rows]
        ready = [(place, _FROM_JSON[kind]) for place, kind in enumerate(self.kinds) if kind in _FROM_JSON]
        for row in rows:
            for place, make in ready:
                if row[place] is not None:
                    row[place] = make(row[place])
        return [tuple(row) for row in rows]

    def fed(self, question: QuerySet[Any, Any] | None, answers: Iterable[tuple[Any, ...]]) -> list[Any]:
        """What a queryset makes of rows that came another way: instances, tuples or values, with its converters."""
        fed = (self.statement.question if question is None else question)._chain()  # type: ignore[attr-defined]
        compiler: Any = copy(self.statement.compiler)  # a statement is kept and serves many at the same time
        compiler.execute_sql = lambda *_args, **_options: [list(answers)]
        fed.query.get_compiler = lambda *_args, **_options: compiler
        return list(fed._iterable_class(fed))


def _fit(question: QuerySet[Any, Any]) -> QuerySet[Any, Any]:
    """The question, where it can travel; raises TypeError for a union and for what is prefetched."""
    if question.query.combinator or question._prefetch_related_lookups:  # type: ignore[attr-defined]
        raise TypeError("A union, and what is prefetched, does not travel with other questions.")
    return question


def _kind(expression: Any) -> str:
    field = expression.output_field
    return str(getattr(field, "target_field", field).get_internal_type())
