"""What a row would do, compared with what the portal holds: a list of acts, empty where nothing differs."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable
from dataclasses import dataclass, field
from datetime import datetime
from typing import Any

from directory.models import Assignment, Employee, EmployeeStatus, ImportRow, RowState, Status
from directory.services.timelines import covering

HIRE, IDENTITY, MOVE, TITLE, OTHER = "hire", "identity", "move", "title", "reassign"
LEAVE, SUSPEND, RETURN, LEFT = "leave", "suspend", "return", "left"
AWAY_ACTS = {Status.ON_LEAVE.value: LEAVE, Status.SUSPENDED.value: SUSPEND}
ENDING = frozenset({LEFT, MOVE})
"""Acts that may end powers: leaving, and moving under another authority."""


@dataclass
class Present:
    """What the portal holds of the people of some rows, read with three queries whatever their number."""

    employees: dict[str, Employee] = field(default_factory=dict)
    assignments: dict[int, list[Assignment]] = field(default_factory=lambda: defaultdict(list))
    statuses: dict[int, list[EmployeeStatus]] = field(default_factory=lambda: defaultdict(list))
    emails: dict[str, str] = field(default_factory=dict)

    @classmethod
    def of(cls, rows: Iterable[ImportRow]) -> Present:
        """Read what is held about the numbers of some rows."""
        rows = list(rows)
        present = cls()
        present.employees = {
            employee.number: employee for employee in Employee.objects.filter(number__in=[row.number for row in rows])
        }
        ids = [employee.pk for employee in present.employees.values()]
        assignments = Assignment.objects.not_superseded().filter(employee_id__in=ids)
        for assignment in assignments.select_related("department", "supervisor").order_by("effective_from"):
            present.assignments[assignment.employee_id].append(assignment)
        for status in EmployeeStatus.objects.not_superseded().filter(employee_id__in=ids).order_by("effective_from"):
            present.statuses[status.employee_id].append(status)
        emails = [row.wanted["email"] for row in rows if row.wanted.get("email")]
        present.emails = dict(Employee.objects.filter(email__in=emails).values_list("email", "number"))
        return present


def plan(row: ImportRow, present: Present, at: datetime) -> None:
    """Say in `row` what it does, or what keeps it from doing it."""
    wanted = row.wanted
    effective = _effective(wanted) or at
    employee = present.employees.get(row.number)
    owner = present.emails.get(wanted.get("email", ""))
    if owner is not None and owner != row.number:
        why = f"The work e-mail address belongs to the employee {owner}."
        row.reject(column="email", value=wanted["email"], why=why, remedy="Correct it, or empty the cell.")
        return
    if employee is None:
        _plan_new(row, effective)
        return
    row.employee_id = employee.pk
    assignments = present.assignments[employee.pk]
    current = covering(assignments, effective)
    status = covering(present.statuses[employee.pk], effective)
    acts = _identity(wanted, employee)
    if current is None:
        acts += _plan_without_assignment(row, assignments, status, effective)
    else:
        acts += _reassignment(wanted, current) + _status_change(row, wanted, status, current)
    row.acts = acts
    if row.state != RowState.REJECTED:
        row.state = RowState.PLANNED if acts else RowState.UNCHANGED


def _effective(wanted: dict[str, Any]) -> datetime | None:
    # A leaver's last day counts before the day from which the row speaks.
    given = wanted.get("last_day") or wanted.get("effective")
    return datetime.fromisoformat(given) if given else None


def _plan_new(row: ImportRow, effective: datetime) -> None:
    wanted = row.wanted
    if wanted.get("status") == Status.LEFT:
        row.reject(
            column="number",
            value=row.number,
            why="Nobody has this number, so nobody leaves.",
            remedy="Check the number, or take the row out.",
        )
        return
    for column in ("name", "department"):
        if not wanted.get(column):
            row.reject(
                column=column,
                value="",
                why="The portal does not know this number, and somebody new needs a name and a department.",
                remedy="Fill it in, or correct the number.",
            )
    row.acts = [HIRE, *([AWAY_ACTS[wanted["status"]]] if wanted.get("status") in AWAY_ACTS else [])]
    if row.state != RowState.REJECTED:
        row.state = RowState.PLANNED


def _plan_without_assignment(
    row: ImportRow, assignments: list[Assignment], status: EmployeeStatus | None, effective: datetime
) -> list[str]:
    wanted = row.wanted
    if wanted.get("status") == Status.LEFT:
        return []  # has left already, or leaves on exactly that day
    if not assignments or (status and status.status == Status.LEFT and status.effective_from < effective):
        if wanted.get("status") == Status.ACTIVE or not assignments:
            if wanted.get("department"):
                return [HIRE]
            row.reject(
                column="department", value="", why="Somebody hired again needs a department.", remedy="Fill it in."
            )
            return []
        row.reject(
            column="status",
            value=wanted.get("status", ""),
            why="This person has left the City.",
            remedy="Write “active” into the status to hire them again, or take the row out.",
        )
        return []
    row.reject(
        column="effective",
        value=effective.date().isoformat(),
        why="On that day the person did not work for the City.",
        remedy="Correct the date, or correct the person's page first.",
    )
    return []


def _identity(wanted: dict[str, Any], employee: Employee) -> list[str]:
    fields = ("name", "email", "works_without_computer")
    return [IDENTITY] if any(name in wanted and wanted[name] != getattr(employee, name) for name in fields) else []


def _reassignment(wanted: dict[str, Any], current: Assignment) -> list[str]:
    if wanted.get("status") == Status.LEFT:
        return []
    supervisor = current.supervisor.number if current.supervisor else ""
    if "department" in wanted and wanted["department"] != current.department.code:
        return [MOVE]
    if "title" in wanted and wanted["title"] != current.title:
        return [TITLE]
    if "standing" in wanted and wanted["standing"] != current.standing:
        return [OTHER]
    return [OTHER] if "supervisor" in wanted and wanted["supervisor"] != supervisor else []


def _status_change(
    row: ImportRow, wanted: dict[str, Any], status: EmployeeStatus | None, current: Assignment
) -> list[str]:
    now, then = wanted.get("status"), status.status if status else Status.ACTIVE.value
    if now is None:
        return []
    if now == Status.LEFT:
        effective = _effective(wanted)
        if effective is not None and effective <= current.effective_from:
            row.reject(
                column="effective",
                value=effective.date().isoformat(),
                why="The last day lies before the present assignment begins.",
                remedy="Correct the date.",
            )
        return [LEFT]
    if now == Status.ACTIVE:
        return [RETURN] if then in AWAY_ACTS else []
    until = datetime.fromisoformat(wanted["until"]) if "until" in wanted else None
    if then == now and (status is None or until is None or status.effective_until == until):
        return []
    return [AWAY_ACTS[now]]
