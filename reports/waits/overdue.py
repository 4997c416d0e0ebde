"""Acknowledgements that are overdue: how many people of each department, counted by the rules of coverage."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import datetime
from urllib.parse import urlencode

from django.urls import reverse

from acknowledgements.coverage import Moment
from acknowledgements.coverage import Scope as Whose
from acknowledgements.models import Campaign
from acknowledgements.overdue import due_of, due_then
from acknowledgements.overdue import late as people_late
from reports.asking import Asked

KIND, WHAT = "overdue", "Acknowledgements overdue"


@dataclass(frozen=True)
class Late:
    """So many people of a department who are late for one version."""

    department_id: int
    people: int
    version: str
    since: datetime
    due: datetime
    link: str


def late(asked: Asked) -> Iterator[Late]:
    """By version and department: one question for the campaigns that were due, one for who is late for any of them."""
    then = Moment(asked.at, asked.known_at)
    due = due_then(then).select_related("version__regulation").defer("version__text", "version__front_matter")
    campaigns = list(due)
    found = people_late(campaigns, then, _whose(asked), asked.tree) if campaigns else {}
    for campaign in campaigns:
        told = (str(campaign.version), campaign.opens_at, due_of(campaign))
        for branch in asked.tree.walk():
            where = branch.department_id
            people = found.get((campaign.pk, where))
            if people and (not asked.departments or where in asked.departments):
                yield Late(where, people, *told, _link(asked, campaign, where))


def _whose(asked: Asked) -> Whose:
    scope = asked.scope
    return Whose(
        everybody=scope.everything,
        departments=scope.departments,
        supervisor=scope.person if scope.has_people else None,
        oneself=scope.person,
        seen_at=scope.now,
    )


def _link(asked: Asked, campaign: Campaign, department_id: int) -> str:
    """The report of who has not, as of the same moment."""
    profile = asked.tree.profiles.get(department_id)
    query = {
        "version": campaign.version_id,
        "who": "missing",
        "departments": profile.department.code if profile else "",
        "at": asked.at.isoformat(),
        "known_at": asked.known_at.isoformat(),
    }
    return f"{reverse('reports:run', args=['coverage'])}?{urlencode(query)}"
