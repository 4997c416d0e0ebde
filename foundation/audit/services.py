"""Writing the trail: one call inside the transaction of the change it tells of."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from django.db import models

from foundation.actor import Actor
from foundation.audit.models import Entry


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
    subject = subject_of(on) if isinstance(on, models.Model) else on
    return Entry.objects.create(
        at=at,
        act=act,
        actor_number=by.number,
        actor_name=by.name,
        capacity=capacity,
        instrument=instrument,
        clause=clause,
        object_kind=subject.kind,
        object_id=subject.id,
        object_label=subject.label,
        department_code=department_code,
        address=by.address,
        request_id=by.request_id,
        before=dict(before or {}),
        after=dict(after or {}),
    )
