"""The tree of departments as the portal knew it at one moment, and the climb from a department to its office."""

from __future__ import annotations

from bisect import bisect_right
from collections import defaultdict
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from django.db.models import QuerySet

from directory.models import Department, DepartmentProfile, SpeechRule
from foundation.shapes import shape
from foundation.together import Asked, Together
from powers.catalogue import Power
from powers.models import Reading, ReadingKind


@dataclass(frozen=True)
class Profile:
    """What the tree needs of a department's profile."""

    department_id: int
    effective_from: datetime
    effective_until: datetime | None
    name: str
    parent_id: int | None
    head_title: str
    speech_rule: str
    speech_office_id: int | None
    has_criminal_justice_information: bool
    emergency_posting: bool
    under_regulation: str


@dataclass(frozen=True)
class Climb:
    """The way from a department to the office that governs it: departments passed, in order, and where it ended.

    `office_id` is None where no office governs (`why` says so in a sentence); `reading` is set where a reading
    led to the office.
    """

    path: tuple[int, ...]
    office_id: int | None
    why: str
    reading: Reading | None = None


_FIELDS = (
    "department_id",
    "effective_from",
    "effective_until",
    "name",
    "parent_id",
    "head_title",
    "speech_rule",
    "speech_office_id",
    "has_criminal_justice_information",
    "emergency_posting",
    "under_regulation",
)


def ask_tree(known_at: datetime, together: Together) -> Asked[tuple[Any, ...]]:
    """What a tree is made of, asked together with other questions."""
    return together.ask_as(_profiles, known_at)


@shape
def _profiles(known_at: datetime) -> QuerySet[DepartmentProfile, Any]:
    return DepartmentProfile.objects.known(known_at).order_by("effective_from").values_list(*_FIELDS)


class Tree:
    """Departments as known at `known_at`, at any moment; one query, then memory. `asked`: its rows, where at hand."""

    def __init__(self, known_at: datetime, asked: Asked[tuple[Any, ...]] | None = None) -> None:
        self._profiles: dict[int, list[Profile]] = defaultdict(list)
        moments: set[datetime] = set()
        for row in _profiles(known_at) if asked is None else asked.rows:
            profile = Profile(*row)
            self._profiles[profile.department_id].append(profile)
            moments.add(profile.effective_from)
            if profile.effective_until is not None:
                moments.add(profile.effective_until)
        self._moments = sorted(moments)
        self._offices: dict[tuple[int, datetime], int | None] = {}

    def departments(self, at: datetime) -> list[int]:
        """Ids of the departments that exist at a moment."""
        return [department_id for department_id in self._profiles if self.profile(department_id, at)]

    def profile(self, department_id: int, at: datetime) -> Profile | None:
        """What a department is at a moment, or None where it does not exist then."""
        for profile in self._profiles.get(department_id, ()):
            if profile.effective_from <= at and (profile.effective_until is None or at < profile.effective_until):
                return profile
        return None

    def name(self, department_id: int, at: datetime) -> str:
        """What a department is called at a moment; its code where it does not exist then."""
        profile = self.profile(department_id, at)
        return profile.name if profile else str(Department.objects.get(pk=department_id))

    def changes_between(self, after: datetime, at: datetime) -> list[datetime]:
        """Moments in (after, at] at which some department changed."""
        return self._moments[bisect_right(self._moments, after) : bisect_right(self._moments, at)]

    def unsettled(self, at: datetime) -> frozenset[int]:
        """Departments that came under another office at some moment until `at`.

        Everywhere else somebody comes under another office by moving alone.
        """
        turns = [moment for moment in self._turns() if moment <= at]
        offices = ((one, {self.office(one, moment) for moment in turns} - {None}) for one in self._profiles)
        return frozenset(one for one, found in offices if len(found) > 1)

    def _turns(self) -> list[datetime]:
        """Moments at which some department came, went, got another parent, or an office of its own, or lost it."""
        found: set[datetime] = set()
        for profiles in self._profiles.values():
            begins = {(one.effective_from, one.parent_id, bool(one.head_title)) for one in profiles}
            ends = {(one.effective_until, one.parent_id, bool(one.head_title)) for one in profiles}
            found.update(moment for moment, *_ in begins ^ ends if moment is not None)
        return sorted(found)

    def below(self, department_id: int, at: datetime) -> list[int]:
        """A department and everything below it, at a moment."""
        children: dict[int | None, list[int]] = defaultdict(list)
        for other in self.departments(at):
            profile = self.profile(other, at)
            children[profile.parent_id if profile else None].append(other)
        found, todo = [], [department_id]
        while todo:
            one = todo.pop()
            if one not in found:
                found.append(one)
                todo.extend(children[one])
        return found

    def above(self, department_id: int, at: datetime) -> list[int]:
        """A department and everything above it, at a moment."""
        found: list[int] = []
        current: int | None = department_id
        while current is not None and current not in found:
            found.append(current)
            profile = self.profile(current, at)
            current = profile.parent_id if profile else None
        return found

    def office(self, department_id: int, at: datetime) -> int | None:
        """The office that governs a department when no power in particular is asked."""
        key = (department_id, at)
        if key not in self._offices:
            self._offices[key] = self.climb(department_id, at).office_id
        return self._offices[key]

    def climb(
        self, department_id: int, at: datetime, power: Power | None = None, readings: tuple[Reading, ...] = ()
    ) -> Climb:
        """The way to the office that holds a power for a department (or governs it, where no power is named)."""
        if power is not None and not power.falls_to_ancestor:
            return self._police_office(department_id, at, power, readings)
        path: list[int] = []
        node: int | None = department_id
        while node is not None and node not in path:
            path.append(node)
            profile = self.profile(node, at)
            if profile is None:
                return Climb(tuple(path), None, "The department did not exist at that moment.")
            reading = _office_reading(power, node, readings)
            if reading is not None:
                return Climb(tuple(path), reading.office_id, _READ, reading)
            if profile.head_title:
                return Climb(tuple(path), node, _OWN if node == department_id else _NEAREST)
            node = profile.parent_id
        return Climb(tuple(path), None, "Neither the department nor one above it has an appointing office.")

    def _police_office(self, department_id: int, at: datetime, power: Power, readings: tuple[Reading, ...]) -> Climb:
        """IV.K.2 never falls to an ancestor: the department's speech office, or what a reading puts in its place."""
        profile = self.profile(department_id, at)
        if profile is None:
            return Climb((department_id,), None, "The department did not exist at that moment.")
        if profile.speech_rule == SpeechRule.ORDINARY:
            return Climb((department_id,), None, "This power concerns the police and the airport police alone.")
        reading = _office_reading(power, department_id, readings)
        if reading is not None:
            return Climb((department_id,), reading.office_id, _READ, reading)
        return Climb(
            (department_id,),
            profile.speech_office_id or department_id,
            "One office is named for this power, and it never falls to the department above.",
        )


_OWN = "The department has an appointing office of its own."
_NEAREST = "The department has no appointing office of its own: the nearest one above it governs."
_READ = "A reading of the regulation says which office is meant."


def _office_reading(power: Power | None, department_id: int, readings: tuple[Reading, ...]) -> Reading | None:
    if power is None:
        return None
    return next(
        (
            reading
            for reading in readings
            if reading.kind == ReadingKind.OFFICE_MEANS
            and reading.power == power.code
            and reading.department_id == department_id
        ),
        None,
    )
