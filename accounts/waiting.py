"""What waits in the register: requests, changes and found accounts for an authority; for who asked, to establish."""

from __future__ import annotations

from collections.abc import Collection
from datetime import datetime
from typing import Any

from django.db.models import Exists, OuterRef, Q, QuerySet
from django.db.models.expressions import RawSQL
from django.urls import reverse

from accounts.keeping_queues import keeping_queues
from accounts.models import (
    AccountDepartment,
    Approval,
    ChangeProposal,
    State,
    Stewardship,
)
from accounts.models.account import in_effect_through
from directory.models import Employee
from foundation.waiting import WaitingItem, WaitingQueue
from powers.catalogue import APPROVE_ACCOUNTS
from powers.permissions import departments_named_for

Departments = Collection[int] | RawSQL


def waiting_for(person: Employee, at: datetime) -> list[WaitingItem | WaitingQueue]:
    """The queues of whoever decides and of whoever keeps, counted together with every other one in a single query.

    Whose they are is asked by the dates of instruments; the pages behind them ask whether the power is held.
    """
    asked = (person, at)
    return [
        WaitingQueue(_requests_named_for, "account__states__effective_from", _requests, asked),
        WaitingQueue(_proposals_named_for, "proposed_at", _changes, asked),
        WaitingQueue(_found_named_for, "account__states__effective_from", _found, asked),
        WaitingQueue(to_establish, "account__states__effective_from", _to_establish, asked),
        *keeping_queues(person, at),
    ]


def _requests_named_for(person: Employee, at: datetime) -> QuerySet[Any]:
    return requests_for(departments_named_for(person, APPROVE_ACCOUNTS.code, at), at)


def _proposals_named_for(person: Employee, at: datetime) -> QuerySet[Any]:
    return proposals_for(departments_named_for(person, APPROVE_ACCOUNTS.code, at))


def _found_named_for(person: Employee, at: datetime) -> QuerySet[Any]:
    return in_state(departments_named_for(person, APPROVE_ACCOUNTS.code, at), State.FOUND, at)


def in_state(
    departments: Departments | None, state: State, at: datetime, known_at: datetime | None = None
) -> QuerySet[Any]:
    """The uses of accounts in a state by one of some departments (None: by any)."""
    uses = AccountDepartment.objects.in_effect(at, known_at)
    if departments is not None:
        uses = uses.filter(department_id__in=departments)
    return uses.filter(in_effect_through("account__states", at, known_at or at), account__states__state=state)


def requests_for(departments: Departments | None, at: datetime, known_at: datetime | None = None) -> QuerySet[Any]:
    """Requests that wait for the authority of one of some departments: one row for each department to decide."""
    given = Approval.objects.filter(account_id=OuterRef("account_id"), department_id=OuterRef("department_id"))
    if known_at is not None:
        given = given.filter(decided_at__lte=min(at, known_at))
    return in_state(departments, State.REQUESTED, at, known_at).exclude(Exists(given))


def changes_undecided(at: datetime | None = None) -> QuerySet[Any]:
    """Changes and departments whose authority has yet to decide on them, or had at a moment: one row for each."""
    given = Approval.objects.filter(proposal_id=OuterRef("changeproposal_id"), department_id=OuterRef("department_id"))
    if at is not None:
        given = given.filter(decided_at__lte=at)
    waiting = ChangeProposal.objects.waiting(at).values("pk")
    concerned = ChangeProposal.concerned.through.objects.filter(changeproposal_id__in=waiting)
    return concerned.exclude(Exists(given))


def proposals_for(departments: Departments) -> QuerySet[ChangeProposal]:
    """Changes that wait for the authority of a department that uses the account or would."""
    given = Approval.objects.filter(proposal_id=OuterRef("changeproposal_id"), department_id=OuterRef("department_id"))
    concerned = ChangeProposal.concerned.through.objects.filter(
        changeproposal_id=OuterRef("pk"), department_id__in=departments
    )
    undecided = Exists(concerned.exclude(Exists(given)))
    return ChangeProposal.objects.waiting().filter(undecided).order_by("proposed_at", "pk")


def to_establish(person: Employee, at: datetime) -> QuerySet[Any]:
    """Approved accounts that somebody asked for, or looks after, and whose page is not recorded yet."""
    stewarded = Stewardship.objects.in_effect(at).filter(person=person, account_id=OuterRef("account_id"))
    uses = AccountDepartment.objects.in_effect(at).filter(
        in_effect_through("account__states", at, at), account__states__state=State.APPROVED, is_responsible=True
    )
    return uses.filter(Q(account__entered_by=person) | Q(Exists(stewarded)))


def _requests(number: int, since: datetime) -> WaitingItem:
    return WaitingItem(
        title="Requests for official accounts",
        sentence="An account is established only with your approval as appointing authority.",
        url=reverse("accounts:requests"),
        action="Decide",
        since=since,
        count=number,
    )


def _changes(number: int, since: datetime) -> WaitingItem:
    return WaitingItem(
        title="Changes of official accounts",
        sentence="What was approved stands until you decide.",
        url=reverse("accounts:requests"),
        action="Decide",
        since=since,
        count=number,
    )


def _found(number: int, since: datetime) -> WaitingItem:
    return WaitingItem(
        title="Accounts that were found",
        sentence="They exist already, and nobody has approved them: adopt those that are yours.",
        url=reverse("accounts:found"),
        action="Look at them",
        since=since,
        count=number,
    )


def _to_establish(number: int, since: datetime) -> WaitingItem:
    return WaitingItem(
        title="Approved accounts to establish",
        sentence="Once the page exists, record it: then the account is active.",
        url=f"{reverse('accounts:register')}?state={State.APPROVED}",
        action="Look at them",
        since=since,
        count=number,
    )
