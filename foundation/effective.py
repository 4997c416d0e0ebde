"""Dated facts: what was so, from when until when, and since when the portal has known it.

The model of time of the whole house (DESIGN 3.4). A fact is a row that is never changed: ending or correcting
it writes a new row that names the old, and marks the old as superseded from that moment of recording.
"""

from __future__ import annotations

from datetime import date, datetime
from typing import Any, Self, TypeVar
from uuid import uuid4

from django.db import models
from django.db.models import F, Q

from foundation import clock
from foundation.errors import Conflict


class DatedQuerySet(models.QuerySet[Any]):
    """Phrases about time for dated facts."""

    def known(self, known_at: datetime) -> Self:
        """Rows that the portal held true at the moment of recording `known_at`."""
        return self.filter(Q(superseded_at__isnull=True) | Q(superseded_at__gt=known_at), recorded_at__lte=known_at)

    def in_effect(self, at: datetime, known_at: datetime | None = None) -> Self:
        """Facts in effect at `at`, as known at `known_at`; left out, it means *as known then* (`known_at=at`)."""
        return self.known(known_at or at).covering(at)

    def not_superseded(self) -> Self:
        """The latest word on each fact, whatever its dates."""
        return self.filter(superseded_at__isnull=True)

    def covering(self, moment: datetime) -> Self:
        """Rows whose dates hold a moment, whatever is known of them; for services, after `not_superseded`."""
        return self.filter(Q(effective_until__isnull=True) | Q(effective_until__gt=moment), effective_from__lte=moment)


def open_at(begun: str, ended: str, at: datetime) -> Q:
    """Begun by a moment and not ended by it, by the fields that say when: what waited then, whatever came later."""
    return Q(**{f"{begun}__lte": at}) & (Q(**{f"{ended}__isnull": True}) | Q(**{f"{ended}__gt": at}))


def time_constraints() -> list[models.CheckConstraint]:
    """The rules of one row that every dated fact keeps; each subclass lists them in `Meta.constraints`."""
    return [
        models.CheckConstraint(
            condition=Q(effective_until__isnull=True) | Q(effective_until__gt=F("effective_from")),
            name="%(app_label)s_%(class)s_ends_after_it_begins",
            violation_error_message="The end must lie after the beginning.",
        ),
        models.CheckConstraint(
            condition=Q(superseded_at__isnull=True) | Q(superseded_at__gte=F("recorded_at")),
            name="%(app_label)s_%(class)s_superseded_late",
            violation_error_message="A row cannot be superseded before it was recorded.",
        ),
    ]


class DatedFact(models.Model):
    """A fact with the time it holds (`effective_*`, half-open) and the time it was recorded.

    `lineage` stays the same through corrections: other tables refer to a fact by it.
    """

    effective_from = models.DateTimeField("in effect from")
    effective_until = models.DateTimeField("in effect until", null=True, blank=True)
    recorded_at = models.DateTimeField("recorded at")
    superseded_at = models.DateTimeField("superseded at", null=True, blank=True, editable=False)
    replaces = models.OneToOneField(
        "self", on_delete=models.PROTECT, null=True, blank=True, related_name="replaced_by", editable=False
    )
    lineage = models.UUIDField(default=uuid4, editable=False, db_index=True)

    class Meta:
        abstract = True

    @property
    def is_late(self) -> bool:
        """Recorded after it took effect, by whatever time: a late entry never makes an earlier decision valid."""
        return self.recorded_at > self.effective_from

    @property
    def is_shown_late(self) -> bool:
        """Whether pages mark it "Late entry": recorded on a later day of the City than the one it takes effect on.

        For display alone. What is entered and confirmed in one day is no news to a reader; decisions follow the moments
        (`is_late`), never the days.
        """
        return clock.city_date(self.recorded_at) > clock.city_date(self.effective_from)

    @property
    def last_day(self) -> date | None:
        """The last day on which it holds, to show an end that is stored half-open; None where no end is known."""
        return clock.last_day(self.effective_until) if self.effective_until else None

    def is_in_effect(self, at: datetime) -> bool:
        """Whether `at` lies within this row's dates (the row itself being the one known)."""
        return self.effective_from <= at and (self.effective_until is None or at < self.effective_until)


Fact = TypeVar("Fact", bound=DatedFact)


def _changed_meanwhile() -> Conflict:
    return Conflict(
        "Somebody changed this at the same moment.",
        why="What you were looking at has been replaced by a newer entry.",
        remedy="Open it again, look at what it says now, and repeat your change if it is still needed.",
    )


