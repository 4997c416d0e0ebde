"""What needs attention about an account: asked by the database for any number of accounts, said in sentences for each.

All of it is City procedure but for the approval (IV.A), the link (IV.B) and the mailbox (V.B.1). Nothing is stored:
what the clock or a move does (due, overdue, without stewards) is derived at the moment asked.
"""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Any

from django.db.models import BooleanField, Case, DateTimeField, Exists, F, OuterRef, Q, QuerySet, Subquery, Value, When
from django.db.models.expressions import Combinable
from django.db.models.functions import Coalesce, Upper

from accounts.basis import APPROVAL, EMAIL_REGISTRATION, LINK, NO_PARTY_LINK
from accounts.models import (
    LOOKED_AFTER,
    AccountDepartment,
    CheckOutcome,
    Confirmation,
    Custody,
    HandOver,
    LinkCheck,
    LinkStance,
    OfficialAccount,
    OfficialAccountQuerySet,
    PartyLink,
    State,
    StewardRole,
    Stewardship,
)
from accounts.permissions import reach_of
from directory.models import Employee
from foundation.citations import CITY_PROCEDURE
from foundation.dated_settings import values

DUE_SOON = timedelta(days=14)
"""Before a confirmation is overdue it is called due."""
LEFT_LYING = timedelta(days=30)
"""How long something may wait for somebody before it needs attention."""
CONFIRMATION_TERM = "term.account_confirmation_days"


@dataclass(frozen=True)
class Need:
    """One thing that needs attention: what it is called in addresses, its words, its basis, and what to do."""

    code: str
    title: str
    basis: str
    remedy: str


NEEDS: dict[str, Need] = {
    need.code: need
    for need in (
        Need("party_link", "Links to an account of a party or candidate", NO_PARTY_LINK, "Take the link away."),
        Need("waits", "Waits for its authority since more than 30 days", APPROVAL, "The authority decides."),
        Need(
            "found", "Found, and nobody has said whether it is the City's", APPROVAL, "Adopt it, or say that it is not."
        ),
        Need("unestablished", "Approved more than 30 days ago, and not established", APPROVAL, "Record its page."),
        Need("no_steward", "Nobody looks after it", CITY_PROCEDURE, "Name a steward."),
        Need("one_steward", "A second steward is missing", CITY_PROCEDURE, "Name a second steward."),
        Need("hand_over", "A hand-over is not finished", CITY_PROCEDURE, "Do what its list still asks."),
        Need("unconfirmed", "Not confirmed in time", CITY_PROCEDURE, "A steward looks at it and confirms."),
        Need(
            "unlinked", "Nobody has said that it links to the official website", LINK, "Add the link, or say why not."
        ),
        Need("link_missing", "Its page does not link to the official website", LINK, "Add the link, and check again."),
        Need(
            "own_mailbox",
            "Registered with somebody's own work address",
            EMAIL_REGISTRATION,
            "Use a mailbox of the office, or have the address approved.",
        ),
    )
}
"""Everything that can need attention, by code, the most pressing first."""


def _conditions(at: datetime, days: int, viewer: Employee | None) -> dict[str, Q | Combinable]:
    active = Q(standing__state=State.ACTIVE)
    kept = Q(standing__state__in=[State.ACTIVE, State.SUSPENDED])
    lying = Q(standing__effective_from__lte=at - LEFT_LYING)
    open_hand_over = HandOver.objects.open().filter(account_id=OuterRef("pk"))
    theirs = Employee.objects.annotate(address=Upper("email")).filter(address=Upper(OuterRef("mailbox")))
    own_mailbox = Custody.objects.in_effect(at).filter(account_id=OuterRef("pk")).exclude(mailbox="")
    return {
        "waits": Q(standing__state=State.REQUESTED) & lying,
        "found": Q(standing__state=State.FOUND),
        "unestablished": Q(standing__state=State.APPROVED) & lying,
        "no_steward": kept & Q(has_primary=False, has_backup=False),
        "one_steward": kept & (Q(has_primary=True, has_backup=False) | Q(has_primary=False, has_backup=True)),
        "hand_over": Q(standing__state__in=LOOKED_AFTER) & Q(Exists(open_hand_over)),
        "unconfirmed": active & Q(confirmed_at__lte=at - timedelta(days=days)),
        "unlinked": active & Q(now__links_to_city__in=["", LinkStance.NOT_YET]),
        "link_missing": active
        & Q(last_outcome=CheckOutcome.MISSING, now__links_to_city__in=["", LinkStance.YES, LinkStance.NOT_YET]),
        "party_link": kept & Q(Exists(_party_links(at))),
        "own_mailbox": kept & Q(Exists(own_mailbox.filter(Exists(theirs)))) & _sees_custody(viewer, at),
    }


