"""Where somebody works, as what, and under whom: changed from a moment on until the next change already recorded."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import datetime
from typing import Any

from directory.models import Assignment, Employee
from directory.services.consequences import ChangeKind, RosterChange, assignment_facts
from directory.services.drafts import Draft, Step
from directory.services.timelines import covering
from foundation.errors import Conflict
from foundation.staleness import mark_of, refuse_stale

_KINDS = [
    ("department", ChangeKind.MOVED),
    ("title", ChangeKind.TITLE_CHANGED),
    ("standing", ChangeKind.STANDING_CHANGED),
    ("supervisor", ChangeKind.SUPERVISOR_CHANGED),
]


def not_employed(employee: Employee) -> Conflict:
    """What is said where somebody has no assignment on the day of a change."""
    return Conflict(
        f"{employee.name} ({employee.number}) does not work for the City on that day.",
        why="There is no assignment in effect that could be changed.",
        remedy="Give a day within an employment, or hire the person first.",
    )


@dataclass(frozen=True, kw_only=True)
class Reassign(Step):
    """Another department, title, standing or supervisor; several at once are one change."""

    changes: Mapping[str, Any] = field(default_factory=dict)
    effective: datetime | None = None
    seen: str | None = None

    @property
    def supervisor(self) -> Employee | None:  # type: ignore[override]
        """Who is named as the supervisor."""
        named: Employee | None = self.changes.get("supervisor")
        return named

    def take(self, draft: Draft) -> Assignment:
        """See `directory.services.roster.reassign`."""
        employee = draft.employee
        capacity = draft.book.capacity(f"You cannot change where {employee.name} works.")
        mark = mark_of(sorted(row.pk for row in draft.life.assignments)) if self.seen is not None else ""
        refuse_stale(self.seen, mark, f"Where {employee.name} works")
        effective = self.effective or draft.at
        row = covering(draft.life.assignments, effective)
        if row is None:
            raise not_employed(employee)
        changed = {name: value for name, value in self.changes.items() if getattr(row, name) != value}
        if not changed:
            return row
        draft.refuse_circle(changed.get("supervisor"), effective)
        before = assignment_facts(row)
        fresh = draft.change_from(row, effective=effective, **changed)
        kind = next(kind for name, kind in _KINDS if name in changed)
        draft.tell(RosterChange(kind, effective, before, assignment_facts(fresh)), fresh.department, capacity)
        return fresh
