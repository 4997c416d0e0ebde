"""Questions composed once: a function that makes a queryset of a few values, whose SQL is kept and filled again.

Composing a queryset and its SQL costs many times what sending it does, and most questions of a page differ from those
of the page before by a moment and a person alone.

    @shape
    def roles_usable(person_id: int, at: datetime) -> QuerySet[RoleHolding, str]:
        return RoleHolding.objects.usable(at).filter(employee=person_id).values_list("role", flat=True)

    roles_usable(person.pk, at)                       # a queryset, as ever
    together.ask_as(roles_usable, person.pk, at)      # the same question, its SQL composed once

The function may put its values into the question and nothing else: it neither reckons with them nor chooses by them
(None, bools and tuples, which choose, are kept apart). Of a row that is a value only the
key may be used. A value that reaches the statement changed is found when it is composed,
by composing it twice with different stand-ins, and refused with a TypeError.
"""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from datetime import UTC, datetime
from functools import update_wrapper
from typing import Any, Generic, ParamSpec, TypeVar
from uuid import UUID

from django.db import DEFAULT_DB_ALIAS, connections
from django.db.models import Model, QuerySet
from django.db.models.sql.compiler import SQLCompiler

P = ParamSpec("P")
Found = TypeVar("Found", bound=QuerySet[Any, Any])


@dataclass(frozen=True)
class Statement:
    """A question as SQL: what its rows are made by, and the values that the SQL waits for."""

    question: QuerySet[Any, Any]
    compiler: SQLCompiler
    sql: str
    parameters: tuple[Any, ...]


@dataclass(frozen=True)
class _Slot:
    place: int
    form: int


@dataclass(frozen=True)
class _Pattern:
    """A statement in which values stand where stand-ins stood: constants as they are, slots to be filled."""

    statement: Statement
    slots: tuple[_Slot | None, ...]


class Shape(Generic[P, Found]):
    """A function that makes a queryset; called, it does; asked through `Together.ask_as`, its SQL is made once."""

    def __init__(self, make: Callable[P, Found]) -> None:
        self._make = make
        self._patterns: dict[tuple[Any, ...], _Pattern] = {}
        update_wrapper(self, make)

    def __call__(self, *values: P.args, **named: P.kwargs) -> Found:
        """The queryset."""
        return self._make(*values, **named)

    def statement(self, values: Sequence[Any]) -> Statement:
        """The question as SQL with these values.

        Raises `EmptyResultSet` where nothing can fit, and TypeError where a value reaches the SQL changed.
        """
        key = tuple(value if _chooses(value) else value.__class__ for value in values)
        kept = self._patterns.get(key)
        if kept is None:
            kept = self._patterns[key] = self._composed(values)
        given = {slot: _FORMS[slot.form](values[slot.place]) for slot in set(kept.slots) if slot is not None}
        filled = [
            constant if slot is None else given[slot]
            for slot, constant in zip(kept.slots, kept.statement.parameters, strict=True)
        ]
        return Statement(kept.statement.question, kept.statement.compiler, kept.statement.sql, tuple(filled))

    def _composed(self, values: Sequence[Any]) -> _Pattern:
        one, other = ([_stand_in(value, place, turn) for place, value in enumerate(values)] for turn in (1, 2))
        first, second = compose(self._make(*one)), compose(self._make(*other))  # type: ignore[call-arg]
        if first.sql != second.sql:
            raise TypeError(f"{self._make.__qualname__} asks differently for different values.")
        slots = tuple(self._slot(*pair, one, other) for pair in zip(first.parameters, second.parameters, strict=True))
        return _Pattern(first, slots)

    def _slot(self, first: Any, second: Any, one: Sequence[Any], other: Sequence[Any]) -> _Slot | None:
        if type(first) is type(second) and first == second:
            return None
        for form, shown in enumerate(_FORMS):
            for place, (standing, also) in enumerate(zip(one, other, strict=True)):
                if not _chooses(standing) and shown(standing) == first and shown(also) == second:
                    return _Slot(place, form)
        raise TypeError(f"{self._make.__qualname__} reckons with a value: {first!r}. Give it the outcome instead.")


def shape(make: Callable[P, Found]) -> Shape[P, Found]:
    """See the module."""
    return Shape(make)


def compose(question: QuerySet[Any, Any]) -> Statement:
    """A queryset as SQL, with its compiler, which knows what to make of the rows."""
    compiler: SQLCompiler = question.query.get_compiler(DEFAULT_DB_ALIAS)
    sql, parameters = compiler.as_sql(with_col_aliases=True)
    return Statement(question, compiler, sql, tuple(parameters))


def _chooses(value: Any) -> bool:
    return value is None or isinstance(value, bool | tuple | frozenset)


def _stand_in(value: Any, place: int, turn: int) -> Any:
    """Something of the same kind that nothing else in a statement is."""
    if _chooses(value):
        return value
    if isinstance(value, datetime):
        return datetime(9000 + turn, 2, 1 + place, 3, 7, 11, 131 + place, tzinfo=UTC)
    if isinstance(value, int):
        return 2_000_000_000 + 1000 * turn + 7 * place
    if isinstance(value, Model):
        return value.__class__(pk=2_000_000_000 + 1000 * turn + 7 * place)
    if isinstance(value, UUID):
        return UUID(int=(1 << 100) + 1000 * turn + place)
    if isinstance(value, str):
        return f"stand-in {turn}.{place}"
    raise TypeError(f"A question of this kind takes moments, numbers, words and rows, not {type(value).__qualname__}.")


def _as_the_database_writes(value: Any) -> Any:
    operations = connections[DEFAULT_DB_ALIAS].ops
    return operations.adapt_datetimefield_value(value) if isinstance(value, datetime) else value


_FORMS: tuple[Callable[[Any], Any], ...] = (
    lambda value: value,
    _as_the_database_writes,
    lambda value: value.hex if isinstance(value, UUID) else value,
    lambda value: value.pk if isinstance(value, Model) else value,
)
"""How a value may stand among the parameters of a statement."""
