"""Who somebody of the demonstration's files is: one of the cast by number, or a place on a department's bench."""

from __future__ import annotations

from demo.people import Hiring
from directory.models import Employee
from foundation import clock

NAMED = 2
"""The first ones of a bench are comms staff and reviewers."""


class Benches:
    """The benches of all departments."""

    def __init__(self, hiring: Hiring) -> None:
        self.staff = hiring.staff

    def person(self, who: str) -> Employee | None:
        """One of the cast by number, or `PRF:3`: the department's person of that place on the bench."""
        code, _, place = who.partition(":")
        if not place:
            found = Employee.objects.filter(number=who)
        else:
            found = Employee.objects.filter(pk__in=self._on_the_bench(code, int(place)))
        return Employee.objects.at_work(clock.now()).filter(pk__in=found.values("pk")).first()

    def _on_the_bench(self, code: str, place: int) -> list[int]:
        """The person of a place; where the bench is shorter, one who sits on it and was named for nothing."""
        bench = self.staff[code].bench
        if place >= len(bench) > NAMED:
            place = NAMED + place % (len(bench) - NAMED)
        return bench[place : place + 1]
