"""How a dated life is changed: from a moment on, until the next change that is already recorded.

Used by the services of this package only; each call belongs inside the caller's transaction, after its lock.
"""

from __future__ import annotations

from collections.abc import Sequence
from datetime import datetime
from typing import Any, TypeVar

from directory.models import Assignment, Employee, EmployeeStatus
from foundation.effective import DatedFact, Writing, begin_like, end, supersede
from foundation.staleness import mark_of

Fact = TypeVar("Fact", bound=DatedFact)


def assignments_of(employee: Employee) -> list[Assignment]:
    """Somebody's assignments as they stand now, the earliest first."""
    rows = Assignment.objects.not_superseded().filter(employee=employee)
    return list(rows.select_related("department", "supervisor").order_by("effective_from"))


def statuses_of(employee: Employee) -> list[EmployeeStatus]:
    """Somebody's absences as they stand now, the earliest first."""
    return list(EmployeeStatus.objects.not_superseded().filter(employee=employee).order_by("effective_from"))


def mark_of_assignments(employee: Employee) -> str:
    """The mark of somebody's assignments: any change of any of them, past or planned, gives another."""
    rows = Assignment.objects.not_superseded().filter(employee=employee)
    return mark_of(sorted(rows.values_list("pk", flat=True)))


def covering(rows: Sequence[Fact], moment: datetime) -> Fact | None:
    """The row among those not superseded that is in effect at a moment."""
    return next((row for row in rows if row.is_in_effect(moment)), None)


def contiguous_before(rows: Sequence[Fact], row: Fact) -> Fact | None:
    """The row that ends exactly where another begins."""
    return next((other for other in rows if other.effective_until == row.effective_from), None)


def change_from(writing: Writing, row: Fact, *, effective: datetime, **changes: Any) -> Fact:
    """Change what a row says from a moment within it on; before that moment it says what it said.

    Returns the row that is in effect from `effective`; `writing` writes it.
    """
    if effective == row.effective_from:
        return writing.supersede(row, **changes)
    until = row.effective_until
    writing.end(row, until=effective)
    later = {"effective_from": effective, "effective_until": until, **changes}
    return writing.begin(begin_like(row, at=writing.at, **later))


def shift_start(row: Fact, before: Fact | None, *, start: datetime, at: datetime, **changes: Any) -> Fact:
    """Correct when a fact began, and with it when the one right before it ended, so that no gap opens.

    Shrinks one before it widens the other: at no moment do two rows overlap.
    """
    if before is None or start == row.effective_from:
        return supersede(row, at=at, effective_from=start, **changes)
    if start < row.effective_from:
        end(before, until=start, at=at)
        return supersede(row, at=at, effective_from=start, **changes)
    corrected = supersede(row, at=at, effective_from=start, **changes)
    end(before, until=start, at=at)
    return corrected
