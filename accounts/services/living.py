"""What becomes of an account once it is known: suspended, resumed, retired, set aside, listed as an official's own."""

from __future__ import annotations

from django.db import transaction

from accounts import notifications
from accounts.models import AccountClass, OfficialAccount, State
from accounts.permissions import require_keeping
from accounts.services.proposing import drop_change
from accounts.services.writing import (
    current,
    let_name_go,
    lock,
    next_fact,
    next_state,
    require_reason,
    require_use,
    tell_act,
    tell_decision,
    write_state,
)
from directory.models import Department, Role
from directory.permissions import holds_role, require_role
from foundation import clock
from foundation.actor import Actor
from powers.catalogue import APPROVE_ACCOUNTS
from powers.services import decide_under
from powers.services.requiring import Decision


@transaction.atomic
def suspend_account(*, by: Actor, account: OfficialAccount, reason: str) -> OfficialAccount:
    """Suspend an account at once: nobody should rely on what it says until its authority resumes it."""
    lock(account)
    at = clock.now()
    standing = current(account, at)
    if by.person is not None and holds_role(by.person, Role.EMPLOYEE_RELATIONS, at):
        capacity = Role.EMPLOYEE_RELATIONS.label
    else:
        capacity = require_keeping(by, standing, at, "You cannot suspend this account.")
    state = next_state(standing, "suspended")
    require_reason(reason, "A suspension has a reason: whoever relied on the account reads it.")
    write_state(standing, state, by=by, at=at, reason=reason)
    tell_act(standing, by, at, capacity, reason, act="accounts.suspended")
    notifications.tell_of_outcome(standing, "suspended", by=by, at=at, reason=reason, but_for=by.person)
    return standing


@transaction.atomic
def resume_account(*, by: Actor, account: OfficialAccount, department: Department, reason: str = "") -> OfficialAccount:
    """Let a suspended account be relied on again: the word of its authority."""
    lock(account)
    decision = decide_under(by=by, power=APPROVE_ACCOUNTS, department=department)
    standing = current(account, decision.at)
    state = next_state(standing, "resumed")
    require_use(standing, department, decision.at)
    write_state(standing, state, by=by, at=decision.at, reason=reason)
    tell_decision(standing, department, decision, by, reason, act="accounts.resumed")
    notifications.tell_of_outcome(standing, "resumed", by=by, at=decision.at, reason=reason, but_for=by.person)
    return standing


@transaction.atomic
def retire_account(*, by: Actor, account: OfficialAccount, department: Department, reason: str) -> OfficialAccount:
    """Retire an account: it is the City's no longer, its history stays and its name stays reserved."""
    return _close("retired", by, account, department, reason)


@transaction.atomic
def set_aside(*, by: Actor, account: OfficialAccount, department: Department, reason: str) -> OfficialAccount:
    """Record that a page that was found is not the City's; its name is free."""
    return _close("set aside", by, account, department, reason)


@transaction.atomic
def list_own_page(*, by: Actor, account: OfficialAccount) -> OfficialAccount:
    """Record that a page that was found is an official's own: listed apart, and never approved under IV.A."""
    lock(account)
    at = clock.now()
    standing = current(account, at)
    if by.person is not None and holds_role(by.person, Role.EMPLOYEE_RELATIONS, at):
        capacity = Role.EMPLOYEE_RELATIONS.label
    else:
        capacity = require_keeping(by, standing, at, "You cannot list this page.")
    state = next_state(standing, "listed")
    next_fact(standing.now, at=at, account_class=AccountClass.OWN)
    write_state(standing, state, by=by, at=at)
    tell_act(standing, by, at, capacity, "", act="accounts.listed")
    return standing


def _close(act: str, by: Actor, account: OfficialAccount, department: Department, reason: str) -> OfficialAccount:
    lock(account)
    at = clock.now()
    standing = current(account, at)
    state = next_state(standing, act)
    decision: Decision | None = None
    never_approved = standing.standing.state in {State.FOUND, State.LISTED}
    if never_approved and by.person is not None and holds_role(by.person, Role.EMPLOYEE_RELATIONS, at):
        capacity = require_role(by, Role.EMPLOYEE_RELATIONS, at, "You cannot do this.")
    else:
        decision = decide_under(by=by, power=APPROVE_ACCOUNTS, department=department)
        at, capacity = decision.at, decision.holding.capacity
        standing = current(account, at)
        require_use(standing, department, at)
    require_reason(reason, "This has a reason: it stays with the account's history.")
    write_state(standing, state, by=by, at=at, reason=reason)
    if state == State.NOT_OURS:
        let_name_go(standing, at)
    drop_change(standing, "The account is the City's no longer.", by=by, at=at)
    if decision is None:
        tell_act(
            standing,
            by,
            at,
            capacity,
            reason,
            act="accounts.retired" if state == State.RETIRED else "accounts.set_aside",
        )
    else:
        tell_decision(
            standing,
            department,
            decision,
            by,
            reason,
            act="accounts.retired" if state == State.RETIRED else "accounts.set_aside",
        )
    outcome = "retired" if state == State.RETIRED else "recorded as not the City's"
    notifications.tell_of_outcome(standing, outcome, by=by, at=at, reason=reason, but_for=by.person)
    return standing