def _sees_custody(viewer: Employee | None, at: datetime) -> Q:
    """What rests on where the keys are is told to stewards and authority alone: it would tell of them."""
    if viewer is None:
        return Q()
    theirs = Stewardship.objects.standing(at).filter(account_id=OuterRef("pk"), person=viewer)
    governed = reach_of(viewer, at).governed
    used = AccountDepartment.objects.in_effect(at).filter(account_id=OuterRef("pk"), department_id__in=governed)
    return Q(Exists(theirs)) | Q(Exists(used))


def _party_links(at: datetime) -> QuerySet[PartyLink]:
    """Links to parties and candidates that no later look at the page (which could read it) found gone (IV.G)."""
    later = LinkCheck.objects.filter(
        account_id=OuterRef("check_made__account_id"), at__gt=OuterRef("check_made__at"), at__lte=at
    )
    links = PartyLink.objects.filter(check_made__account_id=OuterRef("pk"), check_made__at__lte=at)
    return links.filter(~Exists(later.conclusive()))


def with_needs(accounts: OfficialAccountQuerySet, at: datetime, viewer: Employee | None = None) -> Any:
    """Accounts of `as_of` with a flag for each need (`needs_unlinked`), and `confirmed_at`: when they were confirmed;
    `presses` says whether anything needs attention.

    An account that nobody has confirmed counts from the moment at which it became what it is. Where it is shown to
    somebody, that person is the `viewer`.
    """
    days = values((CONFIRMATION_TERM,), at)[CONFIRMATION_TERM]
    standing = Stewardship.objects.standing(at).filter(account_id=OuterRef("pk"))
    last = Confirmation.objects.filter(account_id=OuterRef("pk"), at__lte=at).order_by("-at").values("at")[:1]
    looked = LinkCheck.objects.conclusive().filter(account_id=OuterRef("pk"), at__lte=at).order_by("-at", "-pk")
    annotated = accounts.annotate(
        last_outcome=Subquery(looked.values("outcome")[:1]),
        has_primary=Exists(standing.filter(role=StewardRole.PRIMARY)),
        has_backup=Exists(standing.filter(role=StewardRole.BACKUP)),
        confirmed_at=Coalesce(Subquery(last), F("standing__effective_from"), output_field=DateTimeField()),
    )
    flags = {
        f"needs_{code}": Case(When(condition, then=Value(True)), default=Value(False), output_field=BooleanField())
        for code, condition in _conditions(at, days, viewer).items()
    }
    presses = Case(When(_any(NEEDS), then=Value(True)), default=Value(False), output_field=BooleanField())
    return annotated.annotate(**flags).annotate(presses=presses)


def needing_attention(
    accounts: OfficialAccountQuerySet, at: datetime, code: str = "", viewer: Employee | None = None
) -> Any:
    """Those of the accounts that need attention, for anything or for one thing; annotated by `with_needs`."""
    return with_needs(accounts, at, viewer).filter(_any([code] if code in NEEDS else NEEDS))


def _any(codes: Iterable[str]) -> Q:
    condition = Q()
    for code in codes:
        condition |= Q(**{f"needs_{code}": True})
    return condition


def needs_of(account: OfficialAccount) -> list[Need]:
    """What needs attention about an account that `with_needs` annotated, the most pressing first."""
    return [need for code, need in NEEDS.items() if getattr(account, f"needs_{code}", False)]


def confirmation_due(account: OfficialAccount, at: datetime) -> datetime:
    """When an account annotated by `with_needs` is to be confirmed again."""
    days: int = values((CONFIRMATION_TERM,), at)[CONFIRMATION_TERM]
    since: datetime = account.confirmed_at  # type: ignore[attr-defined]
    return since + timedelta(days=days)
