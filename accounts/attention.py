"""What needs attention about an account: asked by the database for any number of accounts, said in sentences for each.

All of it is City procedure but for the approval (IV.A), the link (IV.B) and the mailbox (V.B.1). Nothing is stored:
what the clock or a move does (due, overdue, without stewards) is derived at the moment asked.

Each need is a condition on accounts of `as_of` whose subqueries name no outer row: the database makes each set of
accounts once, however many it looks through. A page asks about the accounts that it shows, and its sets hold no others.
"""

from __future__ import annotations

from collections.abc import Collection
from dataclasses import dataclass
from datetime import datetime, timedelta
from functools import reduce
from operator import or_
from typing import Any

from django.db.models import (
    BooleanField,
    Case,
    Count,
    DateTimeField,
    Exists,
    F,
    OuterRef,
    Q,
    QuerySet,
    Subquery,
    Value,
    When,
)
from django.db.models.functions import Coalesce, Upper

from accounts.basis import APPROVAL, EMAIL_REGISTRATION, LINK, NO_PARTY_LINK
from accounts.models import (
    BY_NAME,
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
    Stewardship,
)
from accounts.permissions import reach_of
from directory.models import Employee
from foundation.citations import CITY_PROCEDURE
from foundation.dated_settings import values
from foundation.prepared import Prepared

DUE_SOON = timedelta(days=14)
"""Before a confirmation is overdue it is called due."""
LEFT_LYING = timedelta(days=30)
"""How long something may wait for somebody before it needs attention."""
KEPT = (State.ACTIVE, State.SUSPENDED)
"""States in which stewards look after an account."""
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
OWN_MAILBOX = NEEDS["own_mailbox"]


@dataclass(frozen=True)
class _Moments:
    """The moment asked about, since when something lies (`LEFT_LYING`), and by when it had to be confirmed."""

    at: datetime
    lying: datetime
    confirmed: datetime
    known_at: datetime | None = None

    @classmethod
    def of(cls, at: datetime, known_at: datetime | None = None) -> _Moments:
        days = timedelta(days=values((CONFIRMATION_TERM,), at, known_at)[CONFIRMATION_TERM])
        return cls(at, at - LEFT_LYING, at - days, known_at)

    @property
    def told(self) -> datetime:
        """Until when what was looked at or confirmed counts: it is known from the moment at which it happened."""
        return self.at if self.known_at is None else min(self.at, self.known_at)


@dataclass(frozen=True)
class _Sets:
    """The sets of accounts (ids) out of which the needs are made; of all, or of some of them alone."""

    moments: _Moments
    viewer: Employee | None = None
    among: Collection[int] | None = None

    @property
    def at(self) -> datetime:
        return self.moments.at

    def _accounts(self, rows: QuerySet[Any], column: str = "account_id") -> QuerySet[Any]:
        narrowed = rows if self.among is None else rows.filter(**{f"{column}__in": self.among})
        return narrowed.values(column)

    def has_stewards(self, number: int) -> Q:
        """So many stewards are there: 0, 1 or 2, for each place is held by one at most."""
        there = self._accounts(Stewardship.objects.standing(self.at, self.moments.known_at))
        if number == 0:
            return ~Q(pk__in=there)
        return Q(pk__in=there.annotate(number=Count("pk")).filter(number=number).values("account_id"))

    def is_handed_over(self) -> Q:
        """A hand-over is not finished."""
        return Q(pk__in=self._accounts(HandOver.objects.open()))

    def is_unconfirmed_since(self, moment: datetime) -> Q:
        """Nobody confirmed it after a moment; where nobody ever did, it became what it is before that moment."""
        ever = Confirmation.objects.filter(at__lte=self.moments.told)
        lately = Q(pk__in=self._accounts(ever.filter(at__gt=moment)))
        return ~lately & (Q(since__lte=moment) | Q(pk__in=self._accounts(ever)))

    def was_seen_without_link(self) -> Q:
        """The last look that could read its page found no link to the City (IV.B)."""
        seen = LinkCheck.objects.filter(account__isnull=False, at__lte=self.moments.told)
        later = seen.conclusive().filter(account_id=OuterRef("account_id"))
        later = later.filter(Q(at__gt=OuterRef("at")) | Q(at=OuterRef("at"), pk__gt=OuterRef("pk")))
        return Q(pk__in=self._accounts(seen.filter(~Exists(later), outcome=CheckOutcome.MISSING)))

    def links_to_party(self) -> Q:
        """A link to a party or candidate that no later look at the page (which could read it) found gone (IV.G)."""
        later = LinkCheck.objects.conclusive().filter(
            account_id=OuterRef("check_made__account_id"), at__gt=OuterRef("check_made__at"), at__lte=self.at
        )
        links = PartyLink.objects.filter(check_made__account__isnull=False, check_made__at__lte=self.at)
        return Q(pk__in=self._accounts(links.filter(~Exists(later)), "check_made__account_id"))

    def has_own_mailbox(self) -> Q:
        """It is registered with an address that is somebody's own."""
        people = Employee.objects.exclude(email="").values(address=Upper("email"))
        rows = Custody.objects.in_effect(self.at).exclude(mailbox="").annotate(address=Upper("mailbox"))
        return Q(pk__in=self._accounts(rows.filter(address__in=people))) & self.tells_custody()

    def tells_custody(self) -> Q:
        """What rests on where the keys are is told to stewards and authority alone: it would tell of them."""
        if self.viewer is None:
            return Q()
        mine = Q(pk__in=self._accounts(Stewardship.objects.standing(self.at).filter(person=self.viewer)))
        if governed := reach_of(self.viewer, self.at).governed:
            used = AccountDepartment.objects.in_effect(self.at).filter(department_id__in=governed)
            mine |= Q(pk__in=self._accounts(used))
        return mine


