"""What Employee Relations ask again and again: saved reports, some made by the clock."""

from __future__ import annotations

from dataclasses import dataclass, field

from demo.calendar import Calendar
from directory.models import Employee
from foundation import clock
from foundation.actor import Actor
from reports.reading import read
from reports.services import Timing, save_report, set_schedule

SAVED = 18


@dataclass(frozen=True)
class Kept:
    """A saved report of the demonstration, and when it is made, if the clock makes it."""

    name: str
    code: str
    timing: Timing | None = None
    query: dict[str, str] = field(default_factory=dict)


KEPT = (
    Kept("What waits too long", "waits", Timing(rhythm="weekly", weekday=0, hour=7, kind="xlsx", as_of="day")),
    Kept("Coverage at the end of the month", "coverage", Timing(rhythm="monthly", hour=7, kind="xlsx", as_of="month")),
    Kept("Who is missing", "coverage", query={"who": "missing"}),
)


def saved_reports(calendar: Calendar, number: str = "100008") -> int:
    """Three saved reports of somebody in Employee Relations, two of them scheduled; returns how many."""
    person = Employee.objects.get(number=number)
    by = Actor.of_person(person)
    with clock.replaying(calendar.morning(SAVED, hour=10)):
        saved = [
            save_report(by=by, person=person, question=read(one.code, one.query, person, clock.now()), name=one.name)
            for one in KEPT
        ]
    # Set today: a schedule makes no file of a time before it was set.
    for report, one in zip(saved, KEPT, strict=True):
        if one.timing is not None:
            set_schedule(by=by, saved=report, timing=one.timing)
    return len(saved)
