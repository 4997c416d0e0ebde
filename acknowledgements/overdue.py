"""Who is late for campaigns that were due: how many people of each department, for any number of campaigns at once.

The same people whom `acknowledgements.coverage` counts as *not yet*; a test compares the two. One statement, put
together from the phrases of the querysets, because coverage asks several for each campaign.
"""

from __future__ import annotations

from collections.abc import Collection, Iterable, Sequence
from datetime import datetime
from typing import Any

from django.db import connection
from django.db.models import Q, QuerySet

from acknowledgements.audience import bound_departments
from acknowledgements.coverage import Moment, Scope
from acknowledgements.models import (
    Acknowledgement,
    AudienceKind,
    Campaign,
    CampaignDepartment,
    CampaignPerson,
    Decline,
    Exemption,
    Question,
    asking_as_known,
)
from acknowledgements.reach import present_employment
from directory.models import Assignment, EmployeeStatus, Status
from directory.tree import Tree
from policy.models import Carrying

Late = dict[tuple[int, int], int]
"""By campaign and department (ids), how many people."""


def due_then(moment: Moment) -> QuerySet[Any]:
    """The campaigns that asked then, were due (`due_known`), and had not been closed; the first due first."""
    until = min(moment.at, moment.known_at)
    rows = asking_as_known(moment.at, moment.known_at).filter(due_known__lte=moment.at)
    going_on: QuerySet[Any] = rows.filter(Q(closed_at__isnull=True) | Q(closed_at__gt=until))
    return going_on.order_by("due_known", "pk")


def late(campaigns: Sequence[Campaign], moment: Moment, scope: Scope, tree: Tree) -> Late:
    """How many people of each department in sight are late for each of some campaigns (`due_then`).

    `tree` is that of the moment. A constant number of questions, whatever the number of campaigns; none for none.
    """
    bound = bound_departments(moment.at, moment.known_at) if campaigns else frozenset()
    if not bound:
        return {}
    found = _Statement(campaigns, moment, tree)
    asks = " OR ".join(found.audiences())
    where = [f"assigned.department_id IN ({_ids(bound)})", *found.conditions(everybody=scope.everybody)]
    if not scope.everybody:
        own, there = _ids(scope.own_people(moment)), _ids(scope.departments)
        where.append(f"(assigned.person_id IN ({own}) OR assigned.department_id IN ({there}))")
    # Names are constant, ids are integers of our own.
    sql = (
        f"WITH {', '.join(found.parts)} SELECT due.campaign_id, assigned.department_id, COUNT(*) "  # noqa: S608
        f"FROM due JOIN assigned ON ({asks}) WHERE {' AND '.join(where)} "
        "GROUP BY due.campaign_id, assigned.department_id"
    )
    with connection.cursor() as cursor:
        cursor.execute(sql, found.values)
        return {(campaign, department): people for campaign, department, people in cursor.fetchall()}


_REACHED = {
    AudienceKind.EVERYONE: "due.audience = 'everyone'",
    AudienceKind.DEPARTMENTS: "(due.audience = 'departments' AND EXISTS (SELECT 1 FROM places "
    "WHERE places.campaign_id = due.campaign_id AND places.department_id = assigned.department_id))",
    AudienceKind.LIST: "(due.audience = 'list' AND EXISTS (SELECT 1 FROM listed "
    "WHERE listed.campaign_id = due.campaign_id AND listed.person_id = assigned.person_id))",
    AudienceKind.NEW_HIRES: "(due.audience = 'new_hires' AND EXISTS (SELECT 1 FROM hired "
    "WHERE hired.person_id = assigned.person_id AND hired.at >= due.opens_at AND hired.at < due.due_at) "
    "AND NOT EXISTS (SELECT 1 FROM hired WHERE hired.person_id = assigned.person_id AND hired.at < due.opens_at))",
}
"""Whom a campaign asks, by its audience: see `acknowledgements.reach.narrowed`."""


