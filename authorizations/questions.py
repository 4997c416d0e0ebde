"""What a command line or a program names in words, found: the person, the voice, the moment."""

from __future__ import annotations

from datetime import datetime

from authorizations.acts_asked import Speaker
from directory.models import Department, Employee
from foundation import clock
from foundation.errors import InvalidInput

CITY = "city"


def employee_of(number: str) -> Employee:
    """The employee of a number; raises `InvalidInput`."""
    found = Employee.objects.filter(number=number).first()
    if found is None:
        raise unknown_employee(number)
    return found


def unknown_employee(number: str) -> InvalidInput:
    """What is said where there is none, and to whom one is not shown."""
    return InvalidInput(f"No employee has the number {number!r}.", remedy="Check the number.", field="employee")


def speaker_of(voice: str, official: str = "") -> Speaker:
    """For whom: `city`, or a department's code, and there perhaps a named official; raises `InvalidInput`."""
    if voice.lower() == CITY:
        return Speaker.city()
    department = Department.objects.filter(code=voice).first()
    if department is None:
        raise InvalidInput(
            f"There is no department with the code {voice!r}.",
            remedy="Say city, or a department's code.",
            field="voice",
        )
    return Speaker.of_official(department, official) if official.strip() else Speaker.of_department(department)


def moment_of(text: str, field: str = "at") -> datetime:
    """A moment as ISO 8601 writes it; without a zone it is City time. Raises `InvalidInput`."""
    try:
        return clock.as_instant(datetime.fromisoformat(text))
    except (ValueError, OverflowError) as error:
        raise InvalidInput(
            f"{text!r} is no moment.",
            why="A moment is written in ISO 8601, with an offset from UTC or in the City's time.",
            remedy="Write it as 2026-03-05T14:00 or 2026-03-05T20:00:00Z.",
            field=field,
        ) from error
