"""Entering many accounts that exist already, as an import finds them: the rules and rows of `register_account`."""

from __future__ import annotations

from collections.abc import Sequence

from django.db import IntegrityError, transaction

from accounts.models import AccountDepartment, AccountFacts, AccountState, OfficialAccount, Platform, State
from accounts.services.plans import AccountPlan, check_plan
from accounts.services.requesting import said_of
from accounts.services.writing import name_is_taken, subject
from directory.models import Role
from directory.permissions import require_role
from foundation import clock
from foundation.actor import Actor
from foundation.audit.services import Act, record_many
from foundation.citations import CITY_PROCEDURE
from foundation.errors import Conflict
from foundation.references import new_reference

IMPORTERS = (Role.EMPLOYEE_RELATIONS, Role.ADMINISTRATOR)
"""Who brings accounts in from a file: as *found*, which is no power of the regulation."""


@transaction.atomic
def register_many(*, by: Actor, plans: Sequence[AccountPlan]) -> list[OfficialAccount | Conflict]:
    """Enter accounts as *found*, in a few statements; the system may (an import without `--by`).

    Each stands or falls alone: in the place of one whose name somebody else has taken meanwhile comes why. Plans of
    imports name no stewards and no custody.
    """
    at = clock.now()
    capacity = require_role(by, IMPORTERS, at, "You cannot import accounts.")
    for plan in plans:
        check_plan(plan, at, is_request=False)
    try:
        with transaction.atomic():
            return list(_write(plans, by, capacity))
    except IntegrityError:
        return [_write_alone(plan, by, capacity) for plan in plans]


def _write_alone(plan: AccountPlan, by: Actor, capacity: str) -> OfficialAccount | Conflict:
    try:
        with transaction.atomic():
            return _write([plan], by, capacity)[0]
    except IntegrityError as error:
        return name_is_taken(error, plan.address.identity)


def _write(plans: Sequence[AccountPlan], by: Actor, capacity: str) -> list[OfficialAccount]:
    at = clock.now()
    dates = {"effective_from": at, "recorded_at": at}
    platforms = {row.code: row for row in Platform.objects.filter(code__in={plan.address.platform for plan in plans})}
    year = clock.city_date(at).year
    accounts = OfficialAccount.objects.bulk_create(
        OfficialAccount(reference=new_reference("ACC", year), was_found=True, entered_by=by.person, entered_at=at)
        for _ in plans
    )
    pairs = list(zip(accounts, plans, strict=True))
    AccountFacts.objects.bulk_create(
        AccountFacts(account=account, **plan.facts(platforms[plan.address.platform]), **dates)
        for account, plan in pairs
    )
    AccountDepartment.objects.bulk_create(
        AccountDepartment(
            account=account, department=department, is_responsible=department == plan.responsible, **dates
        )
        for account, plan in pairs
        for department in plan.departments
    )
    AccountState.objects.bulk_create(
        AccountState(account=account, state=State.FOUND, done_by=by.person, **dates) for account in accounts
    )
    record_many(
        by=by,
        at=at,
        acts=[
            Act(
                act="accounts.found",
                on=subject(account),
                capacity=capacity,
                clause=CITY_PROCEDURE,
                department_code=plan.responsible.code,
                after=said_of(plan),
            )
            for account, plan in pairs
        ],
    )
    return accounts
