"""The authority's word on an account: approved, declined, adopted; and that it is established (IV.A)."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import date, datetime
from uuid import UUID

from django.db import transaction

from accounts import notifications
from accounts.basis import APPROVAL
from accounts.models import AccountClass, Approval, ApprovalOf, OfficialAccount
from accounts.permissions import department_ids, person_behind, require_keeping
from accounts.services.proposing import drop_change
from accounts.services.writing import (
    current,
    let_name_go,
    lock,
    next_fact,
    next_state,
    require_reason,
    require_use,
    tell_decision,
    tell_trail,
    write_approval,
    write_state,
)
from directory.models import Department
from foundation import clock
from foundation.actor import Actor
from foundation.errors import Conflict, InvalidInput, Refusal
from powers.catalogue import APPROVE_ACCOUNTS
from powers.services import decide_under
from powers.services.requiring import Decision


@dataclass(frozen=True)
class EarlierApproval:
    """An approval given before the portal: its own date, who gave it (name and title), the scan that is kept."""

    signed_on: date
    given_by: str
    scan: UUID | None = None


@transaction.atomic
def approve_account(
    *, by: Actor, account: OfficialAccount, department: Department, reason: str = ""
) -> OfficialAccount:
    """Approve, for one department, that an account be established (IV.A); approved when each department has.

    Who asked for it approves only by office, as the department's authority, with a reason.
    """
    lock(account)
    decision = decide_under(by=by, power=APPROVE_ACCOUNTS, department=department)
    at = decision.at
    standing = current(account, at)
    state = next_state(standing, "approved")
    approval = _approve(standing, department, decision, by, ApprovalOf.ESTABLISHING, reason)
    if departments_that_have_not_approved(standing, at):
        notifications.tell_of_partial_approval(standing, approval, by=by, at=at)
    else:
        write_state(standing, state, by=by, at=at, reason=reason, approval=approval)
        notifications.tell_of_outcome(standing, "approved", by=by, at=at, reason=reason, but_for=by.person)
    return standing


@transaction.atomic
def approve_by_office(
    account: OfficialAccount, departments: Iterable[Department], *, by: Actor, reason: str
) -> list[Department]:
    """Approve one's own request for each department whose authority one is; returns those that must still decide."""
    missing = []
    for department in departments:
        try:
            with transaction.atomic():
                approve_account(by=by, account=account, department=department, reason=reason)
        except Refusal:
            missing.append(department)
    return missing


@transaction.atomic
def decline_account(*, by: Actor, account: OfficialAccount, department: Department, reason: str) -> OfficialAccount:
    """Decline a request, for one of its departments and with a reason; the name is free again."""
    lock(account)
    decision = decide_under(by=by, power=APPROVE_ACCOUNTS, department=department)
    at = decision.at
    standing = current(account, at)
    state = next_state(standing, "declined")
    require_use(standing, department, at)
    require_reason(reason, "A request is declined with a reason: who asked reads it.")
    write_state(standing, state, by=by, at=at, reason=reason)
    let_name_go(standing, at)
    drop_change(standing, "The account was declined.", by=by, at=at)
    tell_decision(standing, department, decision, by, reason, act="accounts.declined")
    notifications.tell_of_outcome(standing, "declined", by=by, at=at, reason=reason, but_for=by.person)
    return standing


@transaction.atomic
def establish_account(*, by: Actor, account: OfficialAccount, persistent_id: str = "") -> OfficialAccount:
    """Record that an approved account now exists at its address: it is active."""
    lock(account)
    at = clock.now()
    standing = current(account, at)
    capacity = require_keeping(by, standing, at, "You cannot record that this account is established.")
    state = next_state(standing, "established")
    if persistent_id.strip():
        next_fact(standing.now, at=at, persistent_id=persistent_id.strip())
    write_state(standing, state, by=by, at=at)
    tell_trail(act="accounts.established", on=standing, by=by, at=at, clause=APPROVAL, capacity=capacity)
    notifications.tell_of_outcome(standing, "established: it is active", by=by, at=at, but_for=by.person)
    return standing