def _conditions(sets: _Sets) -> dict[str, Q]:
    active = Q(state=State.ACTIVE)
    kept = Q(state__in=KEPT)
    lying = Q(since__lte=sets.moments.lying)
    found = {
        "waits": Q(state=State.REQUESTED) & lying,
        "found": Q(state=State.FOUND),
        "unestablished": Q(state=State.APPROVED) & lying,
        "no_steward": kept & sets.has_stewards(0),
        "one_steward": kept & sets.has_stewards(1),
        "hand_over": Q(state__in=LOOKED_AFTER) & sets.is_handed_over(),
        "unconfirmed": active & sets.is_unconfirmed_since(sets.moments.confirmed),
        "unlinked": active & Q(links_to_city__in=["", LinkStance.NOT_YET]),
        "link_missing": active
        & Q(links_to_city__in=["", LinkStance.YES, LinkStance.NOT_YET])
        & sets.was_seen_without_link(),
        "party_link": kept & sets.links_to_party(),
        "own_mailbox": kept & sets.has_own_mailbox(),
    }
    return {code: found[code] for code in NEEDS}


def _anything(at: datetime, viewer: Employee | None) -> Q:
    """Whether anything needs attention: what one row tells is asked first, and the stewards are looked at once."""
    sets = _Sets(_Moments.of(at), viewer)
    conditions = _conditions(sets)
    told_by_the_row = ("found", "unlinked", "waits", "unestablished")
    counted = ("no_steward", "one_steward")
    both = Q(state__in=KEPT) & ~sets.has_stewards(2)
    asked = [*told_by_the_row, *(code for code in NEEDS if code not in (*told_by_the_row, *counted))]
    return reduce(or_, [*(conditions[code] for code in asked), both])


def needing_attention(
    accounts: OfficialAccountQuerySet, at: datetime, code: str = "", viewer: Employee | None = None
) -> OfficialAccountQuerySet:
    """Those of the accounts of `as_of` that need attention, for anything or for one thing.

    Where they are shown to somebody, that person is the `viewer`: what only some are told is left out for others.
    """
    if code not in NEEDS:
        return accounts.filter(_anything(at, viewer))
    return accounts.filter(_conditions(_Sets(_Moments.of(at), viewer))[code])


def pressing_first(accounts: OfficialAccountQuerySet, at: datetime, viewer: Employee | None = None) -> Any:
    """Accounts of `as_of` in the order of their names, those before that need attention (`presses`)."""
    return accounts.annotate(presses=_flag(_anything(at, viewer))).order_by("-presses", *BY_NAME)


def with_needs(accounts: OfficialAccountQuerySet, at: datetime, viewer: Employee | None = None) -> Any:
    """Accounts of `as_of` with a flag for each need (`needs_unlinked`)."""
    return _flagged(accounts, _Sets(_Moments.of(at), viewer))


