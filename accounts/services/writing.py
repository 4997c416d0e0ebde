"""What every verb of the register shares: locks, the next state, the next facts, the entry in the trail."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import datetime
from typing import Any, TypeVar

from django.db import IntegrityError

from accounts.basis import APPROVAL
from accounts.lifecycle import ACCOUNT
from accounts.models import LOOKED_AFTER, AccountFacts, AccountState, Approval, ApprovalOf, OfficialAccount, State
from accounts.permissions import department_ids
from directory.models import Department, Employee
from foundation import clock
from foundation.actor import Actor
from foundation.audit.services import Subject, record
from foundation.canonical import c1_hash
from foundation.citations import CITY_PROCEDURE
from foundation.effective import DatedFact, end, supersede
from foundation.errors import Conflict, InvalidInput, NotVisible
from powers.decisions import Holding
from powers.services.requiring import Decision

Fact = TypeVar("Fact", bound=DatedFact)


def lock(account: OfficialAccount) -> None:
    """Hold an account until the transaction ends: whoever acts on it meanwhile waits, and then sees what was done.

    FOR NO KEY UPDATE: a change of the roster, which holds the person, may write a hand-over of the account meanwhile.
    """
    list(OfficialAccount.objects.filter(pk=account.pk).select_for_update(no_key=True).values_list("pk"))


def current(account: OfficialAccount, at: datetime) -> OfficialAccount:
    """The account with its facts and state at a moment, read after the lock."""
    found: OfficialAccount | None = OfficialAccount.objects.as_of(at).filter(pk=account.pk).first()
    if found is None:
        raise NotVisible("There is no such account.")
    return found


def require_looked_after(account: OfficialAccount) -> None:
    """Raise `Conflict` for an account that nobody looks after: an official's own page, or what is over."""
    if account.standing.state not in (State.REQUESTED, *LOOKED_AFTER):
        raise Conflict(
            f"Nobody looks after {account.now.name} for the City.",
            why=f"It is: {account.standing.get_state_display().lower()}.",
            remedy="Nothing was changed.",
        )


def next_state(account: OfficialAccount, act: str) -> str:
    """The state that an act leads to; raises `Conflict` where it cannot be done now, saying how the account stands."""
    row = account.standing
    start = State(row.state).value.replace("_", " ")
    try:
        return ACCOUNT.require(act, start).replace(" ", "_")
    except Conflict as conflict:
        raise Conflict(
            f"{account.now.name} cannot be {act} now.",
            why=f"It is: {row.get_state_display().lower()}" + (f", by {row.done_by.name}." if row.done_by else "."),
            remedy="Nothing was changed. Open the account's page to see what was done with it.",
        ) from conflict


def write_state(
    account: OfficialAccount,
    state: str,
    *,
    by: Actor,
    at: datetime,
    reason: str = "",
    approval: Approval | None = None,
) -> AccountState:
    """End the state that stands and begin the next; the approval stays the one on which it rested, unless given."""
    former = account.standing
    return next_fact(
        former,
        at=at,
        state=state,
        approval=approval or former.approval,
        done_by=by.person,
        reason=reason.strip(),
    )


def next_fact(row: Fact, *, at: datetime, **changes: Any) -> Fact:
    """End a fact at a moment and begin another that differs in `changes`: what was so before stays so for then.

    Within one moment (asked for and approved in one act) the later word takes the place of the earlier.
    """
    if row.effective_from == at:
        return supersede(row, at=at, **changes)
    end(row, until=at, at=at)
    columns = {
        field.attname: getattr(row, field.attname)
        for field in row._meta.concrete_fields
        if not field.primary_key and field.name not in {"superseded_at", "replaces", "lineage", "effective_until"}
    }
    following = type(row)(**columns)
    for name, value in changes.items():
        setattr(following, name, value)
    following.effective_from = following.recorded_at = at
    following.save(force_insert=True)
    return following


def let_name_go(account: OfficialAccount, at: datetime) -> AccountFacts:
    """Let another account have the name: after a request was declined or withdrawn, or a page is not the City's."""
    return next_fact(account.now, at=at, reserves=False)


