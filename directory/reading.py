"""What the pages of people and departments show, in a constant number of queries."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass, field
from datetime import datetime
from typing import Any

from directory.models import Assignment, Department, DepartmentProfile, Employee, EmployeeStatus, RoleHolding, Status
from directory.tree import Tree
from foundation.audit.models import Entry

TONES = {Status.ACTIVE: "good", Status.ON_LEAVE: "waiting", Status.SUSPENDED: "bad", Status.LEFT: "over"}
MOST_ENTRIES = 50
ACTS = {
    "directory.hired": "entered the person",
    "directory.entered": "entered the person",
    "directory.moved": "moved the person to another department",
    "directory.title_changed": "changed the title",
    "directory.supervisor_changed": "changed the supervisor",
    "directory.standing_changed": "changed the standing",
    "directory.leave_started": "recorded a leave",
    "directory.suspended": "recorded a suspension",
    "directory.returned": "recorded the return",
    "directory.left": "recorded the leaving",
    "directory.corrected": "corrected an assignment",
    "directory.undone": "undid a change",
    "directory.identity_changed": "changed name, e-mail or computer",
    "directory.role_given": "gave a role",
    "directory.role_ended": "ended a role",
    "directory.code_issued": "handed over a one-time code",
    "directory.link_sent": "sent a sign-in link",
    "directory.password_chosen": "chose a password",
    "directory.department_created": "entered the department",
    "directory.department_changed": "changed the department",
    "directory.department_hosts_changed": "changed the website hosts",
    "directory.import_uploaded": "uploaded the file",
    "directory.import_checked": "checked the file",
    "directory.import_put_before_second": "put it before a second person",
    "directory.import_started": "let it in",
    "directory.import_confirmed": "confirmed it",
    "directory.import_cancelled": "cancelled it",
    "directory.import_applied": "finished",
    "directory.import_undone": "undid it",
}


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
    assignments = Assignment.objects.in_effect(at).filter(employee_id__in=lines).select_related("supervisor")
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
    life = Life(list(rows["assignments"]), list(rows["statuses"]), list(rows["roles"]), entries_of(person))
    words = {entry.at: entry.words for entry in life.entries}  # type: ignore[attr-defined]
    moments = {fact.recorded_at for fact in [*life.assignments, *life.statuses]}
    life.moments = [(moment, words.get(moment, "an entry")) for moment in sorted(moments, reverse=True)]
    return life


def entries_of(thing: Any) -> list[Entry]:
    """The latest entries of the trail about a thing, each with its act in words."""
    rows = Entry.objects.filter(object_kind=thing._meta.label_lower, object_id=str(thing.pk))
    entries = list(rows.order_by("-id")[:MOST_ENTRIES])
    for entry in entries:
        entry.words = ACTS.get(entry.act, entry.act)  # type: ignore[attr-defined]
        entry.object_label = ""
    return entries


def profiles_of(department: Department) -> list[DepartmentProfile]:
    """What a department was, as known now, the latest first."""
    rows = DepartmentProfile.objects.not_superseded().filter(department=department)
    return list(rows.select_related("parent", "speech_office").order_by("-effective_from"))
