"""Whom the regulation binds at a moment, and where they work: derived from the roster, never stored."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from django.db.models import Exists, OuterRef, QuerySet, Subquery

from acknowledgements.models import Acknowledgement
from acknowledgements.models.campaign import Campaign
from directory.models import Assignment, DepartmentProfile, Employee, EmployeeStatus, Status, UnderRegulation
from foundation.prepared import Prepared
from policy.carrying import counted_for
from policy.models import Version


def bound_departments(at: datetime, known_at: datetime | None = None) -> frozenset[int]:
    """Ids of the departments whose people the regulation binds, by rule or by the department's own choice."""
    profiles = DepartmentProfile.objects.in_effect(at, known_at).bound_by_the_regulation()
    return frozenset(profiles.values_list("department_id", flat=True))


def _left(at: datetime, known_at: datetime | None = None) -> Exists:
    gone = EmployeeStatus.objects.in_effect(at, known_at).filter(status=Status.LEFT)
    return Exists(gone.filter(employee_id=OuterRef("employee_id")))


def bound_assignments(at: datetime, known_at: datetime | None = None) -> QuerySet[Any]:
    """Where everybody bound by the regulation works at a moment: one row for each person, leavers out."""
    return (
        Assignment.objects.in_effect(at, known_at)
        .filter(department_id__in=bound_departments(at, known_at))
        .exclude(_left(at, known_at))
    )


def bound_people(at: datetime, known_at: datetime | None = None) -> QuerySet[Any]:
    """The people bound by the regulation at a moment."""
    here = bound_assignments(at, known_at).filter(employee_id=OuterRef("pk"))
    return Employee.objects.filter(Exists(here))


def has_acknowledged(version: Version | int, at: datetime, known_at: datetime | None = None) -> Exists:
    """Whether a person (outer `pk`) has acknowledged a version, or one that carries over to it, as a condition."""
    version_id = version if isinstance(version, int) else version.pk
    counted = counted_for(version_id, known_at or at)
    standing = Acknowledgement.objects.standing(at, known_at).filter(version_id__in=counted)
    return Exists(standing.filter(person_id=OuterRef("pk")))


@dataclass(frozen=True)
class Place:
    """Where somebody works at a moment, with what an acknowledgement needs to know about it."""

    department_id: int
    department_code: str
    department_name: str
    title: str
    is_bound: bool
    has_criminal_justice_information: bool


def place_shown(person: Employee, at: datetime) -> Place | None:
    """`place_of` for pages, which ask it more than once at one moment: the second time it costs nothing.

    Services ask `place_of`, after their last lock.
    """
    remembered: tuple[datetime, Place | None] | None = getattr(person, "_place_remembered", None)
    if remembered is None or remembered[0] != at:
        remembered = (at, place_of(person, at))
        person._place_remembered = remembered  # type: ignore[attr-defined]
    return remembered[1]


def _place_rows(person: int, at: datetime) -> QuerySet[Any, Any]:
    profile = DepartmentProfile.objects.in_effect(at).filter(department_id=OuterRef("department_id"))
    assignments = Assignment.objects.in_effect(at).filter(employee_id=person).exclude(_left(at))
    return assignments.values_list(*_facts_of_a_place(profile))


def _facts_of_a_place(profile: QuerySet[Any]) -> tuple[str | Subquery, ...]:
    return (
        "department_id",
        "department__code",
        Subquery(profile.values("name")[:1]),
        "title",
        Subquery(profile.values("under_regulation")[:1]),
        Subquery(profile.values("has_criminal_justice_information")[:1]),
    )


def _place_rows_while_running(person: int, campaign: int, at: datetime) -> QuerySet[Any, Any]:
    runs = Exists(Campaign.objects.running(at).filter(pk=campaign))
    return _place_rows(person, at).filter(runs)


_place = Prepared(_place_rows, person=int, at=datetime)
_place_while_running = Prepared(_place_rows_while_running, person=int, campaign=int, at=datetime)


def place_of(person: Employee, at: datetime) -> Place | None:
    """Where a person works, with one query; None for who has left or works nowhere."""
    return _as_place(_place.rows(person=person.pk, at=at))


def place_while_running(person: Employee, campaign_id: int, at: datetime) -> Place | None:
    """`place_of` if the campaign runs at that moment, else None: both in one query, to be asked under a lock."""
    return _as_place(_place_while_running.rows(person=person.pk, campaign=campaign_id, at=at))


def places_of(people: Iterable[int], at: datetime, known_at: datetime) -> dict[int, Place]:
    """Where each of some people (ids) worked at a moment, as known at another; who worked nowhere is not in it."""
    profile = DepartmentProfile.objects.in_effect(at, known_at).filter(department_id=OuterRef("department_id"))
    rows = (
        Assignment.objects.in_effect(at, known_at)
        .filter(employee_id__in=list(people))
        .exclude(_left(at, known_at))
        .values_list("employee_id", *_facts_of_a_place(profile))
    )
    found = {person: _as_place([tuple(facts)]) for person, *facts in rows}
    return {person: place for person, place in found.items() if place is not None}


def _as_place(rows: list[tuple[Any, ...]]) -> Place | None:
    if not rows:
        return None
    department_id, code, name, title, under, criminal_justice = rows[0]
    return Place(
        department_id=department_id,
        department_code=code,
        department_name=name or code,
        title=title,
        is_bound=bool(name) and under != UnderRegulation.NO,
        has_criminal_justice_information=bool(criminal_justice),
    )
