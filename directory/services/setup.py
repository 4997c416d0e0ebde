"""The first administrator, who lets everybody else in."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime

from django.db import transaction

from directory.identity import refuse_bad_number
from directory.models import Employee, Role
from directory.permissions import roles_of
from directory.services.emails import refuse_known_email
from directory.services.roles import give_role
from directory.services.sign_in_codes import issue_printed
from foundation import clock
from foundation.actor import Actor
from foundation.audit.services import record
from foundation.errors import InvalidInput


@dataclass(frozen=True)
class Made:
    """The administrator, and, where there is no password yet, the code for the first sign-in."""

    employee: Employee
    code: str
    code_until: datetime | None


@transaction.atomic
def create_administrator(*, by: Actor, number: str, name: str = "", email: str = "") -> Made:
    """Give somebody the role Administrator, entering the person where the number is unknown.

    Gives no other role: the administrator then gives Employee Relations to somebody else, because nobody gives
    themselves a role, and an administrator holds no power of the regulation. Safe to repeat.
    """
    employee = Employee.objects.select_for_update().filter(number=number).first()
    at = clock.now()
    if employee is None:
        if not name:
            raise InvalidInput(
                f"Nobody has the employee number {number}.", remedy="Give --name to enter the person.", field="name"
            )
        refuse_bad_number(number)
        refuse_known_email(email)
        employee = Employee(number=number, name=name, email=email)
        employee.set_unusable_password()
        employee.save(force_insert=True)
        record(by=by, act="directory.entered", on=employee, at=at, capacity="system")
    if Role.ADMINISTRATOR not in roles_of(employee, at):
        give_role(employee, Role.ADMINISTRATOR, by=by)
    if employee.has_usable_password():
        return Made(employee, "", None)
    row, code = issue_printed(employee, by=by, seen_identity=True)
    return Made(employee, code, row.expires_at)
