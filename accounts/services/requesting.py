"""Asking for a new account, registering one that exists, and taking a request back."""

from __future__ import annotations

from datetime import datetime

from django.db import IntegrityError, transaction

from accounts import notifications
from accounts.basis import APPROVAL
from accounts.models import (
    AccountClass,
    AccountDepartment,
    AccountFacts,
    AccountState,
    Custody,
    OfficialAccount,
    State,
    StewardRole,
    Stewardship,
)
from accounts.permissions import person_behind, require_requesting
from accounts.services.deciding import approve_by_office
from accounts.services.plans import AccountPlan, check_plan
from accounts.services.proposing import drop_change
from accounts.services.writing import (
    current,
    let_name_go,
    lock,
    name_is_taken,
    next_state,
    tell_trail,
    write_state,
)
from directory.models import Assignment, Employee, Role
from directory.permissions import holds_role
from foundation import clock
from foundation.actor import Actor
from foundation.canonical import c1_hash
from foundation.citations import CITY_PROCEDURE
from foundation.errors import Refusal
from foundation.references import new_reference


@transaction.atomic
def request_account(*, by: Actor, plan: AccountPlan, reason: str = "") -> OfficialAccount:
    """Ask for a new official account: it waits for the authority of each department that would use it (IV.A).

    For a department whose authority asks, it is approved by office in the same act, for `reason`.
    """
    at = clock.now()
    require_requesting(by, [plan.responsible], at, "You cannot ask for this account.")
    check_plan(plan, at, is_request=True)
    account = _write(plan, by, at, state=State.REQUESTED, was_found=False)
    tell_trail(
        act="accounts.asked_for",
        on=account,
        by=by,
        at=at,
        clause=APPROVAL,
        department=plan.responsible,
        after=said_of(plan),
    )
    missing = approve_by_office(account, plan.departments, by=by, reason=reason)
    if missing:
        notifications.tell_of_request(current(account, clock.now()), missing, by=by, at=at)
    return account


@transaction.atomic
def register_account(*, by: Actor, plan: AccountPlan, at: datetime | None = None) -> OfficialAccount:
    """Enter an account that exists already: *found*, until its authority adopts it; an official's own page is listed.

    The system may (an import without `--by`). `at` is for callers that have read the clock for a whole batch.
    """
    at = at or clock.now()
    if by.person is not None and not holds_role(by.person, Role.EMPLOYEE_RELATIONS, at):
        require_requesting(by, [plan.responsible], at, "You cannot register this account.")
    check_plan(plan, at, is_request=False)
    is_own = plan.account_class == AccountClass.OWN
    account = _write(plan, by, at, state=State.LISTED if is_own else State.FOUND, was_found=True)
    tell_trail(
        act="accounts.listed" if is_own else "accounts.found",
        on=account,
        by=by,
        at=at,
        clause=CITY_PROCEDURE,
        department=plan.responsible,
        after=said_of(plan),
    )
    return account


@transaction.atomic
def withdraw_request(*, by: Actor, account: OfficialAccount, reason: str = "") -> OfficialAccount:
    """Take back what one asked for; the name is free again."""
    lock(account)
    at = clock.now()
    standing = current(account, at)
    if person_behind(by, "A request is taken back by who made it.") != standing.entered_by:
        raise Refusal(
            "Only who asked for this account takes the request back.",
            clause=CITY_PROCEDURE,
            remedy="The authority may decline it.",
        )
    state = next_state(standing, "withdrawn")
    write_state(standing, state, by=by, at=at, reason=reason)
    let_name_go(standing, at)
    drop_change(standing, "The request was taken back.", by=by, at=at)
    tell_trail(act="accounts.withdrawn", on=standing, by=by, at=at, clause=CITY_PROCEDURE, after=_because(reason))
    return standing


def _write(plan: AccountPlan, by: Actor, at: datetime, *, state: State, was_found: bool) -> OfficialAccount:
    """The rows of a new account: identity, facts, departments, state, stewards and custody."""
    reference = new_reference("ACC", clock.city_date(at).year)
    dates = {"effective_from": at, "recorded_at": at}
    try:
        with transaction.atomic():
            account = OfficialAccount.objects.create(
                reference=reference, was_found=was_found, entered_by=by.person, entered_at=at
            )
            AccountFacts.objects.create(account=account, **plan.facts(), **dates)
    except IntegrityError as error:
        raise name_is_taken(error, plan.address.identity) from None
    for department in plan.departments:
        AccountDepartment.objects.create(
            account=account, department=department, is_responsible=department == plan.responsible, **dates
        )
    AccountState.objects.create(account=account, state=state, done_by=by.person, **dates)
    write_stewards(account, {StewardRole.PRIMARY: plan.primary, StewardRole.BACKUP: plan.backup}, at)
    if plan.credentials.strip() or plan.mailbox or plan.second_factor:
        Custody.objects.create(
            account=account,
            credentials=plan.credentials.strip(),
            mailbox=plan.mailbox,
            second_factor=plan.second_factor,
            **dates,
        )
    return current(account, at)


def write_stewards(account: OfficialAccount, named: dict[StewardRole, Employee | None], at: datetime) -> None:
    """The rows of newly named stewards, each with the department where the steward works now."""
    people = [person.pk for person in named.values() if person is not None]
    where = dict(
        Assignment.objects.in_effect(at).filter(employee_id__in=people).values_list("employee_id", "department_id")
    )
    for role, person in named.items():
        if person is not None:
            Stewardship.objects.create(
                account=account,
                person=person,
                role=role,
                department_id=where[person.pk],
                effective_from=at,
                recorded_at=at,
            )


def said_of(plan: AccountPlan) -> dict[str, object]:
    """What the trail keeps of a plan."""
    return {
        "identity": plan.address.identity,
        "class": plan.account_class,
        "departments": [department.code for department in plan.departments],
        "purpose_hash": c1_hash(plan.purpose),
        **_numbers(("primary", plan.primary), ("backup", plan.backup)),
    }


def _numbers(*named: tuple[str, Employee | None]) -> dict[str, str]:
    return {role: person.number for role, person in named if person is not None}


def _because(reason: str) -> dict[str, str]:
    return {"reason_hash": c1_hash(reason)} if reason.strip() else {}
