"""Setting right what was entered wrong: a correction is a new row that names the old; what was known stays known."""

from __future__ import annotations

from datetime import datetime
from typing import Any

from django.db import transaction

from directory.models import Assignment, Employee, EmployeeStatus, Role
from directory.permissions import require_role
from directory.services.consequences import ChangeKind, RosterChange, Told, assignment_facts, write_down
from directory.services.supervision import refuse_circle
from directory.services.timelines import assignments_of, contiguous_before, shift_start
from foundation import clock
from foundation.actor import Actor
from foundation.effective import DatedFact, restore, withdraw
from foundation.errors import Conflict, InvalidInput


@transaction.atomic
def correct(assignment: Assignment, *, by: Actor, effective_from: datetime | None = None, **changes: Any) -> Assignment:
    """Correct what an assignment says, or when it began; the one right before it then ends at the same moment."""
    employee = Employee.objects.select_for_update().get(pk=assignment.employee_id)
    at = clock.now()
    capacity = require_role(by, Role.ADMINISTRATOR, at, f"You cannot correct where {employee.name} worked.")
    rows = assignments_of(employee)
    row = next((other for other in rows if other.pk == assignment.pk), None)
    if row is None:
        raise Conflict(
            "Somebody corrected this entry already.",
            remedy="Open the person's page again and look at what it says now.",
        )
    start = effective_from or row.effective_from
    previous = [other for other in rows if other.effective_from < row.effective_from]
    before = contiguous_before(previous, row)
    _refuse_impossible_start(row, previous, before, start)
    if changes.get("supervisor"):
        refuse_circle(employee, changes["supervisor"], start)
    was = {**assignment_facts(row), "from": row.effective_from.isoformat()}
    corrected = shift_start(row, before, start=start, at=at, **changes)
    change = RosterChange(ChangeKind.CORRECTED, start, was, assignment_facts(corrected))
    write_down(by, Told(employee, change, corrected.department), at, capacity)
    return corrected


def _refuse_impossible_start(
    row: Assignment, previous: list[Assignment], before: Assignment | None, start: datetime
) -> None:
    if row.effective_until is not None and start >= row.effective_until:
        raise InvalidInput(
            "The beginning must lie before the end.", remedy="Give an earlier day.", field="effective_from"
        )
    earliest = before.effective_from if before else previous[-1].effective_until if previous else None
    if earliest is not None and (start < earliest or (before is not None and start == earliest)):
        raise InvalidInput(
            "The beginning lies before the end of what came earlier.",
            why="Somebody has one assignment at a time.",
            remedy="Give a later day, or correct the earlier assignment first.",
            field="effective_from",
        )


@transaction.atomic
def undo(employee: Employee, *, by: Actor, recorded_at: datetime) -> None:
    """Undo what was recorded about somebody at one moment (an ending made in error), by a dated correction.

    What that entry ended or withdrew is restored; until now it stays known that it was held true. Refused where
    later entries rest on it.
    """
    employee = Employee.objects.select_for_update().get(pk=employee.pk)
    at = clock.now()
    capacity = require_role(by, Role.ADMINISTRATOR, at, f"You cannot undo a change of {employee.name}.")
    written: list[DatedFact] = []
    replaced: list[DatedFact] = []
    for model in (Assignment, EmployeeStatus):
        rows = model._default_manager.filter(employee=employee)
        written.extend(rows.filter(recorded_at=recorded_at))
        replaced.extend(rows.filter(superseded_at=recorded_at))
    if not written and not replaced:
        raise InvalidInput(
            "There is nothing to undo.",
            why=f"Nothing about {employee.name} was recorded at that moment.",
            remedy="Choose an entry of the person's history.",
        )
    if any(row.superseded_at for row in written):
        raise Conflict(
            f"This change of {employee.name} can no longer be undone.",
            why="A later entry rests on it.",
            remedy="Undo or correct the later entry first.",
        )
    _restore(written, replaced, at)
    change = RosterChange(ChangeKind.UNDONE, at, {"recorded_at": recorded_at.isoformat()})
    department = Assignment.objects.in_effect(at, at).filter(employee=employee).select_related("department").first()
    write_down(by, Told(employee, change, department.department if department else None), at, capacity)


def _restore(written: list[DatedFact], replaced: list[DatedFact], at: datetime) -> None:
    successors = {(type(row), row.replaces and row.replaces.pk): row for row in written}
    for row in written:
        withdraw(row, at=at)
    for row in replaced:
        restore(row, naming=successors.get((type(row), row.pk), row), at=at)
