"""Who begins to work for the City, or comes back: one person, or many at once (see `directory.services.roster`)."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime

from django.db import transaction

from directory.identity import is_identity, refuse_bad_number
from directory.models import Assignment, Department, Employee, Role, Standing
from directory.permissions import require_role
from directory.services.consequences import ChangeKind, RosterChange, Told, assignment_facts, write_down_many
from directory.services.identity import email_is_known, owners_of_emails, refuse_known_email
from directory.services.supervision import refuse_circle
from directory.services.timelines import assignments_of, covering, statuses_of
from foundation import clock
from foundation.actor import Actor
from foundation.effective import end
from foundation.errors import Conflict, PortalError


@dataclass(frozen=True, kw_only=True)
class Hire:
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


@transaction.atomic
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
    employee = Employee.objects.select_for_update().filter(number=number).first()
    at = clock.now()
    capacity = require_role(by, Role.ADMINISTRATOR, at, "You cannot enter people.")
    if employee is None:
        refuse_known_email(email)
        employee = _new_employee(wanted)
        employee.save(force_insert=True)
    else:
        _end_absence_of_one_hired_again(employee, effective or at, at)
    refuse_circle(employee, supervisor, effective or at)
    assignment = _first_assignment(wanted, employee, at)
    assignment.save(force_insert=True)
    write_down_many(by, [_told(assignment)], at, capacity)
    return employee


@transaction.atomic
def hire_many(hires: Sequence[Hire], *, by: Actor) -> list[Assignment | PortalError]:
    """Enter many people by the rules of `hire`, with as many rows and entries, in a few statements.

    Each stands or falls alone: in the place of each comes the assignment, or why there is none. Supervisors stand in
    the portal already; who is hired in the same call supervises nobody in it.
    """
    numbers = [wanted.number for wanted in hires if is_identity(wanted.number)]
    known = set(Employee.objects.select_for_update().filter(number__in=numbers).values_list("number", flat=True))
    at = clock.now()
    capacity = require_role(by, Role.ADMINISTRATOR, at, "You cannot enter people.")
    owners = owners_of_emails(wanted.email for wanted in hires)
    results: list[Assignment | PortalError | None] = []
    fresh: list[Assignment] = []
    for wanted in hires:
        if wanted.number in known or not is_identity(wanted.number):
            results.append(None)  # comes back, or cannot: `hire` knows by which dates, and says why not
            continue
        known.add(wanted.number)
        owner = owners.get(wanted.email.upper()) if wanted.email else None
        if owner:
            results.append(email_is_known(wanted.email, owner))
            continue
        # No circle to look for: whom the portal did not know until now is nobody's supervisor.
        assignment = _first_assignment(wanted, _new_employee(wanted), at)
        owners |= {wanted.email.upper(): assignment.employee} if wanted.email else {}
        fresh.append(assignment)
        results.append(assignment)
    Employee.objects.bulk_create([assignment.employee for assignment in fresh])
    for assignment in fresh:
        assignment.employee = assignment.employee  # takes over the id that the insert gave
    Assignment.objects.bulk_create(fresh)
    write_down_many(by, [_told(assignment) for assignment in fresh], at, capacity)
    return [result or _hire_known(wanted, by) for wanted, result in zip(hires, results, strict=True)]


def _hire_known(wanted: Hire, by: Actor) -> Assignment | PortalError:
    try:
        employee = hire(by=by, **{name: getattr(wanted, name) for name in Hire.__dataclass_fields__})
    except PortalError as error:
        return error
    return assignments_of(employee)[-1]


def _new_employee(wanted: Hire) -> Employee:
    employee = Employee(number=wanted.number, name=wanted.name, email=wanted.email, is_demo=wanted.is_demo)
    employee.works_without_computer = wanted.works_without_computer
    employee.set_unusable_password()
    return employee


def _first_assignment(wanted: Hire, employee: Employee, at: datetime) -> Assignment:
    return Assignment(
        employee=employee,
        department=wanted.department,
        supervisor=wanted.supervisor,
        title=wanted.title,
        standing=wanted.standing,
        effective_from=wanted.effective or at,
        recorded_at=at,
    )


def _told(assignment: Assignment) -> Told:
    change = RosterChange(ChangeKind.HIRED, assignment.effective_from, after=assignment_facts(assignment))
    return Told(assignment.employee, change, assignment.department)


def _end_absence_of_one_hired_again(employee: Employee, effective: datetime, at: datetime) -> None:
    if any(row.effective_until is None for row in assignments_of(employee)):
        raise Conflict(
            f"{employee.name} ({employee.number}) already works for the City.",
            why="Somebody is hired again only after having left.",
            remedy="Enter a move or a change of title instead.",
        )
    left = covering(statuses_of(employee), effective)
    if left is None or left.effective_from >= effective:
        raise Conflict(
            f"{employee.name} ({employee.number}) has not left before that day.",
            why="The days of two employments cannot overlap.",
            remedy="Give a later day, or correct the day of leaving first.",
        )
    end(left, until=effective, at=at)
