"""Who is exempt from a version: as a condition, and as spans that move a due date on."""

from __future__ import annotations

from datetime import datetime
from typing import Any

from django.db.models import Exists, OuterRef, QuerySet

from acknowledgements.models.exemption import Exemption


def exempt_people(version_id: int, at: datetime, known_at: datetime | None = None) -> QuerySet[Any]:
    """Ids of the people who are exempt from a version at a moment, as a subquery."""
    return Exemption.objects.in_force(at, known_at).filter(version_id=version_id).order_by().values("person_id")


def is_exempt(version_id: int, person: str, at: datetime, known_at: datetime | None = None) -> Exists:
    """The same as a condition on a row, `person` naming the outer field that holds the person's id."""
    return Exists(Exemption.objects.in_force(at, known_at).filter(version_id=version_id, person_id=OuterRef(person)))


def exempt_spans(known_at: datetime) -> QuerySet[Any, Any]:
    """Every exemption approved as known then: person, version, from when, until when, and when it was ended early."""
    rows = Exemption.objects.approved(known_at).order_by()
    return rows.values_list("person_id", "version_id", "decided_at", "until", "ended_at")
