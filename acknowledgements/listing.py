"""Who is on a list that somebody acts on: who is missing, as the roster was known when the list was looked at."""

from __future__ import annotations

from collections.abc import Collection, Sequence
from dataclasses import dataclass
from datetime import date, datetime
from typing import Any

from django.db.models import Count, QuerySet

from acknowledgements.coverage import Moment, Scope, assigned
from acknowledgements.models import Campaign, CampaignState, ListAct, ListKind, Outcome
from acknowledgements.outcomes import GOOD
from acknowledgements.permissions import coverage_scope, scope_of_own_people
from directory.models import Employee
from directory.permissions import visible_people
from directory.tree import Tree
from foundation.errors import Conflict
from foundation.numbers import how_many

MOST_CHOSEN = 1_000


@dataclass(frozen=True)
class ListWanted:
    """What somebody is about to do with whom: everybody on the list of who is missing, or those chosen from it."""

    campaign: Campaign
    act: ListKind
    department: int | None = None
    """With its divisions."""
    chosen: Sequence[int] | None = None
    of_campaign: bool = False
    """Only whom the campaign asks, as its own page lists them; else whom the regulation binds."""
    reason: str = ""
    last_day: date | None = None
    looked_at: datetime | None = None
    """When its number was shown: what was looked at is what is acted on. Left out: now."""


def scope_then(person: Employee, campaign: Campaign, *, own: bool, of_campaign: bool, at: datetime) -> Scope:
    """Whose people a list held at a moment."""
    if own:
        return scope_of_own_people(person, at)
    return Scope(everybody=True, campaign=campaign if of_campaign else None)


def listed(campaign: Campaign, scope: Scope, department: int | None, at: datetime) -> QuerySet[Any]:
    """Who is missing at a moment, as assignments: the list as its page shows it."""
    within = Tree(at).with_divisions([department]) if department else frozenset()
    return assigned(campaign.version_id, Moment(at, at), scope, within).filter(has_acknowledged=False)


def _listed_then(act: ListAct) -> QuerySet[Any]:
    scope = scope_then(act.asked_by, act.campaign, own=act.own_people, of_campaign=act.of_campaign, at=act.as_of)
    return listed(act.campaign, scope, act.department_id, act.as_of)


def people_on(act: ListAct) -> QuerySet[Employee]:
    """Everybody on a list, by name, as it was looked at."""
    ids: Any = act.chosen if act.chosen is not None else _listed_then(act).order_by().values("employee_id")
    return Employee.objects.filter(pk__in=ids).order_by("name", "pk")


def next_people(act: ListAct, after: int, at_most: int) -> list[int]:
    """The next people of a list, by id: as the list was looked at, however late a worker comes to it."""
    if act.chosen is not None:
        return [pk for pk in act.chosen if pk > after][:at_most]
    rows = _listed_then(act).filter(employee_id__gt=after).order_by("employee_id")
    return list(rows.values_list("employee_id", flat=True)[:at_most])


def chosen_in_sight(chosen: Collection[int], person: Employee, at: datetime) -> list[int]:
    """Of some ids those of people whom somebody may see, in order: nobody learns a name by naming a number."""
    if coverage_scope(person, at).everybody:
        seen = Employee.objects.filter(pk__in=chosen)
    else:
        seen = visible_people(person, at).filter(pk__in=chosen)
    return sorted(seen.values_list("pk", flat=True))


def in_words(wanted: ListWanted, at: datetime, number: int) -> str:
    """For whom, as the act is called."""
    if wanted.chosen is not None:
        return f"{how_many(number, 'person', 'people')} chosen from the list"
    if wanted.department is not None:
        return f"who is missing in {Tree(at).name(wanted.department)}, with its divisions"
    return "who is missing"


def campaign_to_act_in(campaigns: Sequence[Campaign], at: datetime) -> Campaign | None:
    """Of a version's campaigns the one in which one acts: the latest that runs, else the latest that was opened."""
    running = [campaign for campaign in campaigns if campaign.is_running(at)]
    return next(iter(running or campaigns), None)


def require_running(campaign: Campaign, at: datetime) -> None:
    """Raise `Conflict` where a campaign asks nobody now."""
    if campaign.is_running(at):
        return
    if campaign.state == CampaignState.PAUSED:
        why = f"“{campaign.title}” is paused: nobody is asked or reminded."
        remedy = "Let it go on first, or wait until it does."
    elif campaign.state == CampaignState.CLOSED:
        why, remedy = f"“{campaign.title}” is closed: nobody is asked any more.", "Open its page to see why."
    else:
        why, remedy = f"“{campaign.title}” has not opened yet.", "Come back on its opening day."
    raise Conflict("Nothing was done.", why=why, remedy=remedy)


def slips_of_list(act: ListAct) -> list[int]:
    """Ids of the people of a list who get a slip."""
    return list(act.lines.filter(outcome=Outcome.SLIP).order_by("person_id").values_list("person_id", flat=True))


@dataclass(frozen=True)
class Came:
    """What came of an act so far: how many had which outcome, the best first."""

    counts: Sequence[tuple[Outcome, int]]
    done: int

    @property
    def good(self) -> int:
        """For how many what was asked was done."""
        return sum(number for outcome, number in self.counts if outcome in GOOD)


def what_came(act: ListAct) -> Came:
    """One grouped query."""
    rows: Any = act.lines.order_by().values("outcome").annotate(number=Count("pk")).values_list("outcome", "number")
    found = {Outcome(outcome): number for outcome, number in rows}
    counts = [(outcome, found[outcome]) for outcome in Outcome if outcome in found]
    return Came(counts, sum(found.values()))