class _Statement:
    """The parts of the statement, with the values that they wait for, in their order."""

    def __init__(self, campaigns: Sequence[Campaign], moment: Moment, tree: Tree) -> None:
        self.at, self.known_at, self.tree = moment.at, moment.known_at, tree
        self.campaigns, self.ids = campaigns, [campaign.pk for campaign in campaigns]
        self.parts: list[str] = []
        self.values: list[Any] = []
        due = asking_as_known(self.at, self.known_at).filter(pk__in=self.ids)
        self._put("due(campaign_id, version_id, audience, opens_at, due_at)", due, "pk", "version_id", "audience",
                  "opens_at", "due_known")  # fmt: skip
        at_work = Assignment.objects.in_effect(self.at, self.known_at)
        self._put("assigned(person_id, department_id)", at_work, "employee_id", "department_id")

    def audiences(self) -> Iterable[str]:
        """Conditions on a campaign and an assignment, one of which is true where it asks."""
        kinds = sorted({campaign.audience for campaign in self.campaigns})
        if AudienceKind.DEPARTMENTS in kinds:
            self._pairs("places(campaign_id, department_id)", self._places())
        if AudienceKind.LIST in kinds:
            rows = CampaignPerson.objects.filter(campaign__in=self.ids)
            self._put("listed(campaign_id, person_id)", rows, "campaign_id", "person_id")
        if AudienceKind.NEW_HIRES in kinds:
            rows = present_employment(self.at, self.known_at)
            self._put("hired(person_id, at)", rows, "employee_id", "effective_from")
        return [_REACHED[AudienceKind(kind)] for kind in kinds]

    def conditions(self, *, everybody: bool) -> list[str]:
        """Who is not late: who left, did it, or has the matter with Employee Relations; who is away or exempt."""
        at, known = self.at, self.known_at
        there = EmployeeStatus.objects.in_effect(at, known)
        self._put("gone(person_id)", there.filter(status=Status.LEFT), "employee_id")
        self._put("done(person_id, version_id)", Acknowledgement.objects.standing(at, known), "person_id", "version_id")
        self._pairs("counted(version_id, counted_id)", self._counted())
        excused = [Decline.objects.standing(at, known), Question.objects.unanswered(at, known)]
        excused.append(Exemption.objects.in_force(at, known))
        names = ("declined", "asking", "exempt")
        for name, rows in zip(names, excused, strict=True):
            self._put(f"{name}(person_id, version_id)", rows, "person_id", "version_id")
        found = [_without("gone"), *(f"{_without(name, '')} AND {name}.version_id = due.version_id)" for name in names)]
        found.append(
            "NOT EXISTS (SELECT 1 FROM done JOIN counted ON counted.counted_id = done.version_id "
            "WHERE done.person_id = assigned.person_id AND counted.version_id = due.version_id)"
        )
        if everybody:
            self._put("away(person_id)", there.away(), "employee_id")
            found.append(_without("away"))
        return found

    def _places(self) -> list[tuple[int, int]]:
        rows = CampaignDepartment.objects.filter(campaign__in=self.ids).values_list("campaign_id", "department_id")
        return [(one, below) for one, department in rows for below in self.tree.with_divisions([department])]

    def _counted(self) -> list[tuple[int, int]]:
        versions = {campaign.version_id for campaign in self.campaigns}
        carried = Carrying.objects.filter(version_id__in=versions, recorded_at__lte=self.known_at)
        return [*((one, one) for one in versions), *carried.values_list("version_id", "counted_id")]

    def _put(self, head: str, rows: QuerySet[Any], *names: str) -> None:
        sql, values = rows.order_by().values_list(*names).query.sql_with_params()
        self.parts.append(f"{head} AS ({sql})")
        self.values += values

    def _pairs(self, head: str, pairs: Collection[tuple[int, int]]) -> None:
        rows = ", ".join(f"({int(one)}, {int(other)})" for one, other in sorted(set(pairs)))
        self.parts.append(f"{head} AS ({f'VALUES {rows}' if rows else 'SELECT 0, 0 WHERE 1 = 0'})")


def _without(name: str, end: str = ")") -> str:
    return f"NOT EXISTS (SELECT 1 FROM {name} WHERE {name}.person_id = assigned.person_id{end}"  # noqa: S608 - constant


def _ids(ids: Iterable[int]) -> str:
    return ", ".join(str(int(pk)) for pk in sorted(ids)) or "NULL"


def due_of(campaign: Campaign) -> datetime:
    """When a campaign of `due_then` was due, as known then."""
    return campaign.due_known  # type: ignore[attr-defined, no-any-return]
