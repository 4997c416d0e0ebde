"""A picture for questions about one person: few queries, however many departments and appointments there are."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import datetime
from functools import cached_property

from django.db.models import CharField, IntegerField, Q, Value

from directory.models import Assignment, EmployeeStatus
from powers.basis import TextInForce
from powers.catalogue import Power
from powers.models import Appointment
from powers.picture import Picture
from powers.presence import Presence


class PresenceAtOnce(Presence):
    """Assignments and statuses in a single query."""

    def load(self, employee_ids: Iterable[int]) -> None:
        """See `Presence.load`."""
        missing = set(employee_ids) - self._loaded
        if not missing:
            return
        self._loaded |= missing
        places = Assignment.objects.known(self._known_at).filter(employee_id__in=missing).order_by()
        statuses = EmployeeStatus.objects.known(self._known_at).filter(employee_id__in=missing).order_by()
        columns = ("employee_id", "effective_from", "effective_until")
        rows = places.annotate(away=Value("", output_field=CharField())).values_list(*columns, "department_id", "away")
        nowhere = Value(None, output_field=IntegerField())
        others = statuses.annotate(nowhere=nowhere).values_list(*columns, "nowhere", "status")
        for employee_id, since, until, department_id, status in sorted(
            rows.union(others, all=True), key=lambda row: row[1]
        ):
            if department_id is None:
                self._statuses[employee_id].append(((since, until), status))
            else:
                self._places[employee_id].append(((since, until), department_id))

    def department(self, employee_id: int, at: datetime) -> int | None:
        """Where somebody works at a moment; None for who works nowhere then."""
        self.load([employee_id])
        for (since, until), department_id in self._places[employee_id]:
            if since <= at and (until is None or at < until):
                return department_id
        return None

    def absences(self, employee_id: int) -> list[tuple[datetime, datetime | None]]:
        """When somebody was on leave or suspended, in order."""
        self.load([employee_id])
        return [span for span, status in self._statuses[employee_id] if status in {"on_leave", "suspended"}]


class PictureOfOne(Picture):
    """A picture in which of all appointments only those are drawn that bear on one person.

    These are the appointments to every office that the person ever held, and whatever else the holders there head. It
    answers what this person is; who acts for another office it does not know. `text` is the version in force, which
    the caller has at hand.
    """

    def __init__(self, person_id: int, at: datetime, known_at: datetime, text: TextInForce | None) -> None:
        super().__init__(at, known_at)
        self.person_id = person_id
        self._text = text

    @cached_property
    def text(self) -> TextInForce | None:
        """The version in force, as given."""
        return self._text

    @cached_property
    def presence(self) -> PresenceAtOnce:
        """Who is there."""
        return PresenceAtOnce(self.tree, self.known_at)

    @cached_property
    def _begun(self) -> list[Appointment]:
        rows = Appointment.objects.known(self.known_at).filter(effective_from__lte=self.at)
        offices = rows.filter(holder_id=self.person_id).order_by().values("department_id")
        holders = rows.filter(department_id__in=offices).order_by().values("holder_id")
        drawn = rows.filter(Q(department_id__in=offices) | Q(holder_id__in=holders))
        found = list(drawn.order_by("effective_from", "pk"))
        self.presence.load({self.person_id, *(row.holder_id for row in found if row.is_in_effect(self.at))})
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
