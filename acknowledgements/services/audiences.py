"""Whom a planned campaign asks: checked, written, and put in words."""

from __future__ import annotations

from collections.abc import Collection, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from acknowledgements.lists import Line, people_on
from acknowledgements.models import AudienceKind, Campaign, CampaignDepartment, CampaignPerson
from directory.models import DepartmentProfile
from foundation.canonical import c1_hash
from foundation.errors import InvalidInput

LONGEST_TERM = 366


@dataclass(frozen=True)
class Audience:
    """Whom Employee Relations wants to ask: everyone bound, departments (ids), new hires, or a list as given."""

    kind: AudienceKind = AudienceKind.EVERYONE
    departments: Collection[int] = ()
    lines: Sequence[Line] = ()
    term_days: int | None = None

    def facts(self) -> dict[str, Any]:
        """The campaign's own columns."""
        return {"audience": self.kind, "term_days": self.term_days if self.kind == AudienceKind.NEW_HIRES else None}


def checked(audience: Audience, at: datetime) -> list[int]:
    """The departments or people (ids) of an audience; raises `InvalidInput` where it is nobody, or no audience."""
    if audience.kind == AudienceKind.DEPARTMENTS:
        return _departments(audience.departments, at)
    if audience.kind == AudienceKind.LIST:
        people = people_on(audience.lines, at)
        if not people:
            raise InvalidInput(
                "A list of nobody asks nobody.", remedy="Paste employee numbers, or choose a file.", field="numbers"
            )
        return people
    if audience.kind == AudienceKind.NEW_HIRES and not 1 <= (audience.term_days or 0) <= LONGEST_TERM:
        raise InvalidInput(
            "Give new hires a term.",
            why="Each is due so many days after the own day of hire.",
            remedy=f"Give a number of days from 1 to {LONGEST_TERM}.",
            field="term_days",
        )
    return []


def _departments(chosen: Collection[int], at: datetime) -> list[int]:
    if not chosen:
        raise InvalidInput(
            "An audience of no department is nobody.", remedy="Choose at least one department.", field="departments"
        )
    known = DepartmentProfile.objects.in_effect(at).filter(department_id__in=list(chosen))
    found = set(known.values_list("department_id", flat=True))
    if found != set(chosen):
        raise InvalidInput(
            "One of the departments does not exist any more.",
            remedy="Load the page again, and choose from those that are there.",
            field="departments",
        )
    return sorted(found)


def write(campaign: Campaign, audience: Audience, ids: Sequence[int]) -> None:
    """Put an audience in the place of what was planned before."""
    campaign.departments.all().delete()
    campaign.people.all().delete()
    if audience.kind == AudienceKind.DEPARTMENTS:
        CampaignDepartment.objects.bulk_create(
            CampaignDepartment(campaign=campaign, department_id=department) for department in ids
        )
    if audience.kind == AudienceKind.LIST:
        rows = [CampaignPerson(campaign=campaign, person_id=person) for person in ids]
        CampaignPerson.objects.bulk_create(rows, batch_size=2000)


def summary(campaign: Campaign, ids: Sequence[int]) -> dict[str, Any]:
    """What the trail keeps of an audience: its kind, its term, how many were named, and a hash of who."""
    said: dict[str, Any] = {"audience": campaign.audience}
    if campaign.term_days is not None:
        said["term_days"] = campaign.term_days
    if ids:
        said |= {"named": len(ids), "named_hash": c1_hash(",".join(map(str, ids)))}
    return said


def mark(campaign: Campaign) -> list[Any]:
    """What an audience says, for the mark of a plan."""
    departments = sorted(campaign.departments.values_list("department_id", flat=True))
    people = sorted(campaign.people.values_list("person_id", flat=True))
    return [campaign.audience, campaign.term_days, departments, c1_hash(",".join(map(str, people)))]
