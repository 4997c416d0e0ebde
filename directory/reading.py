"""What the pages of people and departments show, in a constant number of queries."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass, field
from datetime import datetime
from typing import Any

from directory.models import Assignment, Department, DepartmentProfile, Employee, EmployeeStatus, RoleHolding, Status
from directory.tree import Tree
from foundation.audit.history import told_of
from foundation.audit.models import Entry

TONES = {Status.ACTIVE: "good", Status.ON_LEAVE: "waiting", Status.SUSPENDED: "bad", Status.LEFT: "over"}


@dataclass
class Line:
    """A person as a list shows them: where, as what, and whether at work."""

    employee: Employee
    assignment: Assignment | None = None
    status: str = Status.ACTIVE
    department: str = ""

    @property
    def status_label(self) -> str:
        """The status in words; somebody without an assignment has none."""
        if self.assignment is None and self.status == Status.ACTIVE:
            return "Not assigned"
        return str(Status(self.status).label)

    @property
    def tone(self) -> str:
        """How the status is coloured, besides its word."""
        return TONES[Status(self.status)] if self.assignment or self.status != Status.ACTIVE else ""


def lines_of(people: Iterable[Employee], at: datetime, tree: Tree) -> list[Line]:
    """The lines of some people: two queries, however many they are."""
    lines = {person.pk: Line(person) for person in people}
    assignments = (
        Assignment.objects.in_effect(at).filter(employee_id__in=lines).select_related("supervisor", "department")
    )
    for assignment in assignments:
        line = lines[assignment.employee_id]
        line.assignment, line.department = assignment, tree.name(assignment.department_id)
    for status in EmployeeStatus.objects.in_effect(at).filter(employee_id__in=lines):
        lines[status.employee_id].status = status.status
    return list(lines.values())


@dataclass
class Life:
    """Somebody's dated facts as they stand now, the latest first."""

    assignments: list[Assignment]
    statuses: list[EmployeeStatus]
    roles: list[RoleHolding]
    entries: list[Entry]
    moments: list[tuple[datetime, str]] = field(default_factory=list)


def life_of(person: Employee) -> Life:
    """The whole history of a person, and the moments whose record could be undone."""
    rows: dict[str, Any] = {}
    for name, model in (("assignments", Assignment), ("statuses", EmployeeStatus), ("roles", RoleHolding)):
        facts = model._default_manager.filter(employee=person, superseded_at__isnull=True)
        rows[name] = facts.order_by("-effective_from")
    rows["assignments"] = rows["assignments"].select_related("department", "supervisor")
    life = Life(list(rows["assignments"]), list(rows["statuses"]), list(rows["roles"]), told_of(person))
    words = {entry.at: entry.words for entry in life.entries}
    moments = {fact.recorded_at for fact in [*life.assignments, *life.statuses]}
    life.moments = [(moment, words.get(moment, "an entry")) for moment in sorted(moments, reverse=True)]
    return life


def profiles_of(department: Department) -> list[DepartmentProfile]:
    """What a department was, as known now, the latest first."""
    rows = DepartmentProfile.objects.not_superseded().filter(department=department)
    return list(rows.select_related("parent", "speech_office").order_by("-effective_from"))
