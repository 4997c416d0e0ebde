"""Whom a campaign asks at a moment, of those whom the regulation binds: derived from the roster, so it follows it."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from functools import cached_property
from typing import Any

from django.db.models import Exists, OuterRef, QuerySet

from acknowledgements.audience import bound_assignments
from acknowledgements.due import due_for, term_of
from acknowledgements.lives import Lives
from acknowledgements.models import AudienceKind, Campaign, CampaignDepartment, CampaignPerson
from directory.models import Assignment, Employee, EmployeeStatus, Status
from directory.tree import Tree


def reached(campaign: Campaign, at: datetime, known_at: datetime | None = None) -> QuerySet[Any]:
    """Where everybody works whom a campaign asks: one row for each person."""
    return narrowed(bound_assignments(at, known_at), campaign, at, known_at)


def reached_people(campaign: Campaign, at: datetime) -> QuerySet[Any]:
    """The people whom a campaign asks at a moment."""
    return Employee.objects.filter(Exists(reached(campaign, at).filter(employee_id=OuterRef("pk"))))


def narrowed(rows: QuerySet[Any], campaign: Campaign, at: datetime, known_at: datetime | None = None) -> QuerySet[Any]:
    """Of some assignments those whose people are in a campaign's audience."""
    if campaign.audience == AudienceKind.DEPARTMENTS:
        return rows.filter(department_id__in=departments_asked(campaign, at, known_at))
    if campaign.audience == AudienceKind.LIST:
        return rows.filter(Exists(CampaignPerson.objects.filter(campaign=campaign, person_id=OuterRef("employee_id"))))
    if campaign.audience == AudienceKind.NEW_HIRES:
        theirs = present_employment(at, known_at).filter(employee_id=OuterRef("employee_id"))
        hired = theirs.filter(effective_from__gte=campaign.opens_at, effective_from__lt=campaign.due_at)
        before = theirs.filter(effective_from__lt=campaign.opens_at)
        return rows.filter(Exists(hired)).exclude(Exists(before))
    return rows


def departments_asked(campaign: Campaign, at: datetime, known_at: datetime | None = None) -> frozenset[int]:
    """The departments of a campaign with their divisions, as the tree is at a moment."""
    chosen = list(campaign.departments.values_list("department_id", flat=True))
    return Tree(at, known_at).with_divisions(chosen)


def present_employment(at: datetime, known_at: datetime | None) -> QuerySet[Any]:
    """Assignments begun by a moment since which the person has not left the City: see `Lives.hired_at`."""
    known = known_at or at
    left_since = EmployeeStatus.objects.known(known).filter(
        employee_id=OuterRef("employee_id"),
        status=Status.LEFT,
        effective_from__lte=at,
        effective_from__gt=OuterRef("effective_from"),
    )
    return Assignment.objects.known(known).filter(effective_from__lte=at).exclude(Exists(left_since))


def is_stronger(one: Campaign, other: Campaign) -> bool:
    """Whether of two campaigns over one person the first is the duty: the second then neither asks nor tells.

    One for new hires before any other, then the one that gives most time, then the later one.
    """
    return one.version_id == other.version_id and _strength(one) > _strength(other)


def _strength(campaign: Campaign) -> tuple[bool, datetime, int]:
    return campaign.audience == AudienceKind.NEW_HIRES, campaign.due_at, campaign.pk


@dataclass(frozen=True)
class Duty:
    """A campaign that asks somebody, and by when."""

    campaign: Campaign
    due_at: datetime


class AskedOf:
    """Which of some campaigns ask one person, who works in a department: asked is only what an audience needs."""

    def __init__(self, person: int, department: int, at: datetime) -> None:
        self.person, self.department, self.at = person, department, at

    @cached_property
    def _departments(self) -> frozenset[int]:
        return frozenset({self.department, *Tree(self.at).ancestors(self.department)})

    @cached_property
    def _life(self) -> Lives:
        return Lives([self.person], self.at)

    def by(self, campaign: Campaign) -> bool:
        """Whether a campaign asks the person (who is bound by the regulation)."""
        return bool(self.asking([campaign]))

    def asking(self, campaigns: Sequence[Campaign]) -> list[Campaign]:
        """Those of some campaigns that ask the person; a constant number of queries, none where all ask everyone."""
        by_kind: dict[str, list[Campaign]] = defaultdict(list)
        for campaign in campaigns:
            by_kind[campaign.audience].append(campaign)
        found = set(by_kind[AudienceKind.EVERYONE])
        if theirs := by_kind[AudienceKind.DEPARTMENTS]:
            rows = CampaignDepartment.objects.filter(campaign__in=theirs, department_id__in=self._departments)
            named = set(rows.values_list("campaign_id", flat=True))
            found |= {campaign for campaign in theirs if campaign.pk in named}
        if theirs := by_kind[AudienceKind.LIST]:
            listed = CampaignPerson.objects.filter(campaign__in=theirs, person_id=self.person)
            named = set(listed.values_list("campaign_id", flat=True))
            found |= {campaign for campaign in theirs if campaign.pk in named}
        if theirs := by_kind[AudienceKind.NEW_HIRES]:
            hired_at = self._life.hired_at(self.person)
            found |= {one for one in theirs if hired_at is not None and one.opens_at <= hired_at < one.due_at}
        return [campaign for campaign in campaigns if campaign in found]

    def due(self, campaign: Campaign) -> datetime:
        """By when the person is to acknowledge: the one rule (`acknowledgements.due`)."""
        opens_at, due_at = term_of(campaign, self._life.hired_at(self.person))
        return due_for(opens_at, due_at, self._life.absences(self.person, campaign.version_id), self.at)

    def duties(self, campaigns: Sequence[Campaign]) -> list[Duty]:
        """What is asked, the first due first: of several campaigns for one version the stronger (`is_stronger`)."""
        found: dict[int, Campaign] = {}
        for campaign in self.asking(campaigns):
            other = found.get(campaign.version_id)
            if other is None or is_stronger(campaign, other):
                found[campaign.version_id] = campaign
        duties = [Duty(campaign, self.due(campaign)) for campaign in found.values()]
        return sorted(duties, key=lambda duty: (duty.due_at, duty.campaign.pk))
