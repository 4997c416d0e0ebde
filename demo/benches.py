"""Who somebody of the demonstration's files is: one of the cast by number, or a place on a department's bench."""

from __future__ import annotations

from acknowledgements.models import Acknowledgement
from demo.people import Hiring
from directory.models import Employee
from foundation import clock
from policy.models import Version

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

    def person_without(self, who: str, version: Version) -> Employee | None:
        """Like `person`, or who sits next to them there and has not acknowledged a version."""
        code, _, place = who.partition(":")
        bench = self.staff[code].bench
        done = Acknowledgement.objects.not_annulled().filter(version=version, person_id__in=bench).values("person_id")
        there = Employee.objects.at_work(clock.now()).filter(pk__in=bench).exclude(pk__in=done)
        left = {one.pk: one for one in there}
        turned = [*bench[int(place) :], *bench[NAMED : int(place)]]
        return next((left[pk] for pk in turned if pk in left), None)

    def _on_the_bench(self, code: str, place: int) -> list[int]:
        """The person of a place; where the bench is shorter, one who sits on it and was named for nothing."""
        bench = self.staff[code].bench
        if place >= len(bench) > NAMED:
            place = NAMED + place % (len(bench) - NAMED)
        return bench[place : place + 1]
