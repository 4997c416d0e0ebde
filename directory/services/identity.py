"""Who somebody is: name used at work, e-mail, whether there is a computer. Without dates; names given up are kept."""

from __future__ import annotations

from dataclasses import dataclass

from directory.models import Employee
from directory.services.changing import change_one
from directory.services.drafts import Draft, Step
from foundation.actor import Actor
from foundation.staleness import mark_of, refuse_stale


def mark_of_identity(employee: Employee) -> str:
    """The mark of what `change_identity` changes."""
    return mark_of([employee.name, employee.email, employee.works_without_computer])


@dataclass(frozen=True, kw_only=True)
class Identify(Step):
    """Another name, e-mail, or way of working; None leaves as it is."""

    name: str | None = None
    email: str | None = None
    works_without_computer: bool | None = None
    seen: str | None = None

    def take(self, draft: Draft) -> Employee:
        """See `change_identity`."""
        employee = draft.employee
        capacity = draft.book.capacity(f"You cannot change who {employee.name} is.")
        refuse_stale(self.seen, mark_of_identity(employee), f"The name and e-mail of {employee.name}")
        wanted = {"name": self.name, "email": self.email, "works_without_computer": self.works_without_computer}
        changed = {
            field: value for field, value in wanted.items() if value is not None and value != getattr(employee, field)
        }
        if changed:
            draft.book.owners.refuse_known(self.email or "", but_for=employee.number)
            draft.tell_identity(draft.rename(changed), changed, capacity)
        return employee


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
    step = Identify(name=name, email=email, works_without_computer=works_without_computer, seen=seen)
    return change_one(employee.number, step, by=by).employee
