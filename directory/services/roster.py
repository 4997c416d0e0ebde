"""The roster: hiring, moving, leave, leaving, and setting right what was entered wrong.

One transaction each: lock the person, read the clock once, check, write dated rows, the trail, and what follows
(`ROSTER_CONSEQUENCES`). A change holds from `effective` (left out: from now) until the next one already recorded.
Many at once: `change_many`, with the same steps.
"""

from __future__ import annotations

from datetime import datetime
from typing import Any, cast

from directory.models import Assignment, Department, Employee, EmployeeStatus, Status
from directory.services.absences import BeAway, ComeBack, LeaveTheCity
from directory.services.assigning import Reassign
from directory.services.changing import Change, Changed, change_many, change_one
from directory.services.corrections import correct, undo
from directory.services.drafts import Step
from directory.services.hiring import Hire, hire, hire_many
from directory.services.identity import Identify, change_identity
from foundation.actor import Actor

__all__ = [
    "BeAway",
    "Change",
    "Changed",
    "ComeBack",
    "Hire",
    "Identify",
    "LeaveTheCity",
    "Reassign",
    "Step",
    "change_identity",
    "change_many",
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


def reassign(
    employee: Employee, *, by: Actor, effective: datetime | None = None, seen: str | None = None, **changes: Any
) -> Assignment:
    """Change department, title, standing or supervisor from a moment on; several at once are one change.

    `seen` is the mark of the assignments that a form was opened on.
    """
    step = Reassign(changes=changes, effective=effective, seen=seen)
    return cast(Assignment, change_one(employee.number, step, by=by).result)


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
    step = BeAway(status=Status.ON_LEAVE, effective=effective, until=until)
    return cast(EmployeeStatus, change_one(employee.number, step, by=by).result)


def suspend(
    employee: Employee, *, by: Actor, effective: datetime | None = None, until: datetime | None = None
) -> EmployeeStatus:
    """Suspend somebody: they cannot sign in, and what they hold rests meanwhile."""
    step = BeAway(status=Status.SUSPENDED, effective=effective, until=until)
    return cast(EmployeeStatus, change_one(employee.number, step, by=by).result)


def return_from_leave(employee: Employee, *, by: Actor, effective: datetime | None = None) -> EmployeeStatus:
    """End a leave or a suspension: from `effective` on the person is at work, and what they hold is in effect."""
    return cast(EmployeeStatus, change_one(employee.number, ComeBack(effective=effective), by=by).result)


def leave_the_city(employee: Employee, *, by: Actor, effective: datetime | None = None) -> EmployeeStatus:
    """End somebody's work for the City at `effective` (the first moment after it); everything held ends for good.

    What was planned for later (a move, a leave) is withdrawn; `undo` restores all of it.
    """
    return cast(EmployeeStatus, change_one(employee.number, LeaveTheCity(effective=effective), by=by).result)
