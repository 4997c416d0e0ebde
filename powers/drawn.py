"""A picture of a part: what bears on some people or departments, asked with other questions in one statement."""

from __future__ import annotations

from collections.abc import Collection, Sequence
from datetime import datetime
from functools import cached_property
from typing import Any

from django.db.models import Q, QuerySet

from directory.models import Assignment, Employee, EmployeeStatus
from foundation.shapes import shape
from foundation.together import Together
from powers.basis import TextInForce, ask_text
from powers.models import Appointment, Designation, Reading
from powers.picture import Picture, ask_readings
from powers.presence import Place, Said, places_of, statuses_of
from powers.tree import Tree, ask_tree

FEW = 12
"""People and departments up to which the statement of a picture is kept."""


class DrawnPicture(Picture):
    """A picture in which only what bears on some people, and on some departments (ids), is drawn.

    Drawn are the appointments to every office that these people ever held, under which they were designated, and to
    these departments; and whatever else the holders there head. It answers what these people hold, and who holds
    something for these departments; of other people and departments it knows nothing. `tree`: one at hand, of the
    same moment.
    """

    def __init__(
        self,
        at: datetime,
        together: Together,
        people: Collection[int] = (),
        departments: Collection[int] = (),
        tree: Tree | None = None,
    ) -> None:
        super().__init__(at)
        self._people, self._departments = frozenset(people), frozenset(departments)
        if tree is not None:
            self.tree = tree
        self._profiles = None if tree is not None else ask_tree(at, together)
        self._text = ask_text(at, at, together)
        self._readings = ask_readings(at, at, together)
        ids = [*sorted(self._people), *sorted(self._departments)]
        values: tuple[Any, ...] = (at, (len(self._people),), *ids)
        few = len(ids) <= FEW  # each number of them is a statement that is kept
        self._appointments, self._given, self._places, self._statuses = (
            together.ask_as(question, *values) if few else together.ask(question(*values))
            for question in (_appointments, _designations, _places, _statuses)
        )

    @cached_property
    def tree(self) -> Tree:
        """The departments."""
        return Tree(self.at, self._profiles)

    @cached_property
    def text(self) -> TextInForce | None:
        """The version in force."""
        return self._text()

    @cached_property
    def readings(self) -> tuple[Reading, ...]:
        """The readings in effect."""
        return tuple(self._readings.rows)

    @cached_property
    def _begun(self) -> list[Appointment]:
        found = self._appointments.rows
        everybody = {row.holder_id for row in found} | {row.holder_id for row in self._given.rows} | self._people
        self.presence.take(everybody, self._places.rows, self._statuses.rows)
        return found

    def designations_of(self, employee_id: int) -> Sequence[Designation]:
        """See `Picture`; of the people drawn."""
        _ = self._begun
        return [row for row in self._given.rows if row.holder_id == employee_id]

    def designations_for(self, departments: Collection[int] | None) -> Sequence[Designation]:
        """See `Picture`; for the departments drawn."""
        _ = self._begun
        if departments is None:
            raise TypeError("This picture does not know all designations.")
        return [row for row in self._given.rows if row.department_id in departments]


class _Part:
    """What is drawn of some people and some departments, as querysets: `ids` are first those of `people[0]` people."""

    def __init__(self, at: datetime, people: tuple[int], ids: Sequence[int]) -> None:
        self.at, self.people, self.departments = at, ids[: people[0]], ids[people[0] :]
        held = Q(holder_id__in=self.people) | Q(department_id__in=self.departments)
        self.given = Designation.objects.in_effect(at).filter(held)
        rows: QuerySet[Appointment] = Appointment.objects.known(at).filter(effective_from__lte=at)
        under = Q(lineage__in=self.given.order_by().values("appointment"))
        offices = rows.filter(Q(holder_id__in=self.people) | under).order_by().values("department_id")
        those = Q(department_id__in=offices) | Q(department_id__in=self.departments)
        self.begun = rows.filter(those | Q(holder_id__in=rows.filter(those).order_by().values("holder_id")))

    def everybody(self) -> QuerySet[Employee, Any]:
        """Ids of all who hold any of it, and of the people."""
        begun, given = (rows.order_by().values("holder_id") for rows in (self.begun, self.given))
        people = Employee.objects.filter(Q(pk__in=begun) | Q(pk__in=given) | Q(pk__in=self.people))
        return people.order_by().values("pk")


@shape
def _appointments(at: datetime, people: tuple[int], *ids: int) -> QuerySet[Appointment]:
    begun = _Part(at, people, ids).begun
    return begun.select_related("holder", "department").order_by("effective_from", "pk")


@shape
def _designations(at: datetime, people: tuple[int], *ids: int) -> QuerySet[Designation]:
    return _Part(at, people, ids).given.select_related("holder", "department")


@shape
def _places(at: datetime, people: tuple[int], *ids: int) -> QuerySet[Assignment, Place]:
    return places_of(_Part(at, people, ids).everybody(), at)


@shape
def _statuses(at: datetime, people: tuple[int], *ids: int) -> QuerySet[EmployeeStatus, Said]:
    return statuses_of(_Part(at, people, ids).everybody(), at)
