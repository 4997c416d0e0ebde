"""What waits in the register of accounts: requests, found accounts, changes, hand-overs, confirmations."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Callable, Mapping, Sequence
from operator import attrgetter
from typing import Any

from django.db.models import OuterRef, Q, Subquery
from django.urls import reverse

from accounts.keeping import still_needed
from accounts.keeping_queues import confirmed_before
from accounts.models import AccountDepartment, AccountFacts, ChangeProposal, HandOver, State, Stewardship
from accounts.permissions import departments_of_requests, visible_accounts
from accounts.waiting import changes_undecided, in_state, requests_for
from powers.catalogue import APPROVE_ACCOUNTS
from reports.asking import Asked
from reports.waits.kind import About, AskedWaits, Kind, Waiting, known, moment

_SINCE = "account__states__effective_from"


def _uses(asked: Asked, rows: Any, account: str = "account") -> Any:
    """Of some rows with an account and a department, those in sight, of accounts that one keeps among them."""
    if asked.scope.everything:
        return rows
    person, now = asked.person, asked.now
    kept = Stewardship.objects.standing(now).filter(person=person).order_by().values("account_id")
    theirs = asked.scope.of(people=(f"{account}__entered_by_id",), departments=("department_id",))
    theirs |= Q(**{f"{account}__in": kept}) | Q(department_id__in=departments_of_requests(person, now))
    return rows.filter(theirs, **{f"{account}__in": visible_accounts(person, now).values("pk")})


def _requested(asked: Asked) -> Waiting:
    rows = requests_for(None, asked.at, known(asked))
    return Waiting(_uses(asked, rows), _SINCE, "department_id")


def _found(asked: Asked) -> Waiting:
    rows = in_state(None, State.FOUND, asked.at, known(asked))
    return Waiting(_uses(asked, rows), _SINCE, "department_id")


def _to_establish(asked: Asked) -> Waiting:
    rows = in_state(None, State.APPROVED, asked.at, known(asked)).filter(is_responsible=True)
    return Waiting(_uses(asked, rows), _SINCE, "department_id")


def _changes(asked: Asked) -> Waiting:
    rows = changes_undecided(moment(asked))
    return Waiting(_uses(asked, rows, "changeproposal__account"), "changeproposal__proposed_at", "department_id")


def _hand_overs(asked: Asked) -> Waiting:
    uses = AccountDepartment.objects.in_effect(asked.at, asked.known_at).filter(is_responsible=True)
    responsible = uses.filter(account_id=OuterRef("account_id")).values("department_id")[:1]
    rows: Any = still_needed(asked.at, known(asked)).annotate(department_id=Subquery(responsible))
    return Waiting(_uses(asked, rows), "opened_at", "department_id")


def _confirmations(asked: AskedWaits) -> Waiting:
    uses = AccountDepartment.objects.in_effect(asked.at, asked.known_at).filter(is_responsible=True)
    rows = confirmed_before(uses, asked.at, asked.unconfirmed, known(asked))
    return Waiting(_uses(asked, rows), "confirmed_at", "department_id")


Told = Callable[[Asked, Sequence[str]], Mapping[str, About]]


def _of_uses(*, by_power: bool) -> Told:
    """Tells of uses of accounts: decided by the authority of the department, or done by the stewards."""

    def tell(asked: Asked, keys: Sequence[str]) -> Mapping[str, About]:
        rows = AccountDepartment.objects.filter(pk__in=keys).select_related("account")
        accounts = {row.account_id: row.account.reference for row in rows}
        return _told(asked, {str(row.pk): row.account_id for row in rows}, accounts, by_power=by_power)

    return tell


def _tell_changes(asked: Asked, keys: Sequence[str]) -> Mapping[str, About]:
    rows = ChangeProposal.concerned.through.objects.filter(pk__in=keys).select_related("changeproposal__account")
    accounts = {row.changeproposal.account_id: row.changeproposal.account.reference for row in rows}
    return _told(asked, {str(row.pk): row.changeproposal.account_id for row in rows}, accounts, by_power=True)


def _tell_hand_overs(asked: Asked, keys: Sequence[str]) -> Mapping[str, About]:
    rows = HandOver.objects.filter(pk__in=keys).select_related("account")
    accounts = {row.account_id: row.account.reference for row in rows}
    return _told(asked, {str(row.pk): row.account_id for row in rows}, accounts, by_power=False)


def _told(
    asked: Asked, about: Mapping[str, int], accounts: Mapping[int, str], *, by_power: bool
) -> Mapping[str, About]:
    """Each with its account's name; stewards act where no power decides, or else who approves accounts."""
    facts = AccountFacts.objects.in_effect(asked.at, asked.known_at).filter(account__in=accounts)
    names = {one.account_id: str(one) for one in facts.select_related("platform")}
    stewards: dict[int, list[str]] = defaultdict(list)
    if not by_power:
        standing = Stewardship.objects.standing(asked.at, asked.known_at).filter(account__in=accounts)
        for one in standing.select_related("person").order_by("role", "pk"):
            stewards[one.account_id].append(asked.names.of(one.person))
    told = {}
    for key, account in about.items():
        people = tuple(stewards[account]) if account in stewards else ()
        told[key] = About(
            names.get(account, accounts[account]),
            reverse("accounts:account", args=[accounts[account]]),
            "" if people else APPROVE_ACCOUNTS.code,
            APPROVE_ACCOUNTS.basis if by_power else About("").basis,
            people,
        )
    return told


KINDS = (
    Kind("account_requested", "Request for an official account", _requested, _of_uses(by_power=True)),
    Kind("account_found", "Account found and not adopted", _found, _of_uses(by_power=True)),
    Kind("account_change", "Change of an account to approve", _changes, _tell_changes),
    Kind("account_approved", "Approved account to establish", _to_establish, _of_uses(by_power=False)),
    Kind("hand_over", "Hand-over of an account", _hand_overs, _tell_hand_overs),
    Kind(
        "confirmation",
        "Account not confirmed in time",
        _confirmations,
        _of_uses(by_power=False),
        attrgetter("unconfirmed"),
    ),
)
