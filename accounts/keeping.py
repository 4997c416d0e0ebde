"""What there is to keep true: who looks after an account, what is due to be confirmed, what is still handed over.

Each function that gives a part of the account's page its context takes a constant number of queries.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Any

from django.db.models import Exists, OuterRef, Prefetch, Q, QuerySet

from accounts.attention import CONFIRMATION_TERM, DUE_SOON, with_confirmed
from accounts.models import (
    LOOKED_AFTER,
    AccountDepartment,
    HandOver,
    HandOverStep,
    OfficialAccount,
    State,
    StepKind,
    StewardRole,
    Stewardship,
)
from accounts.permissions import departments_of_requests, may_confirm, may_name_stewards, reach_of, sees_hand_overs
from directory.models import Employee
from foundation.dated_settings import value


@dataclass(frozen=True)
class Place:
    """One of the two places of a steward, with who is named and, where that person is not there, why."""

    role: StewardRole
    row: Stewardship | None
    absence: str

    @property
    def words(self) -> str:
        """ "Primary steward"."""
        return self.role.label


def places(account: OfficialAccount, at: datetime) -> list[Place]:
    """Both places of an account; three queries."""
    rows = Stewardship.objects.in_effect(at).filter(account=account).select_related("person", "department")
    named = {row.role: row for row in rows}
    there = set(Stewardship.objects.standing(at).filter(account=account).values_list("pk", flat=True))
    going = set(Stewardship.objects.going(at).filter(account=account).values_list("pk", flat=True))
    return [Place(role, named.get(role), _absence(named.get(role), there, going)) for role in StewardRole]


def _absence(row: Stewardship | None, there: set[int], going: set[int]) -> str:
    if row is None:
        return ""
    if row.pk in there:
        return "Goes soon" if row.pk in going else ""
    return "No longer there" if row.pk in going else "Away"


def stewards_context(person: Employee, account: OfficialAccount, at: datetime) -> dict[str, Any]:
    """What `part_stewards.html` takes."""
    looked_after = account.standing.state in (State.REQUESTED, *LOOKED_AFTER)
    return {"places": places(account, at), "may_name": looked_after and may_name_stewards(person, account, at)}


def confirmation_context(account: OfficialAccount, at: datetime) -> dict[str, Any]:
    """When an account was last confirmed, by whom, and until when that holds."""
    last = account.confirmations.filter(at__lte=at).select_related("by").first()
    since = last.at if last else account.standing.effective_from
    return {"last_confirmation": last, "due": since + timedelta(days=term(at)), "at": at}


def confirmation_part(person: Employee, account: OfficialAccount, at: datetime) -> dict[str, Any]:
    """What `part_confirmation.html` takes: nothing where nothing is to be confirmed."""
    if account.standing.state != State.ACTIVE:
        return {"is_confirmed": False}
    may = may_confirm(person, account, at)
    return {"is_confirmed": True, "may_confirm": may, **confirmation_context(account, at)}


def hand_overs_context(person: Employee, account: OfficialAccount, at: datetime) -> dict[str, Any]:
    """What `part_hand_overs.html` takes: the open hand-overs, for whom they concern."""
    if account.standing.state not in LOOKED_AFTER or not sees_hand_overs(person, account, at):
        return {"hand_overs": []}
    return {"hand_overs": list(with_steps(HandOver.objects.open().filter(account=account)))}


def role_of(hand_over: HandOver) -> str:
    """Which place of a steward a hand-over is about; empty for a second factor alone."""
    former = Stewardship.objects.filter(account_id=hand_over.account_id, lineage=hand_over.stewardship).first()
    return former.role if former else ""


NEXT = {
    StepKind.NEW_STEWARD: "name a new steward",
    StepKind.CREDENTIALS: "have the credentials changed",
    StepKind.SECOND_FACTOR: "have the second factor moved",
}
"""What is done next, as an order; the steps themselves say what is so once they are done."""


def next_of(undone: Sequence[HandOverStep]) -> str:
    """What is to be done next of some steps in their order; empty where nothing is."""
    return NEXT[StepKind(undone[0].kind)] if undone else ""


def with_steps(hand_overs: QuerySet[HandOver]) -> QuerySet[HandOver]:
    """Hand-overs with their people and steps, in three queries."""
    steps = HandOverStep.objects.select_related("done_by").order_by("place")
    return hand_overs.select_related("person", "closed_by").prefetch_related(Prefetch("steps", queryset=steps))


def with_accounts(hand_overs: Iterable[HandOver], at: datetime) -> list[HandOver]:
    """Hand-overs with their accounts as they stand, in one query more."""
    rows = list(hand_overs)
    found = OfficialAccount.objects.as_of(at).filter(pk__in={row.account_id for row in rows})
    accounts = {account.pk: account for account in found}
    for row in rows:
        row.account = accounts[row.account_id]
    return rows


def confirmed_by(person: Employee, at: datetime) -> Any:
    """Active accounts that somebody may confirm: those that one looks after, and those of one's departments."""
    accounts = OfficialAccount.objects.as_of(at).in_states(State.ACTIVE)
    theirs = Stewardship.objects.standing(at).filter(account_id=OuterRef("pk"), person=person)
    mine = Q(Exists(theirs))
    if governed := reach_of(person, at).governed:
        used = AccountDepartment.objects.in_effect(at).filter(account_id=OuterRef("pk"), department_id__in=governed)
        mine |= Q(Exists(used))
    return accounts.filter(mine)


def due_for(person: Employee, at: datetime) -> Any:
    """Those among them that are due within two weeks, or overdue: the longest unconfirmed first."""
    return due(with_confirmed(confirmed_by(person, at), at), at).order_by("confirmed_at", "pk")


def due(accounts: Any, at: datetime) -> Any:
    """Accounts of `with_confirmed` whose confirmation is due within two weeks, or overdue."""
    return accounts.filter(confirmed_at__lte=at + DUE_SOON - timedelta(days=term(at)))


def term(at: datetime, known_at: datetime | None = None) -> int:
    """After how many days an account is to be confirmed again."""
    days: int = value(CONFIRMATION_TERM, at, known_at)
    return days


def with_due(accounts: Iterable[Any], at: datetime) -> list[tuple[Any, datetime]]:
    """Accounts of `with_confirmed`, each with the moment at which it is to be confirmed."""
    days = timedelta(days=term(at))
    return [(account, account.confirmed_at + days) for account in accounts]


def hand_overs_for(person: Employee, at: datetime) -> QuerySet[HandOver]:
    """Open hand-overs that somebody may finish: of accounts one looks after, and of one's departments."""
    theirs = Stewardship.objects.standing(at).filter(account_id=OuterRef("account_id"), person=person)
    mine = Q(Exists(theirs))
    if departments := departments_of_requests(person, at):
        used = AccountDepartment.objects.in_effect(at).filter(department_id__in=departments)
        mine |= Q(Exists(used.filter(account_id=OuterRef("account_id"))))
    return still_needed(at).filter(mine)


def still_needed(at: datetime, known_at: datetime | None = None) -> QuerySet[HandOver]:
    """Open hand-overs of accounts that somebody has the keys of; with `known_at`, those that were open then."""
    kept = OfficialAccount.objects.as_of(at, known_at).in_states(*LOOKED_AFTER).filter(pk=OuterRef("account_id"))
    opened = HandOver.objects.open(None if known_at is None else min(at, known_at))
    return opened.filter(Exists(kept))
