"""Who begins to work for the City, or comes back: one person, or many at once (see `directory.services.roster`)."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime

from django.db import transaction

from directory.identity import refuse_bad_number
from directory.models import Assignment, Department, Employee, Role, Standing
from directory.permissions import require_role
from directory.services.changing import Change, change_many, change_one
from directory.services.consequences import ChangeKind, RosterChange, assignment_facts
from directory.services.drafts import Draft, Step
from directory.services.timelines import covering
from foundation import clock
from foundation.actor import Actor
from foundation.errors import Conflict, PortalError


@dataclass(frozen=True, kw_only=True)
class Hire(Step):
    """Who is hired, where and as what; `effective` left out: from now."""

    number: str
    name: str
    department: Department
    effective: datetime | None = None
    title: str = ""
    standing: str = Standing.CIVIL_SERVICE
    supervisor: Employee | None = None
    email: str = ""
    works_without_computer: bool = False
    is_demo: bool = False

    def take(self, draft: Draft) -> Assignment:
        """See `hire`."""
        capacity = draft.book.capacity("You cannot enter people.")
        effective = self.effective or draft.at
        if draft.life.employee is None:
            refuse_bad_number(self.number)
            draft.book.owners.refuse_known(self.email)
            # No circle to look for: whom the portal did not know until now is nobody's supervisor.
            draft.enter(self._new_employee())
        else:
            _end_absence_of_one_hired_again(draft, effective)
            draft.refuse_circle(self.supervisor, effective)
        assignment = draft.begin(
            Assignment(
                employee=draft.employee,
                department=self.department,
                supervisor=self.supervisor,
                title=self.title,
                standing=self.standing,
                effective_from=effective,
            )
        )
        change = RosterChange(ChangeKind.HIRED, effective, after=assignment_facts(assignment))
        draft.tell(change, self.department, capacity)
        return assignment

    def _new_employee(self) -> Employee:
        employee = Employee(number=self.number, name=self.name, email=self.email, is_demo=self.is_demo)
        employee.works_without_computer = self.works_without_computer
        employee.set_unusable_password()
        return employee


def hire(
    *,
    by: Actor,
    number: str,
    name: str,
    department: Department,
    effective: datetime | None = None,
    title: str = "",
    standing: str = Standing.CIVIL_SERVICE,
    supervisor: Employee | None = None,
    email: str = "",
    works_without_computer: bool = False,
    is_demo: bool = False,
) -> Employee:
    """Enter somebody who begins to work for the City, or comes back after having left."""
    wanted = Hire(
        number=number,
        name=name,
        department=department,
        effective=effective,
        title=title,
        standing=standing,
        supervisor=supervisor,
        email=email,
        works_without_computer=works_without_computer,
        is_demo=is_demo,
    )
    refuse_bad_number(number)
    return change_one(number, wanted, by=by).employee


@transaction.atomic
def hire_many(hires: Sequence[Hire], *, by: Actor) -> list[Assignment | PortalError]:
    """Enter many people by the rules of `hire`, with as many rows and entries, in a few statements.

    Each stands or falls alone: in the place of each comes the assignment, or why there is none. Supervisors stand in
    the portal already; who is hired in the same call supervises nobody in it.
    """
    require_role(by, Role.ADMINISTRATOR, clock.now(), "You cannot enter people.")
    results = change_many([Change(number=wanted.number, steps=[wanted]) for wanted in hires], by=by)
    return [result if isinstance(result, PortalError) else result.result for result in results]


def _end_absence_of_one_hired_again(draft: Draft, effective: datetime) -> None:
    employee = draft.employee
    if any(row.effective_until is None for row in draft.life.assignments):
        raise Conflict(
            f"{employee.name} ({employee.number}) already works for the City.",
            why="Somebody is hired again only after having left.",
            remedy="Enter a move or a change of title instead.",
        )
    left = covering(draft.life.statuses, effective)
    if left is None or left.effective_from >= effective:
        raise Conflict(
            f"{employee.name} ({employee.number}) has not left before that day.",
            why="The days of two employments cannot overlap.",
            remedy="Give a later day, or correct the day of leaving first.",
        )
    draft.end(left, until=effective)
