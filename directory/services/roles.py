"""City-wide roles: given and ended by an administrator, never to or for oneself."""

from __future__ import annotations

from datetime import datetime

from django.db import transaction

from directory.models import Employee, Role, RoleHolding
from directory.permissions import require_role
from directory.services.timelines import covering
from foundation import clock
from foundation.actor import Actor
from foundation.audit.services import record
from foundation.citations import CITY_PROCEDURE
from foundation.effective import end
from foundation.errors import Conflict, InvalidInput, Refusal


@transaction.atomic
def give_role(employee: Employee, role: str, *, by: Actor, until: datetime | None = None) -> RoleHolding:
    """Give somebody a role from now on; somebody who holds it already keeps it as it is."""
    employee, at, capacity = _decide(employee, by, "You cannot give this role.")
    if until is not None and until <= at:
        raise InvalidInput("The end must lie in the future.", remedy="Give a later end.", field="until")
    held = _held(employee, role, at)
    if held and RoleHolding.objects.usable(at).filter(pk=held.pk).exists():
        return held
    if held:
        # Ended by derivation (the person left and came back): the old holding gets its end, a new one begins.
        end(held, until=at, at=at)
    holding: RoleHolding = RoleHolding.objects.create(
        employee=employee, role=role, given_by=by.person, effective_from=at, effective_until=until, recorded_at=at
    )
    record(by=by, act="directory.role_given", on=employee, at=at, capacity=capacity, after=_facts(holding))
    return holding


@transaction.atomic
def end_role(employee: Employee, role: str, *, by: Actor) -> RoleHolding:
    """Take a role from somebody, from now on."""
    employee, at, capacity = _decide(employee, by, "You cannot end this role.")
    held = _held(employee, role, at)
    if held is None:
        raise Conflict(
            f"{employee.name} ({employee.number}) does not hold the role {Role(role).label}.",
            remedy="Open the page again: somebody may have ended it already.",
        )
    ended = end(held, until=at, at=at)
    record(by=by, act="directory.role_ended", on=employee, at=at, capacity=capacity, before=_facts(held))
    return ended


def _decide(employee: Employee, by: Actor, what: str) -> tuple[Employee, datetime, str]:
    employee = Employee.objects.select_for_update().get(pk=employee.pk)
    at = clock.now()
    capacity = require_role(by, Role.ADMINISTRATOR, at, what)
    if by.person and by.person.pk == employee.pk:
        raise Refusal(
            "Nobody gives or ends a role of their own.",
            why="Nobody decides for themselves.",
            clause=CITY_PROCEDURE,
            remedy="Ask another administrator.",
        )
    return employee, at, capacity


def _held(employee: Employee, role: str, at: datetime) -> RoleHolding | None:
    rows: list[RoleHolding] = list(RoleHolding.objects.not_superseded().filter(employee=employee, role=role))
    return covering(rows, at)


def _facts(holding: RoleHolding) -> dict[str, str]:
    return {
        "role": holding.role,
        "from": holding.effective_from.isoformat(),
        "until": holding.effective_until.isoformat() if holding.effective_until else "",
    }
