"""Writing the trail: one call inside the transaction of the change it tells of."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from datetime import datetime
from typing import Any

from django.db import models

from foundation.actor import Actor
from foundation.audit.models import Entry
from foundation.prepared import PreparedInsert

_insert = PreparedInsert(Entry)


@dataclass(frozen=True)
class Subject:
    """What an act was done on: kind (`policy.version`), id as text, and what it is called."""

    kind: str
    id: str
    label: str = ""


def subject_of(instance: models.Model) -> Subject:
    """The subject that a model instance is: dated facts go by their lineage, everything else by primary key."""
    identity = getattr(instance, "lineage", None) or instance.pk
    return Subject(kind=instance._meta.label_lower, id=str(identity), label=str(instance)[:300])


@dataclass(frozen=True)
class Act:
    """One act of several that `record_many` writes down together; the fields as in `record`."""

    act: str
    on: models.Model | Subject
    capacity: str = ""
    instrument: str = ""
    clause: str = ""
    department_code: str = ""
    before: Mapping[str, Any] = field(default_factory=dict)
    after: Mapping[str, Any] = field(default_factory=dict)


def record(
    *,
    by: Actor,
    act: str,
    on: models.Model | Subject,
    at: datetime,
    capacity: str = "",
    instrument: str = "",
    clause: str = "",
    department_code: str = "",
    before: Mapping[str, Any] | None = None,
    after: Mapping[str, Any] | None = None,
) -> Entry:
    """Write an act into the trail; call it inside the transaction that makes the change (DESIGN 3.5).

    `act` is `app.verb` (`policy.published`); `before` and `after` hold codes, states, dates as ISO text and
    hashes, never content. Returns the entry.
    """
    entry = _entry(by, at, Act(act, on, capacity, instrument, clause, department_code, before or {}, after or {}))
    _insert.save(entry)
    return entry


def record_many(*, by: Actor, at: datetime, acts: Iterable[Act]) -> list[Entry]:
    """Write several acts of one actor at one moment, each an entry of its own, in the order given; see `record`.

    As many entries with as many salts as `record` would write, in few statements: for changes by the thousand.
    """
    return Entry.objects.bulk_create([_entry(by, at, act) for act in acts])


def _entry(by: Actor, at: datetime, act: Act) -> Entry:
    subject = subject_of(act.on) if isinstance(act.on, models.Model) else act.on
    return Entry(
        at=at,
        act=act.act,
        actor_number=by.number,
        actor_name=by.name,
        capacity=act.capacity,
        instrument=act.instrument,
        clause=act.clause,
        object_kind=subject.kind,
        object_id=subject.id,
        object_label=subject.label,
        department_code=act.department_code,
        address=by.address,
        request_id=by.request_id,
        before=dict(act.before),
        after=dict(act.after),
    )