def _flagged(accounts: OfficialAccountQuerySet, sets: _Sets) -> Any:
    return accounts.annotate(**{f"needs_{code}": _flag(condition) for code, condition in _conditions(sets).items()})


def _of_page(at: datetime, lying: datetime, confirmed: datetime, **ids: int) -> Any:
    """What needs attention about some accounts, the mailbox too, whoever asks."""
    among = list(ids.values())
    accounts = OfficialAccount.objects.as_of(at).filter(pk__in=among)
    flagged = _flagged(accounts, _Sets(_Moments(at, lying, confirmed), among=among))
    return flagged.values_list("pk", *(f"needs_{code}" for code in NEEDS))


PAGE = 50
"""So many accounts a list shows at once, at most."""
_PREPARED = {
    size: Prepared(
        _of_page, at=datetime, lying=datetime, confirmed=datetime, **{f"id_{place}": int for place in range(size)}
    )
    for size in (1, PAGE)
}
"""Composing the question costs more than answering it: once in a process for one account, once for a page of them."""


def needs_by_id(accounts: Collection[int], at: datetime, viewer: Employee | None = None) -> dict[int, list[Need]]:
    """What needs attention about some accounts (ids), the most pressing first.

    One query for a page of them, and one more where a mailbox is somebody's own, which a viewer may not be told.
    """
    ids, moments = list(accounts), _Moments.of(at)
    found: dict[int, list[Need]] = {}
    for start in range(0, len(ids), PAGE):
        part = ids[start : start + PAGE]
        size = 1 if len(part) == 1 else PAGE
        places = {f"id_{place}": pk for place, pk in enumerate(part + part[:1] * (size - len(part)))}
        when = {"at": at, "lying": moments.lying, "confirmed": moments.confirmed}
        for pk, *flags in _PREPARED[size].rows(**when, **places):
            found[pk] = [need for need, presses in zip(NEEDS.values(), flags, strict=True) if presses]
    private = [pk for pk, needs in found.items() if OWN_MAILBOX in needs]
    if viewer is not None and private:
        told = OfficialAccount.objects.filter(_Sets(moments, viewer, private).tells_custody(), pk__in=private)
        for pk in {*private} - {*told.values_list("pk", flat=True)}:
            found[pk].remove(OWN_MAILBOX)
    return found


KEPT_FOR_EVER = ("found", "no_steward", "one_steward", "unconfirmed", "unlinked", "link_missing")
"""Needs that rest on dated facts and appended rows alone: of any moment, as known at any other."""


def conditions_as_known(at: datetime, known_at: datetime, among: Collection[int] | None = None) -> dict[str, Q]:
    """By code of `KEPT_FOR_EVER`, its condition on accounts of `as_of(at, known_at)`: of all, or of some (ids)."""
    found = _conditions(_Sets(_Moments.of(at, known_at), among=among))
    return {code: found[code] for code in KEPT_FOR_EVER}


def needs_as_known(accounts: Collection[int], at: datetime, known_at: datetime) -> dict[int, list[Need]]:
    """What of `KEPT_FOR_EVER` some accounts (ids) needed at a moment, as known at another; one query and the term."""
    conditions = conditions_as_known(at, known_at, accounts)
    rows = OfficialAccount.objects.as_of(at, known_at).filter(pk__in=accounts)
    flagged = rows.annotate(**{f"needs_{code}": _flag(condition) for code, condition in conditions.items()})
    return {row.pk: needs_of(row) for row in flagged}


def needs_of(account: OfficialAccount) -> list[Need]:
    """What needs attention about an account that `with_needs` annotated, the most pressing first."""
    return [need for code, need in NEEDS.items() if getattr(account, f"needs_{code}", False)]


def with_confirmed(accounts: OfficialAccountQuerySet, at: datetime) -> Any:
    """Accounts of `as_of` with `confirmed_at`: when each was confirmed.

    An account that nobody has confirmed counts from the moment at which it became what it is.
    """
    last = Confirmation.objects.filter(account_id=OuterRef("pk"), at__lte=at).order_by("-at").values("at")[:1]
    since = Coalesce(Subquery(last), F("standing__effective_from"), output_field=DateTimeField())
    return accounts.annotate(confirmed_at=since)


def _flag(condition: Q) -> Case:
    return Case(When(condition, then=Value(True)), default=Value(False), output_field=BooleanField())
