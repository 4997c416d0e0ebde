"""A work e-mail address belongs to one person, whatever the case of its letters."""

from __future__ import annotations

from collections.abc import Iterable

from django.db.models import Value
from django.db.models.functions import Upper

from directory.models import Employee
from foundation.errors import InvalidInput


class Owners:
    """Who has which of some work e-mail addresses, kept true while changes are decided that are not written yet."""

    def __init__(self, emails: Iterable[str]) -> None:
        self._by_capitals: dict[str, list[Employee]] = {}
        wanted = sorted({email.upper() for email in emails if email})
        if wanted:
            found = Employee.objects.alias(capitals=Upper("email"))
            for employee in found.filter(capitals__in=[Upper(Value(email)) for email in wanted]).order_by("number"):
                self._by_capitals.setdefault(employee.email.upper(), []).append(employee)

    def refuse_known(self, email: str, but_for: str = "") -> None:
        """Raise `InvalidInput` where an address is somebody else's; `but_for` is the number of who may have it."""
        others = self._by_capitals.get(email.upper(), []) if email else []
        other = next((owner for owner in others if owner.number != but_for), None)
        if other:
            raise InvalidInput(
                f"The work e-mail address {email} belongs to {other.name} ({other.number}).",
                why="A work e-mail address belongs to one person.",
                remedy="Leave it empty, or correct the other person's first.",
                field="email",
            )

    def take(self, employee: Employee, before: str) -> None:
        """Take note that somebody gave up an address (`before`) and has the one that they say now."""
        if before:
            held = self._by_capitals.get(before.upper(), [])
            self._by_capitals[before.upper()] = [owner for owner in held if owner.number != employee.number]
        if employee.email:
            held = self._by_capitals.setdefault(employee.email.upper(), [])
            held.append(employee)
            held.sort(key=lambda owner: owner.number)


def refuse_known_email(email: str) -> None:
    """Raise `InvalidInput` where a work e-mail address is somebody's already."""
    Owners([email]).refuse_known(email)
