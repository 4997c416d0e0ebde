"""Whether somebody is at work: leave, suspension, coming back, and leaving the City for good."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime

from directory.models import EmployeeStatus, Status
from directory.services.assigning import not_employed
from directory.services.consequences import ChangeKind, RosterChange, assignment_facts
from directory.services.drafts import Draft, Step
from directory.services.timelines import covering
from foundation import clock
from foundation.errors import Conflict, InvalidInput

_AWAY_KINDS = {Status.ON_LEAVE: ChangeKind.LEAVE_STARTED, Status.SUSPENDED: ChangeKind.SUSPENDED}


@dataclass(frozen=True, kw_only=True)
class BeAway(Step):
    """On leave or suspended from a moment on, with or without a known end."""

    status: Status
    effective: datetime | None = None
    until: datetime | None = None

    def take(self, draft: Draft) -> EmployeeStatus:
        """See `directory.services.roster.start_leave` and `suspend`."""
        employee, until = draft.employee, self.until
        capacity = draft.book.capacity(f"You cannot change the status of {employee.name}.")
        effective = self.effective or draft.at
        if until is not None and until <= effective:
            raise InvalidInput("The end must lie after the beginning.", remedy="Give a later end.", field="until")
        assignment = covering(draft.life.assignments, effective)
        if assignment is None:
            raise not_employed(employee)
        row = covering(draft.life.statuses, effective)
        before = {"status": row.status if row else Status.ACTIVE}
        if row and row.status == self.status and row.effective_until == until:
            return row
        later = [other for other in draft.life.statuses if other.effective_from > effective]
        if any(until is None or other.effective_from < until for other in later):
            began = clock.city_date(later[0].effective_from)
            raise Conflict(
                f"Another absence of {employee.name} is already recorded from {began}.",
                why="Two absences cannot overlap.",
                remedy="End this one before that day, or correct the other first.",
            )
        if row:
            fresh = draft.change_from(row, effective=effective, status=self.status, effective_until=until)
        else:
            fresh = draft.begin(
                EmployeeStatus(employee=employee, status=self.status, effective_from=effective, effective_until=until)
            )
        after = {"status": self.status, "until": until.isoformat() if until else ""}
        change = RosterChange(_AWAY_KINDS[self.status], effective, before, after)
        draft.tell(change, assignment.department, capacity)
        return fresh


@dataclass(frozen=True, kw_only=True)
class ComeBack(Step):
    """Back at work from a moment on."""

    effective: datetime | None = None

    def take(self, draft: Draft) -> EmployeeStatus:
        """See `directory.services.roster.return_from_leave`."""
        employee = draft.employee
        capacity = draft.book.capacity(f"You cannot change the status of {employee.name}.")
        effective = self.effective or draft.at
        row = covering(draft.life.statuses, effective)
        if row is None or row.status not in {Status.ON_LEAVE, Status.SUSPENDED} or row.effective_from == effective:
            raise Conflict(
                f"{employee.name} ({employee.number}) is neither on leave nor suspended on that day.",
                remedy="Look at the person's page: it shows every absence with its dates.",
            )
        ended = draft.end(row, until=effective)
        assignment = covering(draft.life.assignments, effective)
        change = RosterChange(ChangeKind.RETURNED, effective, {"status": row.status}, {"status": Status.ACTIVE})
        draft.tell(change, assignment.department if assignment else None, capacity)
        return ended


@dataclass(frozen=True, kw_only=True)
class LeaveTheCity(Step):
    """Gone for good from a moment on, with whatever was planned for later."""

    effective: datetime | None = None

    def take(self, draft: Draft) -> EmployeeStatus:
        """See `directory.services.roster.leave_the_city`."""
        employee, assignments, statuses = draft.employee, draft.life.assignments, draft.life.statuses
        capacity = draft.book.capacity(f"You cannot end the employment of {employee.name}.")
        effective = self.effective or draft.at
        already = next((row for row in statuses if row.status == Status.LEFT and row.effective_from == effective), None)
        if already:
            return already
        row = covering(assignments, effective) or next(
            (other for other in assignments if other.effective_until == effective), None
        )
        if row is None or row.effective_from >= effective:
            raise not_employed(employee)
        for planned in (other for other in assignments if other.effective_from >= effective):
            draft.withdraw(planned)
        if row.effective_until != effective:
            draft.end(row, until=effective)
        for absence in statuses:
            if absence.effective_from >= effective:
                draft.withdraw(absence)
            elif absence.effective_until is None or absence.effective_until > effective:
                draft.end(absence, until=effective)
        left = draft.begin(EmployeeStatus(employee=employee, status=Status.LEFT, effective_from=effective))
        change = RosterChange(ChangeKind.LEFT, effective, assignment_facts(row), {"status": Status.LEFT})
        draft.tell(change, row.department, capacity)
        return left