class Writing:
    """Facts that are written together from one moment of recording on: few statements, whatever their number.

    Decide first (`supersede`, `end`, `withdraw`, `begin` only take note), then `write` inside the same transaction.
    """

    def __init__(self, at: datetime) -> None:
        self.at = at
        self.superseded: list[DatedFact] = []
        self.fresh: list[DatedFact] = []

    def supersede(self, row: Fact, **changes: Any) -> Fact:
        """Put another row in a row's place; `changes` are the fields that differ. Returns the one to be written."""
        self.withdraw(row)
        return self.begin(_copy(row, names=row, at=self.at, **changes))

    def end(self, row: Fact, *, until: datetime) -> Fact:
        """End a fact; the row without the end stays as what was known before."""
        return self.supersede(row, effective_until=until)

    def withdraw(self, row: DatedFact) -> None:
        """Take back a fact with nothing in its place."""
        if row.pk is None:
            raise NotYetWritten
        self.superseded.append(row)

    def begin(self, row: Fact) -> Fact:
        """Write a new fact."""
        row.recorded_at = self.at
        self.fresh.append(row)
        return row

    def take_up(self, other: Writing) -> None:
        """Write another's facts with one's own."""
        self.superseded.extend(other.superseded)
        self.fresh.extend(other.fresh)

    def write(self) -> None:
        """Mark, then insert, so that at no moment two rows overlap.

        Raises `Conflict` where somebody else superseded a row first: the conditional update is the lock on both
        engines.
        """
        for model, rows in _by_model(self.superseded).items():
            pks = [row.pk for row in rows]
            held = model._base_manager.filter(pk__in=pks, superseded_at__isnull=True)
            if held.update(superseded_at=self.at) != len(pks):
                raise _changed_meanwhile()
        for model, rows in _by_model(self.fresh).items():
            model._base_manager.bulk_create(rows)
        for row in self.superseded:
            row.superseded_at = self.at


class NotYetWritten(Exception):
    """A fact that is only noted cannot be superseded by the same `Writing`: write the first, then decide again."""


def _by_model(rows: list[DatedFact]) -> dict[type[DatedFact], list[DatedFact]]:
    found: dict[type[DatedFact], list[DatedFact]] = {}
    for row in rows:
        found.setdefault(type(row), []).append(row)
    return found


def supersede(row: Fact, *, at: datetime, **changes: Any) -> Fact:
    """Write the row that takes `row`'s place from the moment of recording `at`, and return it.

    `changes` are the fields that differ (`effective_until=…` ends a fact). Call inside a transaction. Raises
    `Conflict` where somebody else superseded the row first.
    """
    writing = Writing(at)
    successor = writing.supersede(row, **changes)
    writing.write()
    return successor


def _copy(row: Fact, *, names: Fact | None, at: datetime, **changes: Any) -> Fact:
    model = type(row)
    left_out = {"superseded_at", "recorded_at", "replaces"}
    fields = [field for field in model._meta.concrete_fields if not field.primary_key and field.name not in left_out]
    successor = model(**{field.attname: getattr(row, field.attname) for field in fields})
    for field in fields:
        if field.is_relation and field.is_cached(row):  # type: ignore[attr-defined]
            setattr(successor, field.name, getattr(row, field.name))
    for name, value in changes.items():
        setattr(successor, name, value)
    successor.recorded_at = at
    successor.replaces = names
    return successor


def begin_like(row: Fact, *, at: datetime, **changes: Any) -> Fact:
    """A new fact, to be written, that says what another says but for `changes`: its own lineage, replacing nothing."""
    return _copy(row, names=None, at=at, lineage=uuid4(), **changes)


def restore(row: Fact, *, naming: Fact, at: datetime) -> Fact:
    """Write again what a superseded row said, held true from the moment of recording `at` on.

    `naming` is the row that the new one corrects: what took the restored row's place and was withdrawn, or the
    row itself where it was withdrawn with nothing in its place.
    """
    restored = _copy(row, names=naming, at=at)
    restored.save(force_insert=True)
    return restored


def end(row: Fact, *, until: datetime, at: datetime) -> Fact:
    """End a fact at `until`, as recorded at `at`; the row without the end stays as what was known before."""
    return supersede(row, at=at, effective_until=until)


def withdraw(row: DatedFact, *, at: datetime) -> None:
    """Take back a fact from the moment of recording `at`, with nothing in its place: it is no longer held true.

    For what an earlier entry planned and another made moot. Raises `Conflict` like `supersede`.
    """
    writing = Writing(at)
    writing.withdraw(row)
    writing.write()
