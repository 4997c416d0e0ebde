"""What must be written when somebody's place in the roster changes.

What must *end* ends by derivation. What must be *written* (a hand-over list, notices) is the business of apps
above this one: settings `ROSTER_CONSEQUENCES` lists their functions by dotted name, in order. Each is called in
the transaction of the changes as `f(by=, changes=, at=)`, in their order, and is safe to repeat.

Whose change calls for an answer that rests on the roster right after it is *watched*: settings `ROSTER_WATCHED` lists
functions that find them among ids. They are changed alone, never together with others.
"""

from __future__ import annotations

from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import datetime
from enum import StrEnum
from typing import Any

from django.conf import settings
from django.utils.module_loading import import_string

from directory.models import Assignment, Department, Employee
from foundation.actor import Actor
from foundation.audit.services import Act, record_many, subject_of


class ChangeKind(StrEnum):
    """What happened to somebody's place in the roster."""

    HIRED = "hired"
    MOVED = "moved"
    TITLE_CHANGED = "title_changed"
    SUPERVISOR_CHANGED = "supervisor_changed"
    STANDING_CHANGED = "standing_changed"
    LEAVE_STARTED = "leave_started"
    SUSPENDED = "suspended"
    RETURNED = "returned"
    LEFT = "left"
    CORRECTED = "corrected"
    UNDONE = "undone"


@dataclass(frozen=True)
class RosterChange:
    """One change: what happened, from when, and what was so before and after (ids, codes, dates as text)."""

    kind: ChangeKind
    effective: datetime
    before: Mapping[str, Any] = field(default_factory=dict)
    after: Mapping[str, Any] = field(default_factory=dict)


def watched(employee_ids: Collection[int]) -> set[int]:
    """Those of some people whose changes are made one by one: what follows from each depends on the moment between."""
    found: set[int] = set()
    for name in settings.ROSTER_WATCHED if employee_ids else ():
        found.update(import_string(name)(employee_ids))
    return found


def assignment_facts(assignment: Assignment) -> dict[str, str]:
    """What an assignment says, as codes and numbers, for the trail and the consequences."""
    return {
        "department": assignment.department.code,
        "title": assignment.title,
        "standing": assignment.standing,
        "supervisor": assignment.supervisor.number if assignment.supervisor else "",
    }


@dataclass(frozen=True)
class Told:
    """A change of somebody's place in the roster, about to be written down."""

    employee: Employee
    change: RosterChange
    department: Department | None


def act_of(told: Told, capacity: str) -> Act:
    """A change as the trail tells of it."""
    on = told.employee
    return Act(
        act=f"directory.{told.change.kind}",
        # What is told of somebody goes by what they are called now; who is not in yet has no id.
        on=subject_of(on) if on.pk else on,
        capacity=capacity,
        department_code=told.department.code if told.department else "",
        before=told.change.before,
        after={**told.change.after, "effective": told.change.effective.isoformat()},
    )


def follow(by: Actor, changes: Sequence[Told], at: datetime) -> None:
    """Call every consequence that settings list, in order, inside the transaction of the changes."""
    for name in settings.ROSTER_CONSEQUENCES if changes else ():
        import_string(name)(by=by, changes=changes, at=at)


def write_down(by: Actor, told: Told, at: datetime, capacity: str) -> None:
    """Write a change into the trail, then call what follows from it."""
    record_many(by=by, at=at, acts=[act_of(told, capacity)])
    follow(by, [told], at)
