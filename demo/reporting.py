"""What Employee Relations ask again and again: saved reports, some made by the clock."""

from __future__ import annotations

from demo.calendar import Calendar
from directory.models import Employee
from foundation import clock
from foundation.actor import Actor
from reports.reading import read
from reports.services import Timing, save_report, set_schedule

SAVED = 18
OVERDUE = ("What waits too long", "waits", {}, Timing(rhythm="weekly", weekday=0, hour=7, kind="xlsx", as_of="day"))
COVERAGE = (
    "Coverage at the end of the month",
    "coverage",
    {},
    Timing(rhythm="monthly", hour=7, kind="pdf", as_of="month"),
)
MISSING = ("Who is missing", "coverage", {"who": "missing"}, None)


def saved_reports(calendar: Calendar, number: str = "100008") -> int:
    """Three saved reports of somebody in Employee Relations, two of them scheduled; returns how many."""
    person = Employee.objects.get(number=number)
    by = Actor.of_person(person)
    kept = (OVERDUE, COVERAGE, MISSING)
    with clock.replaying(calendar.morning(SAVED, hour=10)):
        questions = [read(code, query, person, clock.now()) for _name, code, query, _timing in kept]
        saved = [
            save_report(by=by, person=person, question=question, name=name)
            for (name, *_), question in zip(kept, questions, strict=True)
        ]
    # Set today: a schedule makes no file of a time before it was set.
    for one, (*_, timing) in zip(saved, kept, strict=True):
        if timing is not None:
            set_schedule(by=by, saved=one, timing=timing)
    return len(saved)
