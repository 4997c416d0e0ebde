"""By when each version was asked of somebody, as known at a moment: for apps above, of one person or of many."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Collection, Iterable
from datetime import datetime
from typing import Any

from django.db.models import QuerySet

from acknowledgements.due import term_given
from acknowledgements.exempt import exempt_spans
from acknowledgements.models import AudienceKind, CampaignDepartment, CampaignPerson, asking_as_known
from foundation.shapes import shape

Exempt = tuple[int, int, datetime, datetime, datetime | None]
Asked = tuple[int, int, str, int | None, datetime, datetime]
Term = tuple[datetime, datetime]


def campaigns_asking(at: datetime, known_at: datetime) -> QuerySet[Any, Asked]:
    """Every campaign that asked by a moment: id, version, audience, term of new hires, opening, due date as known."""
    rows = asking_as_known(at, known_at).order_by("pk")
    return rows.values_list("pk", "version_id", "audience", "term_days", "opens_at", "due_known")


def departments_asking() -> QuerySet[Any, tuple[int, int]]:
    """Which campaigns were opened for which departments."""
    rows = CampaignDepartment.objects.filter(campaign__opened_at__isnull=False).order_by("pk")
    return rows.values_list("campaign_id", "department_id")


def lists_asking(people: Collection[int]) -> QuerySet[Any, tuple[int, int]]:
    """Which campaigns have which of some people (ids) on their list."""
    return CampaignPerson.objects.filter(person__in=people).order_by("pk").values_list("campaign_id", "person_id")


@shape
def campaigns_asking_now(at: datetime) -> QuerySet[Any, Asked]:
    """`campaigns_asking` as known then, composed once."""
    return campaigns_asking(at, at)


@shape
def departments_asking_now() -> QuerySet[Any, tuple[int, int]]:
    """`departments_asking`, composed once."""
    return departments_asking()


@shape
def lists_asking_of(person: int) -> QuerySet[Any, tuple[int, int]]:
    """Which campaigns have somebody on their list."""
    return CampaignPerson.objects.filter(person_id=person).order_by("pk").values_list("campaign_id", "person_id")


@shape
def exemptions_of(person: int, known_at: datetime) -> QuerySet[Any, Exempt]:
    """Every exemption of somebody, as known: see `exempt_spans`."""
    return exempt_spans(known_at).filter(person_id=person).order_by("pk")


class Duties:
    """The campaigns of a moment with their audiences, to be asked of one person after the other."""

    def __init__(
        self, campaigns: Iterable[Asked], departments: Iterable[tuple[int, int]], people: Iterable[tuple[int, int]]
    ) -> None:
        self._campaigns = list(campaigns)
        self._people = set(people)
        self._departments: dict[int, set[int]] = defaultdict(set)
        for campaign, department in departments:
            self._departments[campaign].add(department)

    def terms(self, person: int, places: Collection[int], hired_at: datetime | None) -> dict[int, Term]:
        """From when until when each version (id) was asked of somebody who works in `places`: a department and those
        above it. Of several campaigns the stronger counts (`acknowledgements.reach.is_stronger`)."""
        found: dict[int, Asked] = {}
        for row in self._campaigns:
            if self._asks(row, person, places, hired_at):
                other = found.get(row[1])
                if other is None or _strength(row) > _strength(other):
                    found[row[1]] = row
        return {
            version: term_given(opens_at, due_at, term_days, hired_at)
            for version, (_, _, _, term_days, opens_at, due_at) in found.items()
        }

    def _asks(self, row: Asked, person: int, places: Collection[int], hired_at: datetime | None) -> bool:
        campaign, _, audience, _, opens_at, due_at = row
        if audience == AudienceKind.DEPARTMENTS:
            return not self._departments[campaign].isdisjoint(places)
        if audience == AudienceKind.LIST:
            return (campaign, person) in self._people
        if audience == AudienceKind.NEW_HIRES:
            return hired_at is not None and opens_at <= hired_at < due_at
        return True


def _strength(row: Asked) -> tuple[bool, datetime, int]:
    campaign, _, audience, _, _, due_at = row
    return audience == AudienceKind.NEW_HIRES, due_at, campaign
