"""Acknowledgements that are overdue: how many people of each department, counted by the rules of coverage."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import datetime
from urllib.parse import urlencode

from django.db.models import Q
from django.urls import reverse

from acknowledgements.coverage import Moment, report
from acknowledgements.coverage import Scope as Whose
from acknowledgements.models import Campaign, asking_as_known
from reports.asking import Asked
from reports.posts import until

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
    """By version and department; one grouped question for each version that was due, which are few."""
    for campaign in _due(asked):
        campaign.due_at = campaign.due_known  # type: ignore[attr-defined]
        found = report(campaign.version_id, Moment(asked.at, asked.known_at), _whose(asked, campaign))
        for line in found.lines:
            if line.own.not_yet and (not asked.departments or line.department_id in asked.departments):
                told = (str(campaign.version), campaign.opens_at, campaign.due_at)
                yield Late(line.department_id, line.own.not_yet, *told, _link(asked, campaign, line.department_id))


def _due(asked: Asked) -> list[Campaign]:
    """The campaigns that asked then, were due, and had not been closed."""
    rows = asking_as_known(asked.at, asked.known_at).filter(due_known__lte=asked.at)
    going_on = rows.filter(Q(closed_at__isnull=True) | Q(closed_at__gt=until(asked)))
    found = going_on.select_related("version__regulation").defer("version__text", "version__front_matter")
    return list(found.order_by("due_known", "pk"))


def _whose(asked: Asked, campaign: Campaign) -> Whose:
    scope = asked.scope
    return Whose(
        everybody=scope.everything,
        departments=scope.departments,
        supervisor=scope.person if scope.has_people else None,
        campaign=campaign,
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
