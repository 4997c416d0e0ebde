"""The shape of one kind of what waits, and the lines in which all kinds are told alike."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta
from operator import attrgetter
from typing import Any

from django.db.models import BigIntegerField, Case, CharField, DateTimeField, F, IntegerField, QuerySet, Value, When
from django.db.models.functions import Cast

from accounts.keeping import term
from foundation.citations import CITY_PROCEDURE
from reports.asking import Asked
from reports.posts import until

COLUMNS = ("w_kind", "w_key", "w_since", "w_due", "w_department", "w_over")
"""What every line has: kind, key, since when, by when where that is kept, for which department, whether it is over."""


@dataclass(frozen=True, kw_only=True)
class AskedWaits(Asked):
    """What was asked of the report, with the moments before which something must have begun to be over its term.

    They are reckoned before anything is composed: a question that is composed once reckons with nothing.
    """

    over: datetime
    """For whatever no term is set."""
    unconfirmed: datetime
    """For accounts, by when they were last confirmed."""

    @classmethod
    def of(cls, asked: Asked, default: timedelta) -> AskedWaits:
        """The question, with `default` as the term where none is set; one question to the database."""
        days = timedelta(days=term(asked.at, known(asked)))
        ends = {"over": asked.at - default, "unconfirmed": asked.at - days}
        return cls(asked.scope, asked.at, asked.known_at, asked.filters, asked.sort, **ends)


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
    """Rows that wait, and the fields that say since when, for which department, and by when where that is kept."""

    rows: QuerySet[Any]
    since: str
    department: str = ""
    due: str = ""


@dataclass(frozen=True)
class Kind:
    """One kind: `find` its rows in sight (None: nothing of it), `tell` what some of them are about, by their keys."""

    code: str
    what: str
    find: Callable[[AskedWaits], Waiting | None]
    tell: Callable[[Asked, Sequence[str]], Mapping[str, About]]
    begun_before: Callable[[AskedWaits], datetime] = attrgetter("over")
    """Before when it must have begun to be over its term, where it is not kept by when."""

    def term(self, asked: AskedWaits) -> timedelta:
        """After which time it is over, where it is not kept by when."""
        return asked.at - self.begun_before(asked)

    def lines(self, asked: AskedWaits, *, only_over: bool) -> QuerySet[Any] | None:
        """The rows as lines with `COLUMNS`."""
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
        over = {"w_due__lt": asked.at} if found.due else {"w_since__lt": self.begun_before(asked)}
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