@transaction.atomic
def adopt_account(
    *,
    by: Actor,
    account: OfficialAccount,
    department: Department,
    reason: str = "",
    earlier: EarlierApproval | None = None,
) -> OfficialAccount:
    """Make an account that was found official, for one department: by a fresh approval, or by recording an earlier one.

    Active when each department that uses it has.
    """
    lock(account)
    decision = decide_under(by=by, power=APPROVE_ACCOUNTS, department=department)
    at = decision.at
    standing = current(account, at)
    state = next_state(standing, "adopted")
    _refuse_own_page(standing)
    approval = _approve(standing, department, decision, by, ApprovalOf.ADOPTING, reason, earlier)
    if departments_that_have_not_approved(standing, at):
        notifications.tell_of_partial_approval(standing, approval, by=by, at=at)
    else:
        write_state(standing, state, by=by, at=at, reason=reason, approval=approval)
        notifications.tell_of_outcome(standing, "adopted: it is active", by=by, at=at, but_for=by.person)
    return standing


@transaction.atomic
def adopt_accounts(
    *,
    by: Actor,
    pairs: Sequence[tuple[OfficialAccount, Department]],
    reason: str,
    earlier: EarlierApproval | None = None,
) -> int:
    """Adopt many accounts in one decision, all or none; returns how many."""
    if not pairs:
        raise InvalidInput("No account was chosen.", remedy="Tick those that are the department's.")
    for account, department in sorted(pairs, key=lambda pair: (pair[0].pk, pair[1].pk)):
        adopt_account(by=by, account=account, department=department, reason=reason, earlier=earlier)
    return len(pairs)


def departments_that_have_not_approved(account: OfficialAccount, at: datetime) -> list[int]:
    """Ids of the departments using an account whose authority has not approved it yet."""
    approved = set(Approval.objects.filter(account=account).values_list("department_id", flat=True))
    return [pk for pk in department_ids(account, at) if pk not in approved]


def _approve(
    account: OfficialAccount,
    department: Department,
    decision: Decision,
    by: Actor,
    about: ApprovalOf,
    reason: str,
    earlier: EarlierApproval | None = None,
) -> Approval:
    person = person_behind(by, "An account is approved by a person.")
    at = decision.at
    require_use(account, department, at)
    if department.pk not in departments_that_have_not_approved(account, at):
        raise Conflict(
            f"{account.now.name} is approved for {department.code} already.",
            remedy="Nothing was changed. Open its page to see who else has to decide.",
        )
    more = {}
    if earlier is not None:
        about = ApprovalOf.EARLIER
        _check_earlier(earlier, at)
        more = {"signed_on": earlier.signed_on, "given_by": earlier.given_by.strip(), "scan": earlier.scan}
    approval = write_approval(
        account,
        department,
        decision.holding,
        by=person,
        at=at,
        about=about,
        asked_by=account.entered_by,
        reason=reason,
        **more,
    )
    after = {"about": about, "by_office": approval.by_office}
    if earlier is not None:
        after["signed_on"] = earlier.signed_on.isoformat()
    tell_decision(
        account,
        department,
        decision,
        by,
        reason,
        after,
        act="accounts.adopted" if account.was_found else "accounts.approved",
    )
    return approval


def _check_earlier(earlier: EarlierApproval, at: datetime) -> None:
    if earlier.signed_on > clock.city_date(at):
        raise InvalidInput("An earlier approval was not given in the future.", field="signed_on")
    if not earlier.given_by.strip():
        raise InvalidInput("Say who gave the earlier approval: name and title.", field="given_by")


def _refuse_own_page(account: OfficialAccount) -> None:
    if account.now.account_class == AccountClass.OWN:
        raise Conflict(
            "An official's own page is never approved under IV.A.",
            why="It is not an account of the City's.",
            remedy="List it as an official's own page, or correct its class first.",
        )
