"""Confirming that what the register has is true, every so many days, and reminding who should."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Any
from uuid import UUID, uuid4

from django.db import transaction
from django.db.models import DateTimeField, Exists, ExpressionWrapper, F, OuterRef, Value

from accounts import notifications
from accounts.attention import CONFIRMATION_TERM, with_confirmed
from accounts.models import AccountDepartment, Confirmation, ConfirmationNotice, OfficialAccount, State, Stewardship
from accounts.permissions import governs, is_steward, person_behind
from accounts.services.writing import current, lock, tell_trail
from directory.models import Employee
from foundation import clock
from foundation.actor import Actor
from foundation.citations import CITY_PROCEDURE
from foundation.dated_settings import value
from foundation.errors import Conflict, InvalidInput, Refusal
from foundation.staleness import mark_of, refuse_stale

DAYS_BEFORE = (14, 3, 0)
"""When a reminder goes out before a confirmation is due; the last one, on the day itself, goes to the authority too."""
_BATCH = 500


def mark_of_facts(account: OfficialAccount) -> str:
    """The mark of what somebody confirms: facts and state, by their rows; any change of them gives another."""
    return mark_of([account.now.pk, account.standing.pk])


@transaction.atomic
def confirm_account(*, by: Actor, account: OfficialAccount, note: str = "", seen: str | None = None) -> Confirmation:
    """Say that what the register has of an active account is true: a steward does, or its authority.

    `seen` is the mark of the facts that were shown: nobody confirms what they have not seen.
    """
    lock(account)
    at = clock.now()
    standing = current(account, at)
    person = person_behind(by, "An account is confirmed by a person.")
    if is_steward(person, standing, at):
        capacity = "steward"
    elif governs(person, standing, at):
        capacity = "authority"
    else:
        raise Refusal(
            "You cannot confirm this account.",
            why="Its stewards know whether what the register has is true.",
            clause=CITY_PROCEDURE,
            remedy="Ask one of them, or its authority: the account's page says who they are.",
        )
    require_active(standing)
    refuse_stale(seen, mark_of_facts(standing), f"What the register has of {standing.now.name}")
    confirmation = Confirmation.objects.create(account=standing, by=person, at=at, note=note.strip()[:300])
    tell_trail(act="accounts.confirmed", on=standing, by=by, at=at, clause=CITY_PROCEDURE, capacity=capacity)
    return confirmation


def require_active(account: OfficialAccount) -> None:
    """Raise `Conflict` for an account that is not active: nothing of it is confirmed."""
    if account.standing.state != State.ACTIVE:
        raise Conflict(
            f"{account.now.name} is not confirmed now.",
            why=f"Only an active account is; this one is: {account.standing.get_state_display().lower()}.",
            remedy="Nothing was changed.",
        )


@transaction.atomic
def confirm_accounts(*, by: Actor, accounts: Iterable[OfficialAccount], seen: Mapping[int, str] | None = None) -> int:
    """Confirm several accounts in one act, all or none; returns how many. `seen` has a mark for each, by id."""
    chosen = sorted({account.pk: account for account in accounts}.values(), key=lambda account: account.pk)
    if not chosen:
        raise InvalidInput("No account was chosen.", remedy="Tick those that you have looked at.")
    for account in chosen:
        confirm_account(by=by, account=account, seen=None if seen is None else seen.get(account.pk, ""))
    return len(chosen)


@dataclass(frozen=True)
class Due:
    """An account whose confirmation is near or past, when it is due, and the step that is to be told."""

    account: OfficialAccount
    due_at: datetime
    days_before: int


@transaction.atomic
def remind_to_confirm(*, by: Actor) -> int:
    """Remind stewards of confirmations that come due, each step once; returns how many letters were written.

    Safe to repeat, to die half-way and to overlap: a step is claimed by a row of the ledger in the transaction of its
    letters. All of a run stands or falls together, so that one person gets one letter. What days without a worker
    missed is caught up with the last step alone.
    """
    at = clock.now()
    claim = uuid4()
    due = _claimed(list(_coming_due(at)), claim, at)
    return _tell(due, claim, by, at) if due else 0


def _coming_due(at: datetime) -> Iterator[Due]:
    days = timedelta(days=value(CONFIRMATION_TERM, at))
    due_at = ExpressionWrapper(OuterRef("confirmed_at") + Value(days), output_field=DateTimeField())
    told = ConfirmationNotice.objects.filter(account_id=OuterRef("pk"), days_before=DAYS_BEFORE[-1], due_at=due_at)
    accounts: Any = with_confirmed(OfficialAccount.objects.as_of(at).in_states(State.ACTIVE), at)
    near = accounts.filter(confirmed_at__lte=at + timedelta(days=DAYS_BEFORE[0]) - days).exclude(Exists(told))
    for account in near.order_by("pk").iterator(chunk_size=_BATCH):
        due = account.confirmed_at + days
        step = min(day for day in DAYS_BEFORE if due - timedelta(days=day) <= at)
        yield Due(account, due, step)


def _claimed(found: list[Due], claim: UUID, at: datetime) -> list[Due]:
    """Those that this run is the first to tell: its rows stand in the ledger."""
    rows = [
        ConfirmationNotice(
            account=due.account, due_at=due.due_at, days_before=due.days_before, claimed_at=at, claim=claim
        )
        for due in found
    ]
    ConfirmationNotice.objects.bulk_create(rows, ignore_conflicts=True, batch_size=_BATCH)
    won = set(_won(claim).values_list("account_id", flat=True))
    return [due for due in found if due.account.pk in won]


def _won(claim: UUID) -> Any:
    return ConfirmationNotice.objects.filter(claim=claim)


def _tell(found: list[Due], claim: UUID, by: Actor, at: datetime) -> int:
    """One letter for each person, however many of the person's accounts are due."""
    ids = _won(claim).values("account_id")
    stewards: dict[int, list[Employee]] = {}
    rows = Stewardship.objects.standing(at).filter(account_id__in=ids).select_related("person")
    for row in rows.order_by(F("role").desc()):
        stewards.setdefault(row.account_id, []).append(row.person)
    authorities = _authorities(ids, at)
    letters: dict[int, tuple[Employee, list[Due]]] = {}
    for due in found:
        people = list(stewards.get(due.account.pk, []))
        if not people or due.days_before == DAYS_BEFORE[-1]:
            people += authorities.get(due.account.pk, [])
        for person in {person.pk: person for person in people}.values():
            letters.setdefault(person.pk, (person, []))[1].append(due)
    for person, theirs in letters.values():
        told = [(due.account, due.due_at) for due in theirs]
        notifications.tell_of_confirmations(person, told, by=by, at=at)
    return len(letters)


def _authorities(ids: Any, at: datetime) -> dict[int, list[Employee]]:
    """For each account (by its id) the people who can act for the departments that use it."""
    uses = list(AccountDepartment.objects.in_effect(at).filter(account_id__in=ids).select_related("department"))
    each = notifications.authorities_of_each({use.department for use in uses}, at)
    found: dict[int, list[Employee]] = {}
    for use in uses:
        found.setdefault(use.account_id, []).extend(each[use.department_id])
    return found
