"""Who acts in a command: the person of `--by NUMBER`, or, without it, the command itself."""

from __future__ import annotations

from django.core.management.base import CommandError

from directory.models import Employee
from foundation.actor import Actor


def actor(number: str, command: str) -> Actor:
    """The actor of a command; raises CommandError for a number that nobody has."""
    if not number:
        return Actor.of_system(command)
    person = Employee.objects.filter(number=number).first()
    if person is None:
        raise CommandError(f"Nobody has the employee number {number}.")
    return Actor.of_person(person)
