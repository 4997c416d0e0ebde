"""What waits for whoever keeps accounts true: confirmations, and what is still to be handed over.

Whose they are is asked by the dates of instruments, as in `accounts.waiting`; the pages behind them ask exactly.
"""

from __future__ import annotations

from datetime import datetime, timedelta
from functools import partial
from typing import Any

from django.db.models import Exists, F, OuterRef, Q, QuerySet, Subquery
from django.db.models.functions import Coalesce
from django.urls import reverse

from accounts.attention import DUE_SOON
from accounts.keeping import still_needed, term
from accounts.models import AccountDepartment, Confirmation, HandOver, State, Stewardship
from accounts.models.account import in_effect_through
from directory.models import Employee
from foundation.waiting import WaitingItem, WaitingQueue
from powers.catalogue import APPROVE_ACCOUNTS, REQUEST_ACCOUNTS
from powers.permissions import departments_named_for


def keeping_queues(person: Employee, at: datetime) -> list[WaitingItem | WaitingQueue]:
    """Three queues: what a steward confirms, what was not confirmed in time for an authority, and hand-overs."""
    days = timedelta(days=term(at))
    return [
        WaitingQueue(to_confirm, "confirmed_at", partial(_to_confirm, days), (person, at, at + DUE_SOON - days)),
        WaitingQueue(unconfirmed, "confirmed_at", partial(_unconfirmed, days), (person, at, at - days)),
        WaitingQueue(to_hand_over, "opened_at", _to_hand_over, (person, at)),
    ]


def to_confirm(person: Employee, at: datetime, before: datetime) -> QuerySet[Any]:
    """Stewardships of active accounts that were last confirmed before a moment."""
    return confirmed_before(Stewardship.objects.standing(at).filter(person=person), at, before)


def unconfirmed(person: Employee, at: datetime, before: datetime) -> QuerySet[Any]:
    """Active accounts of departments that somebody decides for, last confirmed before a moment; not the own ones."""
    governed = departments_named_for(person, APPROVE_ACCOUNTS.code, at)
    uses = AccountDepartment.objects.in_effect(at).filter(department_id__in=governed, is_responsible=True)
    own = Stewardship.objects.standing(at).filter(person=person, account_id=OuterRef("account_id"))
    return confirmed_before(uses.exclude(Exists(own)), at, before)


def confirmed_before(
    rows: QuerySet[Any], at: datetime, before: datetime, known_at: datetime | None = None
) -> QuerySet[Any]:
    """Of rows with an account those whose account is active and was last confirmed before a moment (`confirmed_at`)."""
    told = Confirmation.objects.filter(account_id=OuterRef("account_id"), at__lte=at)
    if known_at is not None:
        told = told.filter(at__lte=known_at)
    last = told.order_by("-at").values("at")[:1]
    active = rows.filter(in_effect_through("account__states", at, known_at or at), account__states__state=State.ACTIVE)
    since = Coalesce(Subquery(last), F("account__states__effective_from"))
    confirmed: QuerySet[Any] = active.annotate(confirmed_at=since).filter(confirmed_at__lte=before)
    return confirmed


def to_hand_over(person: Employee, at: datetime) -> QuerySet[HandOver]:
    """Open hand-overs of accounts that somebody looks after, or whose departments somebody acts for."""
    named = [departments_named_for(person, power.code, at) for power in (APPROVE_ACCOUNTS, REQUEST_ACCOUNTS)]
    uses = AccountDepartment.objects.in_effect(at).filter(account_id=OuterRef("account_id"))
    uses = uses.filter(Q(department_id__in=named[0]) | Q(department_id__in=named[1]))
    theirs = Stewardship.objects.standing(at).filter(account_id=OuterRef("account_id"), person=person)
    return still_needed(at).filter(Q(Exists(theirs)) | Q(Exists(uses)))


def _to_confirm(days: timedelta, number: int, since: datetime) -> WaitingItem:
    return WaitingItem(
        title="Accounts to confirm",
        sentence="You look after them: say that what the register has is still true.",
        url=reverse("accounts:confirmations"),
        action="Look and confirm",
        due=since + days,
        count=number,
    )


def _unconfirmed(days: timedelta, number: int, since: datetime) -> WaitingItem:
    return WaitingItem(
        title="Accounts of yours that nobody confirmed in time",
        sentence="Their stewards were reminded. Ask them, or confirm them yourself.",
        url=reverse("accounts:confirmations"),
        action="Look at them",
        due=since + days,
        count=number,
    )


def _to_hand_over(number: int, since: datetime) -> WaitingItem:
    return WaitingItem(
        title="Accounts to hand over",
        sentence="A steward goes: name another, have the credentials changed and the second factor moved.",
        url=reverse("accounts:hand_overs"),
        action="Hand over",
        since=since,
        count=number,
    )
