"""Confirming that what the register has is true, every so many days, and reminding who should."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Any
from uuid import uuid4

from django.db import transaction
from django.db.models import Exists, F, OuterRef

from accounts import notifications
from accounts.attention import with_needs
from accounts.models import Confirmation, ConfirmationNotice, OfficialAccount, State, Stewardship
from accounts.permissions import governs, is_steward, person_behind
from accounts.services.writing import current, lock, tell_trail
from directory.models import Employee
from foundation import clock
from foundation.actor import Actor
from foundation.citations import CITY_PROCEDURE
from foundation.dated_settings import value
from foundation.errors import Conflict, InvalidInput, Refusal

DAYS_BEFORE = (14, 3, 0)
"""When a reminder goes out before a confirmation is due; the last one, on the day itself, goes to the authority too."""
BATCH = 200


@transaction.atomic
def confirm_account(*, by: Actor, account: OfficialAccount, note: str = "") -> Confirmation:
    """Say that what the register has of an active account is true: a steward does, or its authority."""
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
    if standing.standing.state != State.ACTIVE:
        raise Conflict(
            f"{standing.now.name} is not confirmed now.",
            why=f"Only an active account is; this one is: {standing.standing.get_state_display().lower()}.",
            remedy="Nothing was changed.",
        )
    confirmation = Confirmation.objects.create(account=standing, by=person, at=at, note=note.strip()[:300])
    tell_trail(act="accounts.confirmed", on=standing, by=by, at=at, clause=CITY_PROCEDURE, capacity=capacity)
    return confirmation


@transaction.atomic
def confirm_accounts(*, by: Actor, accounts: Iterable[OfficialAccount]) -> int:
    """Confirm several accounts in one act, all or none; returns how many."""
    chosen = sorted({account.pk: account for account in accounts}.values(), key=lambda account: account.pk)
    if not chosen:
        raise InvalidInput("No account was chosen.", remedy="Tick those that you have looked at.")
    for account in chosen:
        confirm_account(by=by, account=account)
    return len(chosen)


@dataclass(frozen=True)
class Due:
    """An account whose confirmation is near or past, when it is due, and the step that is to be told."""

    account: OfficialAccount
    due_at: datetime
    days_before: int


def remind_to_confirm(*, by: Actor) -> int:
    """Remind stewards of confirmations that come due, each step once; returns how many letters were written.

    Safe to repeat, to die half-way and to overlap: a step is claimed by a row of the ledger in the transaction of its
    letters. What a day without a worker missed is caught up with one letter.
    """
    at = clock.now()
    written = 0
    for batch in _batches(_coming_due(at), BATCH):
        with transaction.atomic():
            written += _tell(_claimed(batch, at), by, at)
    return written


def _coming_due(at: datetime) -> Iterator[Due]:
    days = timedelta(days=value("term.account_confirmation_days", at))
    told = ConfirmationNotice.objects.filter(
        account_id=OuterRef("pk"), days_before=DAYS_BEFORE[-1], claimed_at__gt=OuterRef("confirmed_at")
    )
    accounts: Any = with_needs(OfficialAccount.objects.as_of(at).in_states(State.ACTIVE), at)
    near = accounts.filter(confirmed_at__lte=at + timedelta(days=DAYS_BEFORE[0]) - days).exclude(Exists(told))
    for account in near.order_by("pk").iterator(chunk_size=BATCH):
        due_at = account.confirmed_at + days
        step = min(day for day in DAYS_BEFORE if due_at - timedelta(days=day) <= at)
        yield Due(account, due_at, step)


def _claimed(batch: list[Due], at: datetime) -> list[Due]:
    """Those of a batch that this run is the first to tell: its rows stand in the ledger."""
    claim = uuid4()
    ConfirmationNotice.objects.bulk_create(
        [
            ConfirmationNotice(
                account=due.account, due_at=due.due_at, days_before=due.days_before, claimed_at=at, claim=claim
            )
            for due in batch
        ],
        ignore_conflicts=True,
    )
    won = set(ConfirmationNotice.objects.filter(claim=claim).values_list("account_id", flat=True))
    return [due for due in batch if due.account.pk in won]


def _tell(batch: list[Due], by: Actor, at: datetime) -> int:
    """One letter for each person, however many of the person's accounts are due."""
    stewards: dict[int, list[Employee]] = {}
    ids = [due.account.pk for due in batch]
    for row in Stewardship.objects.standing(at).filter(account_id__in=ids).select_related("person").order_by(F("role")):
        stewards.setdefault(row.account_id, []).append(row.person)
    letters: dict[int, tuple[Employee, list[Due]]] = {}
    for due in batch:
        people = list(stewards.get(due.account.pk, []))
        if not people or due.days_before == DAYS_BEFORE[-1]:
            people += notifications.authorities(notifications.departments_of(due.account, at), at)
        for person in {person.pk: person for person in people}.values():
            letters.setdefault(person.pk, (person, []))[1].append(due)
    for person, theirs in letters.values():
        told = [(due.account, due.due_at) for due in theirs]
        notifications.tell_of_confirmations(person, told, by=by, at=at)
    return len(letters)


def _batches(found: Iterator[Due], size: int) -> Iterator[list[Due]]:
    batch: list[Due] = []
    for due in found:
        batch.append(due)
        if len(batch) == size:
            yield batch
            batch = []
    if batch:
        yield batch
