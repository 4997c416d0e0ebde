"""At night: an acting appointment of some hours by one person, reported to Employee Relations."""

from __future__ import annotations

from datetime import datetime, timedelta

from django.db import transaction

from directory.models import Department, Employee, Role
from directory.permissions import holds_role
from foundation import clock, dated_settings
from foundation.actor import Actor
from foundation.calendar import is_working_time
from foundation.citations import CITY_PROCEDURE
from foundation.errors import Conflict, InvalidInput, Refusal
from powers.checks import check_appointment
from powers.decisions import authority_of
from powers.drafts import AppointmentDraft
from powers.models import Appointment, AppointmentKind, Origin
from powers.notifications import tell_of_night_appointment
from powers.picture import Picture
from powers.services.writing import Provenance, write_appointment


def longest(at: datetime) -> timedelta:
    """How long an appointment at night may last (`term.emergency_acting_hours`)."""
    return timedelta(hours=dated_settings.value("term.emergency_acting_hours", at))


@transaction.atomic
def appoint_at_night(
    *, by: Actor, department: Department, holder: Employee, until: datetime, instrument: str
) -> Appointment:
    """Appoint somebody to act for a vacant office from now on, outside working hours, alone.

    Employee Relations may, and whoever is the appointing authority of a department above. It lasts 72 hours at most
    and is reported; by day two persons make an appointment.
    """
    rows = Appointment.objects.not_superseded().filter(department=department)
    list(rows.order_by("pk").select_for_update(no_key=True).values_list("pk"))
    at = clock.now()
    capacity = _capacity(by, department, at)
    _refuse_by_day(at)
    if by.person == holder:
        raise Refusal(
            "You cannot appoint yourself.",
            why="Nobody makes an appointment that benefits them.",
            clause=CITY_PROCEDURE,
            remedy="Somebody else in Employee Relations, or an authority above, makes it.",
        )
    _refuse_where_somebody_acts(department, at)
    if until > at + longest(at):
        raise InvalidInput(
            f"At night an acting appointment lasts {longest(at) // timedelta(hours=1)} hours at most.",
            remedy="Give an earlier end; a longer one is entered by two persons.",
            field="until",
        )
    # Nobody acts for the office now: an acting appointment still within its dates is of somebody who is not there.
    draft = AppointmentDraft(
        department.pk, holder.pk, AppointmentKind.ACTING, at, instrument, until, ends_predecessor=True
    )
    check_appointment(draft, at)
    how = Provenance(by=by, at=at, origin=Origin.NIGHT, entered_by=by.person, capacity=capacity)
    row = write_appointment(draft, how)
    tell_of_night_appointment(by, row, at)
    return row


def may_appoint_at_night(person: Employee, department: Department, at: datetime) -> bool:
    """Whether somebody is one of those who may make an appointment at night for a department."""
    return holds_role(person, Role.EMPLOYEE_RELATIONS, at) or _is_authority_above(person, department, at)


def _capacity(by: Actor, department: Department, at: datetime) -> str:
    if by.person is not None and holds_role(by.person, Role.EMPLOYEE_RELATIONS, at):
        return Role.EMPLOYEE_RELATIONS.label
    if by.person is not None and _is_authority_above(by.person, department, at):
        return "appointing authority above"
    raise Refusal(
        "You cannot make an appointment at night.",
        why="Employee Relations may, or the appointing authority of a department above.",
        clause=CITY_PROCEDURE,
        remedy="Call one of them: the page of the department says who they are.",
    )


def _is_authority_above(person: Employee, department: Department, at: datetime) -> bool:
    picture = Picture(at)
    profile = picture.tree.profile(department.pk, at)
    above = profile.parent_id if profile else None
    seen: set[int] = set()
    while above is not None and above not in seen:
        seen.add(above)
        row = picture.acting_for(above)
        if row is not None and row.holder_id == person.pk:
            return True
        profile = picture.tree.profile(above, at)
        above = profile.parent_id if profile else None
    return False


def _refuse_by_day(at: datetime) -> None:
    if is_working_time(at):
        raise Refusal(
            "It is within working hours.",
            why="By day two persons make an acting appointment; one alone may only at night.",
            clause=CITY_PROCEDURE,
            remedy="Enter the appointment, and ask a second person in Employee Relations to confirm it.",
        )


def _refuse_where_somebody_acts(department: Department, at: datetime) -> None:
    authority = authority_of(department, at)
    if authority.office_id == department.pk and authority.appointment is not None:
        raise Conflict(
            "Somebody can act for this office now.",
            why=authority.sentence,
            remedy="Reach that person, or enter the appointment for two persons to make.",
        )
