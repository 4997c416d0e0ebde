"""A picture of a part: what bears on some people or departments, asked with other questions in one statement."""

from __future__ import annotations

from collections.abc import Collection, Sequence
from datetime import datetime
from functools import cached_property
from typing import Any

from django.db.models import Q, QuerySet

from directory.models import Employee
from foundation.together import Together
from powers.basis import TextInForce, ask_text
from powers.models import Appointment, Designation, Reading
from powers.picture import Picture
from powers.presence import places_of, statuses_of
from powers.tree import Tree, ask_tree


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
        self._readings = together.ask(Reading.objects.in_effect(at).order_by("effective_from", "pk"))
        given = Designation.objects.in_effect(at).filter(Q(holder_id__in=people) | Q(department_id__in=departments))
        begun = self._drawn(given.order_by().values("appointment"))
        self._appointments = together.ask(begun.select_related("holder", "department").order_by("effective_from", "pk"))
        self._given = together.ask(given.select_related("holder", "department"))
        those = Q(pk__in=begun.order_by().values("holder_id")) | Q(pk__in=given.order_by().values("holder_id"))
        everybody = Employee.objects.filter(those | Q(pk__in=people))
        self._places = together.ask(places_of(everybody.order_by().values("pk"), at))
        self._statuses = together.ask(statuses_of(everybody.order_by().values("pk"), at))

    def _drawn(self, lineages: QuerySet[Designation, Any]) -> QuerySet[Appointment]:
        rows: QuerySet[Appointment] = Appointment.objects.known(self.at).filter(effective_from__lte=self.at)
        held = rows.filter(Q(holder_id__in=self._people) | Q(lineage__in=lineages)).order_by().values("department_id")
        offices = Q(department_id__in=held) | Q(department_id__in=self._departments)
        return rows.filter(offices | Q(holder_id__in=rows.filter(offices).order_by().values("holder_id")))

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
