"""The roster: hiring, moving, leave, leaving, and setting right what was entered wrong.

One transaction each: lock the person, read the clock once, check, write dated rows, the trail, and what follows
(`ROSTER_CONSEQUENCES`). A change holds from `effective` (left out: from now) until the next one already recorded.
"""

from __future__ import annotations

from datetime import datetime
from typing import Any

from django.db import transaction

from directory.models import Assignment, Department, Employee, EmployeeStatus, Role, Status
from directory.permissions import require_role
from directory.services.consequences import ChangeKind, RosterChange, assignment_facts, write_down
from directory.services.corrections import correct, undo
from directory.services.hiring import Hire, hire, hire_many
from directory.services.identity import change_identity
from directory.services.supervision import refuse_circle
from directory.services.timelines import assignments_of, change_from, covering, mark_of_assignments, statuses_of
from foundation import clock
from foundation.actor import Actor
from foundation.effective import end, withdraw
from foundation.errors import Conflict, InvalidInput
from foundation.staleness import refuse_stale

__all__ = [
    "Hire",
    "change_identity",
    "change_supervisor",
    "change_title",
    "correct",
    "hire",
    "hire_many",
    "leave_the_city",
    "move",
    "reassign",
    "return_from_leave",
    "start_leave",
    "suspend",
    "undo",
]

_KINDS = [
    ("department", ChangeKind.MOVED),
    ("title", ChangeKind.TITLE_CHANGED),
    ("standing", ChangeKind.STANDING_CHANGED),
    ("supervisor", ChangeKind.SUPERVISOR_CHANGED),
]


@transaction.atomic
def reassign(
    employee: Employee, *, by: Actor, effective: datetime | None = None, seen: str | None = None, **changes: Any
) -> Assignment:
    """Change department, title, standing or supervisor from a moment on; several at once are one change.

    `seen` is the mark of the assignments that a form was opened on.
    """
    employee = Employee.objects.select_for_update().get(pk=employee.pk)
    at = clock.now()
    capacity = require_role(by, Role.ADMINISTRATOR, at, f"You cannot change where {employee.name} works.")
    refuse_stale(seen, mark_of_assignments(employee), f"Where {employee.name} works")
    effective = effective or at
    row = covering(assignments_of(employee), effective)
    if row is None:
        raise _not_employed(employee)
    changed = {name: value for name, value in changes.items() if getattr(row, name) != value}
    if not changed:
        return row
    if changed.get("supervisor"):
        refuse_circle(employee, changed["supervisor"], effective)
    before = assignment_facts(row)
    fresh = change_from(row, effective=effective, at=at, **changed)
    kind = next(kind for name, kind in _KINDS if name in changed)
    write_down(
        by, employee, RosterChange(kind, effective, before, assignment_facts(fresh)), at, capacity, fresh.department
    )
    return fresh


def _not_employed(employee: Employee) -> Conflict:
    return Conflict(
        f"{employee.name} ({employee.number}) does not work for the City on that day.",
        why="There is no assignment in effect that could be changed.",
        remedy="Give a day within an employment, or hire the person first.",
    )


def move(
    employee: Employee, *, by: Actor, department: Department, effective: datetime | None = None, **changes: Any
) -> Assignment:
    """Move somebody to another department; `title` and `supervisor` may change with it."""
    return reassign(employee, by=by, effective=effective, department=department, **changes)


def change_title(employee: Employee, *, by: Actor, title: str, effective: datetime | None = None) -> Assignment:
    """Give somebody another title or rank."""
    return reassign(employee, by=by, effective=effective, title=title)


def change_supervisor(
    employee: Employee, *, by: Actor, supervisor: Employee | None, effective: datetime | None = None
) -> Assignment:
    """Put somebody under another supervisor, or under none."""
    return reassign(employee, by=by, effective=effective, supervisor=supervisor)


def start_leave(
    employee: Employee, *, by: Actor, effective: datetime | None = None, until: datetime | None = None
) -> EmployeeStatus:
    """Begin a leave, with or without a known end; what the person holds rests meanwhile."""
    return _be_away(employee, Status.ON_LEAVE, ChangeKind.LEAVE_STARTED, by, effective, until)


def suspend(
    employee: Employee, *, by: Actor, effective: datetime | None = None, until: datetime | None = None
) -> EmployeeStatus:
    """Suspend somebody: they cannot sign in, and what they hold rests meanwhile."""
    return _be_away(employee, Status.SUSPENDED, ChangeKind.SUSPENDED, by, effective, until)


