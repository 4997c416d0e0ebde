"""Who somebody is: name used at work, e-mail, whether there is a computer. Not dated: no answer rests on it."""

from __future__ import annotations

from collections.abc import Iterable

from django.db import transaction
from django.db.models import Value
from django.db.models.functions import Upper

from directory.models import Employee, Role
from directory.permissions import require_role
from foundation import clock
from foundation.actor import Actor
from foundation.audit.services import record
from foundation.errors import InvalidInput
from foundation.staleness import mark_of, refuse_stale


def owners_of_emails(emails: Iterable[str]) -> dict[str, Employee]:
    """Who has which work e-mail address, whatever the case of its letters: by the address in capitals."""
    wanted = {email.upper() for email in emails if email}
    if not wanted:
        return {}
    capitals = Employee.objects.alias(capitals=Upper("email"))
    found = capitals.filter(capitals__in=[Upper(Value(email)) for email in sorted(wanted)])
    return {employee.email.upper(): employee for employee in found}


def email_is_known(email: str, other: Employee) -> InvalidInput:
    """What is said where a work e-mail address is somebody else's already."""
    return InvalidInput(
        f"The work e-mail address {email} belongs to {other.name} ({other.number}).",
        why="A work e-mail address belongs to one person.",
        remedy="Leave it empty, or correct the other person's first.",
        field="email",
    )


def refuse_known_email(email: str, but_for: Employee | None = None) -> None:
    """Raise `InvalidInput` where a work e-mail address is somebody else's already."""
    if not email:
        return
    others = Employee.objects.alias(capitals=Upper("email")).filter(capitals=Upper(Value(email)))
    other = (others.exclude(pk=but_for.pk) if but_for else others).first()
    if other:
        raise email_is_known(email, other)


def mark_of_identity(employee: Employee) -> str:
    """The mark of what `change_identity` changes."""
    return mark_of([employee.name, employee.email, employee.works_without_computer])


@transaction.atomic
def change_identity(
    employee: Employee,
    *,
    by: Actor,
    name: str | None = None,
    email: str | None = None,
    works_without_computer: bool | None = None,
    seen: str | None = None,
) -> Employee:
    """Change the name used at work, the work e-mail, or whether somebody works without a computer.

    `seen` is the mark of the identity that a form was opened on.
    """
    employee = Employee.objects.select_for_update().get(pk=employee.pk)
    at = clock.now()
    capacity = require_role(by, Role.ADMINISTRATOR, at, f"You cannot change who {employee.name} is.")
    refuse_stale(seen, mark_of_identity(employee), f"The name and e-mail of {employee.name}")
    wanted = {"name": name, "email": email, "works_without_computer": works_without_computer}
    changed = {
        field: value for field, value in wanted.items() if value is not None and value != getattr(employee, field)
    }
    if not changed:
        return employee
    refuse_known_email(email or "", but_for=employee)
    before = {field: getattr(employee, field) for field in changed}
    for field, value in changed.items():
        setattr(employee, field, value)
    employee.save(update_fields=list(changed))
    record(by=by, act="directory.identity_changed", on=employee, at=at, capacity=capacity, before=before, after=changed)
    return employee