def write_approval(
    account: OfficialAccount,
    department: Department,
    holding: Holding,
    *,
    by: Employee,
    at: datetime,
    about: ApprovalOf,
    asked_by: Employee | None,
    reason: str,
    **more: Any,
) -> Approval:
    """Write one department's approval under the instrument that gave the power.

    Who asked and approves does so by office, with a reason; raises `InvalidInput` where it is missing.
    """
    by_office = asked_by == by
    if by_office and not reason.strip():
        raise InvalidInput(
            "Say why.",
            why="You ask and approve in one act, by office: such an act has a reason and is reported.",
            clause=APPROVAL,
            field="reason",
        )
    return Approval.objects.create(
        account=account,
        department=department,
        about=about,
        power=holding.power,
        capacity=holding.capacity,
        instrument=holding.reference,
        in_name_of=holding.appointment.holder,
        decided_by=by,
        decided_at=at,
        asked_by=asked_by,
        by_office=by_office,
        reason=reason.strip(),
        **more,
    )


def subject(account: OfficialAccount, name: str = "") -> Subject:
    """An account as the trail names it: by its reference, through all its changes."""
    return Subject(kind="accounts.officialaccount", id=account.reference, label=f"{account.reference} {name}".strip())


def tell_trail(
    *,
    act: str,
    on: OfficialAccount,
    by: Actor,
    at: datetime,
    clause: str,
    capacity: str = "",
    instrument: str = "",
    department: Department | None = None,
    before: Mapping[str, Any] | None = None,
    after: Mapping[str, Any] | None = None,
) -> None:
    """The entry of an act on an account."""
    record(
        by=by,
        act=act,
        on=subject(on),
        at=at,
        capacity=capacity,
        instrument=instrument,
        clause=clause,
        department_code=department.code if department else "",
        before=before,
        after=after,
    )


def name_is_taken(error: IntegrityError, identity: str) -> Conflict:
    """The sentence for an account whose name another one reserves."""
    # The present is read anew: whoever was faster may have read the clock later than who lost.
    at = clock.now()
    other = OfficialAccount.objects.as_of(at).reserving(identity, at).first()
    if other is None:
        raise error
    return Conflict(
        f"The register has {other.now.handle} on {other.now.platform} already.",
        why=f"It is {other.reference}: {other.standing.get_state_display().lower()}. A name belongs to one account, "
        "and a retired one keeps it reserved.",
        remedy="Open that account, or check the address.",
    )


def require_use(account: OfficialAccount, department: Department, at: datetime) -> None:
    """Raise `InvalidInput` for a department that does not use an account: its authority has no word on it."""
    if department.pk not in department_ids(account, at):
        raise InvalidInput(
            f"{department.code} does not use this account.",
            why="An account is decided on by the authority of a department that uses it (IV.A).",
            field="department",
        )


def require_reason(reason: str, why: str) -> None:
    """Raise `InvalidInput` where an act that has a reason is done without one."""
    if not reason.strip():
        raise InvalidInput("Say why.", why=why, field="reason")


def tell_decision(
    on: OfficialAccount,
    department: Department,
    decision: Decision,
    by: Actor,
    reason: str,
    after: dict[str, object] | None = None,
    *,
    act: str,
) -> None:
    """The entry of what was decided under a power, with the instrument."""
    tell_trail(
        act=act,
        on=on,
        by=by,
        at=decision.at,
        clause=decision.holding.basis,
        capacity=decision.holding.capacity,
        instrument=decision.holding.reference,
        department=department,
        after={**(after or {}), **({"reason_hash": c1_hash(reason)} if reason.strip() else {})},
    )


def tell_act(on: OfficialAccount, by: Actor, at: datetime, capacity: str, reason: str, *, act: str) -> None:
    """The entry of what was done by City procedure."""
    after = {"reason_hash": c1_hash(reason)} if reason.strip() else {}
    tell_trail(act=act, on=on, by=by, at=at, clause=CITY_PROCEDURE, capacity=capacity, after=after)