@transaction.atomic
def _be_away(
    employee: Employee, status: Status, kind: ChangeKind, by: Actor, effective: datetime | None, until: datetime | None
) -> EmployeeStatus:
    employee = Employee.objects.select_for_update().get(pk=employee.pk)
    at = clock.now()
    capacity = require_role(by, Role.ADMINISTRATOR, at, f"You cannot change the status of {employee.name}.")
    effective = effective or at
    if until is not None and until <= effective:
        raise InvalidInput("The end must lie after the beginning.", remedy="Give a later end.", field="until")
    assignment = covering(assignments_of(employee), effective)
    if assignment is None:
        raise _not_employed(employee)
    rows = statuses_of(employee)
    row = covering(rows, effective)
    before = {"status": row.status if row else Status.ACTIVE}
    if row and row.status == status and row.effective_until == until:
        return row
    later = [other for other in rows if other.effective_from > effective]
    if any(until is None or other.effective_from < until for other in later):
        raise Conflict(
            f"Another absence of {employee.name} is already recorded from {clock.city_date(later[0].effective_from)}.",
            why="Two absences cannot overlap.",
            remedy="End this one before that day, or correct the other first.",
        )
    fresh: EmployeeStatus
    if row:
        fresh = change_from(row, effective=effective, at=at, status=status, effective_until=until)
    else:
        fresh = EmployeeStatus.objects.create(
            employee=employee, status=status, effective_from=effective, effective_until=until, recorded_at=at
        )
    after = {"status": status, "until": until.isoformat() if until else ""}
    write_down(by, employee, RosterChange(kind, effective, before, after), at, capacity, assignment.department)
    return fresh


@transaction.atomic
def return_from_leave(employee: Employee, *, by: Actor, effective: datetime | None = None) -> EmployeeStatus:
    """End a leave or a suspension: from `effective` on the person is at work, and what they hold is in effect."""
    employee = Employee.objects.select_for_update().get(pk=employee.pk)
    at = clock.now()
    capacity = require_role(by, Role.ADMINISTRATOR, at, f"You cannot change the status of {employee.name}.")
    effective = effective or at
    row = covering(statuses_of(employee), effective)
    if row is None or row.status not in {Status.ON_LEAVE, Status.SUSPENDED} or row.effective_from == effective:
        raise Conflict(
            f"{employee.name} ({employee.number}) is neither on leave nor suspended on that day.",
            remedy="Look at the person's page: it shows every absence with its dates.",
        )
    ended = end(row, until=effective, at=at)
    assignment = covering(assignments_of(employee), effective)
    change = RosterChange(ChangeKind.RETURNED, effective, {"status": row.status}, {"status": Status.ACTIVE})
    write_down(by, employee, change, at, capacity, assignment.department if assignment else None)
    return ended


@transaction.atomic
def leave_the_city(employee: Employee, *, by: Actor, effective: datetime | None = None) -> EmployeeStatus:
    """End somebody's work for the City at `effective` (the first moment after it); everything held ends for good.

    What was planned for later (a move, a leave) is withdrawn; `undo` restores all of it.
    """
    employee = Employee.objects.select_for_update().get(pk=employee.pk)
    at = clock.now()
    capacity = require_role(by, Role.ADMINISTRATOR, at, f"You cannot end the employment of {employee.name}.")
    effective = effective or at
    statuses = statuses_of(employee)
    already = next((row for row in statuses if row.status == Status.LEFT and row.effective_from == effective), None)
    if already:
        return already
    assignments = assignments_of(employee)
    row = covering(assignments, effective) or next(
        (other for other in assignments if other.effective_until == effective), None
    )
    if row is None or row.effective_from >= effective:
        raise _not_employed(employee)
    for planned in (other for other in assignments if other.effective_from >= effective):
        withdraw(planned, at=at)
    if row.effective_until != effective:
        end(row, until=effective, at=at)
    for absence in statuses:
        if absence.effective_from >= effective:
            withdraw(absence, at=at)
        elif absence.effective_until is None or absence.effective_until > effective:
            end(absence, until=effective, at=at)
    left: EmployeeStatus = EmployeeStatus.objects.create(
        employee=employee, status=Status.LEFT, effective_from=effective, recorded_at=at
    )
    change = RosterChange(ChangeKind.LEFT, effective, assignment_facts(row), {"status": Status.LEFT})
    write_down(by, employee, change, at, capacity, row.department)
    return left
