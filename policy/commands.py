"""What the commands of `policy` share: who acts, and the bytes of a file."""

from __future__ import annotations

from pathlib import Path

from django.core.management.base import CommandError

from directory.models import Employee
from foundation.actor import Actor
from policy.models import Regulation


def actor_of(number: str, command: str) -> Actor:
    """The person with an employee number, or, without one, the command itself."""
    if not number:
        return Actor.of_system(command)
    person = Employee.objects.filter(number=number).first()
    if person is None:
        raise CommandError(f"Nobody has the employee number {number}. Give the number of a person in the portal.")
    return Actor.of_person(person)


def regulation_of(slug: str) -> Regulation | None:
    """The regulation that a text is a new version of, by its short name; None where none is named."""
    if not slug:
        return None
    regulation = Regulation.objects.filter(slug=slug).first()
    if regulation is None:
        known = ", ".join(Regulation.objects.values_list("slug", flat=True)) or "none yet"
        raise CommandError(f"There is no regulation called {slug!r}. The regulations are: {known}.")
    return regulation


def read_bytes(path: Path) -> bytes:
    """What a file holds; raises CommandError where it cannot be read."""
    try:
        return path.read_bytes()
    except OSError as error:
        raise CommandError(f"The file {path} cannot be read: {error.strerror}.") from error
