"""The shape of one kind of what waits, and the lines in which all kinds are told alike."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Any

from django.db.models import BigIntegerField, Case, CharField, DateTimeField, F, IntegerField, QuerySet, Value, When
from django.db.models.functions import Cast

from foundation.citations import CITY_PROCEDURE
from reports.asking import Asked
from reports.posts import until

COLUMNS = ("w_kind", "w_key", "w_since", "w_due", "w_department", "w_over")
"""What every line has: kind, key, since when, by when where that is kept, for which department, whether it is over."""


@dataclass(frozen=True)
class About:
    """What one of them is about, where its page is, and who should act: by a power, or these people or offices."""

    words: str
    link: str = ""
    power: str = ""
    basis: str = CITY_PROCEDURE
    people: tuple[str, ...] = ()
    not_by: frozenset[int] = frozenset()
    """Ids of those who hold the power and may not use it here: nobody decides for themselves."""


@dataclass(frozen=True)
class Waiting:
    """Rows that wait, and the fields that say since when, for which department, by when; `term` where all have one."""

    rows: QuerySet[Any]
    since: str
    department: str = ""
    due: str = ""
    term: timedelta | None = None


@dataclass(frozen=True)
class Kind:
    """One kind: `find` its rows in sight (None: nothing of it), `tell` what some of them are about, by their keys."""

    code: str
    what: str
    find: Callable[[Asked], Waiting | None]
    tell: Callable[[Asked, Sequence[str]], Mapping[str, About]]

    def lines(self, asked: Asked, default: timedelta, *, only_over: bool) -> QuerySet[Any] | None:
        """The rows as lines with `COLUMNS`; `default` is the term where none is set."""
        found = self.find(asked)
        if found is None or (asked.departments and not found.department):
            return None
        rows: Any = found.rows.order_by()
        if asked.departments:
            rows = rows.filter(**{f"{found.department}__in": asked.departments})
        due = F(found.due) if found.due else Cast(Value(None), DateTimeField())
        department = F(found.department) if found.department else Cast(Value(None), BigIntegerField())
        # Asked of what is annotated: a filter through a relation of many would join it anew, and ask another row.
        rows = rows.annotate(w_since=F(found.since), w_due=due)
        over = {"w_due__lt": asked.at} if found.due else {"w_since__lt": asked.at - (found.term or default)}
        if only_over:
            rows = rows.filter(**over)
        return rows.annotate(  # type: ignore[no-any-return]
            w_kind=Value(self.code, CharField()),
            w_key=Cast("pk", CharField()),
            w_department=department,
            w_over=Case(When(**over, then=Value(1)), default=Value(0), output_field=IntegerField()),
        ).values_list(*COLUMNS)


def known(asked: Asked) -> datetime | None:
    """As known when, for querysets with a moment of both; None for the present, whatever was done by it."""
    return None if asked.is_now else asked.known_at


def moment(asked: Asked) -> datetime | None:
    """The moment for querysets that tell what waited then; None for the present, which the indexes are made for."""
    return None if asked.is_now else until(asked)
