"""What must be written when somebody's place in the roster changes.

What must *end* ends by derivation. What must be *written* (a hand-over list, notices) is the business of apps
above this one: settings `ROSTER_CONSEQUENCES` lists their functions by dotted name, in order. Each is called in
the transaction of the change as `f(by=, employee=, change=, at=)` and is safe to repeat.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from datetime import datetime
from enum import StrEnum
from typing import Any

from django.conf import settings
from django.utils.module_loading import import_string

from directory.models import Assignment, Department, Employee
from foundation.actor import Actor
from foundation.audit.services import Act, record_many


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


def follow(by: Actor, employee: Employee, change: RosterChange, at: datetime) -> None:
    """Call every consequence that settings list, in order, inside the transaction of the change."""
    for name in settings.ROSTER_CONSEQUENCES:
        import_string(name)(by=by, employee=employee, change=change, at=at)


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


def write_down(
    by: Actor, employee: Employee, change: RosterChange, at: datetime, capacity: str, department: Department | None
) -> None:
    """Write a change into the trail, then call what follows from it."""
    write_down_many(by, [Told(employee, change, department)], at, capacity)


def write_down_many(by: Actor, changes: Sequence[Told], at: datetime, capacity: str) -> None:
    """Write several changes into the trail, an entry each, then call what follows from each, in the same order."""
    acts = (
        Act(
            act=f"directory.{told.change.kind}",
            on=told.employee,
            capacity=capacity,
            department_code=told.department.code if told.department else "",
            before=told.change.before,
            after={**told.change.after, "effective": told.change.effective.isoformat()},
        )
        for told in changes
    )
    record_many(by=by, at=at, acts=acts)
    for told in changes:
        follow(by, told.employee, told.change, at)
