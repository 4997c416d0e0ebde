"""A picture for questions about one person: few queries, however many departments and appointments there are."""

from __future__ import annotations

from collections.abc import Callable, Iterable
from datetime import datetime
from functools import cached_property
from typing import Any

from django.db.models import Q, QuerySet

from directory.models import Assignment, Employee, EmployeeStatus, Status
from foundation.shapes import shape
from foundation.together import Together
from powers.basis import TextInForce
from powers.catalogue import Power
from powers.models import Appointment, Reading
from powers.picture import Picture, ask_readings
from powers.presence import Place, Presence, Said, places_of, statuses_of
from powers.tree import Tree, ask_tree


class PresenceAtOnce(Presence):
    """Assignments and statuses in a single query."""

    def load(self, employee_ids: Iterable[int]) -> None:
        """See `Presence.load`."""
        missing = set(employee_ids) - self._loaded
        if missing:
            together = Together()
            places = together.ask(places_of(missing, self._known_at))
            statuses = together.ask(statuses_of(missing, self._known_at))
            self.take(missing, places.rows, statuses.rows)

    def department(self, employee_id: int, at: datetime) -> int | None:
        """Where somebody works at a moment; None for who works nowhere then."""
        self.load([employee_id])
        for (since, until), department_id in self._places[employee_id]:
            if since <= at and (until is None or at < until):
                return department_id
        return None

    def employed_since(self, employee_id: int, at: datetime) -> datetime | None:
        """When the employment of a moment began: of who left and came back, the coming back."""
        self.load([employee_id])
        left = [since for (since, _), status in self._statuses[employee_id] if status == Status.LEFT and since <= at]
        begun = [since for (since, _), _ in self._places[employee_id] if since <= at]
        return min((since for since in begun if not any(one > since for one in left)), default=None)

    def absences(self, employee_id: int) -> list[tuple[datetime, datetime | None]]:
        """When somebody was on leave or suspended, in order."""
        self.load([employee_id])
        return [span for span, status in self._statuses[employee_id] if status in {"on_leave", "suspended"}]


class PictureOfOne(Picture):
    """A picture in which of all appointments only those are drawn that bear on one person.

    These are the appointments to every office that the person ever held, and whatever else the holders there head. It
    answers what this person is; who acts for another office it does not know. `text` gives the version in force,
    which the caller has at hand. Everything is asked together with the caller's other questions.
    """

    def __init__(
        self,
        person_id: int,
        at: datetime,
        known_at: datetime,
        text: Callable[[], TextInForce | None],
        together: Together,
    ) -> None:
        super().__init__(at, known_at)
        self.person_id = person_id
        self._text = text
        self._asked_tree = ask_tree(known_at, together)
        self._asked_readings = ask_readings(at, known_at, together)
        self._asked_appointments, self._asked_places, self._asked_statuses = (
            together.ask_as(question, person_id, at, known_at) for question in (_appointments, _places, _statuses)
        )

    @cached_property
    def tree(self) -> Tree:
        """The departments."""
        return Tree(self.known_at, self._asked_tree)

    @cached_property
    def readings(self) -> tuple[Reading, ...]:
        """The readings in effect."""
        return tuple(self._asked_readings.rows)

    @cached_property
    def text(self) -> TextInForce | None:
        """The version in force, as given."""
        return self._text()

    @cached_property
    def presence(self) -> PresenceAtOnce:
        """Who is there."""
        return PresenceAtOnce(self.tree, self.known_at)

    @cached_property
    def _begun(self) -> list[Appointment]:
        found = self._asked_appointments.rows
        everybody = {self.person_id, *(row.holder_id for row in found)}
        self.presence.take(everybody, self._asked_places.rows, self._asked_statuses.rows)
        return found

    def acts_by_office(self, power: Power, department_id: int) -> Appointment | None:
        """The appointment by which this person is the authority that holds a power for a department, if any."""
        if not self.is_given(power):
            return None
        office_id = self.climb(department_id, power).office_id
        row = None if office_id is None else self.acting_for(office_id)
        return row if row is not None and row.holder_id == self.person_id else None

    def acts_for_an_office_of(self, department_id: int) -> bool:
        """Whether this person is the appointing authority that governs a department."""
        office_id = self.tree.office(department_id, self.at)
        row = None if office_id is None else self.acting_for(office_id)
        return row is not None and row.holder_id == self.person_id

    @property
    def department_id(self) -> int | None:
        """Where the person works at the moment asked."""
        _ = self._begun  # everybody who matters in one query
        return self.presence.department(self.person_id, self.at)


def _drawn(person_id: int, at: datetime, known_at: datetime) -> QuerySet[Appointment]:
    rows: QuerySet[Appointment] = Appointment.objects.known(known_at).filter(effective_from__lte=at)
    offices = rows.filter(holder_id=person_id).order_by().values("department_id")
    holders = rows.filter(department_id__in=offices).order_by().values("holder_id")
    return rows.filter(Q(department_id__in=offices) | Q(holder_id__in=holders))


@shape
def _appointments(person_id: int, at: datetime, known_at: datetime) -> QuerySet[Appointment]:
    return _drawn(person_id, at, known_at).order_by("effective_from", "pk")


def _people(person_id: int, at: datetime, known_at: datetime) -> QuerySet[Employee, Any]:
    holders = _drawn(person_id, at, known_at).order_by().values("holder_id")
    return Employee.objects.filter(Q(pk=person_id) | Q(pk__in=holders)).order_by().values("pk")


@shape
def _places(person_id: int, at: datetime, known_at: datetime) -> QuerySet[Assignment, Place]:
    return places_of(_people(person_id, at, known_at), known_at)


@shape
def _statuses(person_id: int, at: datetime, known_at: datetime) -> QuerySet[EmployeeStatus, Said]:
    return statuses_of(_people(person_id, at, known_at), known_at)
