"""What this app writes to people: appointments and designations made or ended, nights, and what a move ends."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import datetime

from django.urls import reverse

from directory.models import Employee, Role, RoleHolding
from foundation import dates
from foundation.actor import Actor
from notifications.services import Letter, notify_many
from powers.catalogue import POWERS
from powers.models import Appointment, Designation
from powers.picture import Picture

KIND_INSTRUMENTS = "powers.instruments"
KIND_NIGHT = "powers.night"
KIND_ROSTER = "powers.roster"


def employee_relations(at: datetime) -> list[Employee]:
    """Everybody who may act for Employee Relations at a moment."""
    ids = RoleHolding.objects.usable(at).filter(role=Role.EMPLOYEE_RELATIONS).values("employee_id")
    return list(Employee.objects.filter(pk__in=ids).order_by("pk"))


def link_to(row: Appointment | Designation) -> str:
    """The page on which an instrument stands."""
    return reverse("powers:department", args=[row.department.code])


def tell_of_night_appointment(by: Actor, row: Appointment, at: datetime) -> None:
    """Report an appointment made at night by one person to Employee Relations, and tell the appointee."""
    until = row.effective_until or at
    subject = f"Acting appointment at night: {row.holder.name} for {row.department.code}"
    body = (
        f"{by.name} appointed {row.holder.name} to act for {row.department.code} until {dates.moment(until)}. "
        f"Instrument: {row.instrument}.\n\nOne person did this outside working hours (City procedure). "
        "A longer appointment needs two persons."
    )
    readers = {person.pk: person for person in [*employee_relations(at), row.holder]}
    _tell(by, KIND_NIGHT, readers.values(), subject, body, link_to(row), f"night:{row.lineage}", at)


def tell_holder(by: Actor, row: Appointment | Designation, *, ended: bool, at: datetime) -> None:
    """Tell somebody that they were appointed or designated, or that it ends."""
    what = "appointment" if isinstance(row, Appointment) else "designation"
    begins = "ends" if ended else "begins"
    moment = row.effective_until if ended else row.effective_from
    subject = f"Your {what} for {row.department.code} {begins}"
    if ended and row.superseded_at is not None:
        subject = f"Your {what} for {row.department.code} was taken back"
    sentence = f"It {begins} {dates.moment(moment)}. " if moment else ""
    powers = "all powers of the office" if isinstance(row, Appointment) else _named(row.powers, at)
    body = f"{sentence}It gives: {powers}.\n\nInstrument: {row.instrument}."
    _tell(by, KIND_INSTRUMENTS, [row.holder], subject, body, link_to(row), f"{begins}:{row.pk}", at)


def tell_authority_of_change(
    by: Actor, row: Appointment | Designation, readers: Iterable[Employee], effective: datetime, at: datetime
) -> None:
    """Tell who answers for a department that something given there is not in force; the reason stays out of it."""
    what = "appointment" if isinstance(row, Appointment) else "designation"
    subject = f"The {what} of {row.holder.name} for {row.department.code} is not in force"
    body = (
        f"From {dates.moment(effective)} the {what} of {row.holder.name} for {row.department.code} is not in force. "
        "Name somebody else where that is needed."
    )
    key = f"roster:{row.lineage}:{effective.isoformat()}"
    _tell(by, KIND_ROSTER, readers, subject, body, link_to(row), key, at)


def _named(codes: Iterable[str], at: datetime) -> str:
    picture = Picture(at)
    return ", ".join(picture.basis(POWERS[code]).label for code in codes if code in POWERS)


def _tell(
    by: Actor, kind: str, to: Iterable[Employee], subject: str, body: str, link: str, key: str, at: datetime
) -> None:
    letters = [
        Letter(to=person, subject=subject, body=body, link=link, key=f"powers:{key}:{person.pk}") for person in to
    ]
    notify_many(by=by, kind=kind, letters=letters, at=at)
