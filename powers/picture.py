"""Everything that an answer about powers rests on, for one moment as known at another; made once a request."""

from __future__ import annotations

from collections.abc import Collection, Sequence
from datetime import datetime
from functools import cached_property
from uuid import UUID

from django.db.models import QuerySet

from foundation.citations import CITY_PROCEDURE
from foundation.shapes import shape
from foundation.together import Asked, Together
from powers.basis import Basis, TextInForce, basis_of, text_in_force
from powers.catalogue import POWERS, Power
from powers.models import Appointment, AppointmentKind, Designation, Reading, ReadingKind
from powers.presence import Presence
from powers.tree import Climb, Tree


class Picture:
    """The offices, appointments and readings at `at`, as known at `known_at`; lazily fetched, then memory."""

    def __init__(self, at: datetime, known_at: datetime | None = None) -> None:
        self.at = at
        self.known_at = known_at or at
        self._in_force: dict[int, bool] = {}
        self._climbs: dict[tuple[int, str], Climb] = {}
        self._passing: dict[str, dict[int, list[int]]] = {}
        self._acting_for: dict[int, Appointment | None] = {}

    @cached_property
    def tree(self) -> Tree:
        """The departments."""
        return Tree(self.known_at)

    @cached_property
    def presence(self) -> Presence:
        """Who is there."""
        return Presence(self.tree, self.known_at)

    @cached_property
    def readings(self) -> tuple[Reading, ...]:
        """The readings in effect."""
        return tuple(_readings(self.at, self.known_at))

    @cached_property
    def text(self) -> TextInForce | None:
        """The version in force, and what the citations of the code mean in it."""
        return text_in_force(self.at, self.known_at)

    def basis(self, power: Power) -> Basis:
        """What a power rests on; City procedure is not asked of any text."""
        return basis_of(power, None if power.basis == CITY_PROCEDURE else self.text)

    def is_given(self, power: Power) -> bool:
        """Whether the version in force gives a power at all: not so while no clause of it is matched."""
        return self.basis(power).is_matched

    def not_given(self) -> list[Power]:
        """The powers that nobody can hold, because no clause of the version in force is matched to them."""
        return [power for power in POWERS.values() if not self.is_given(power)]

    @cached_property
    def _begun(self) -> list[Appointment]:
        rows = Appointment.objects.known(self.known_at).filter(effective_from__lte=self.at)
        found = list(rows.select_related("holder", "department").order_by("effective_from", "pk"))
        self.presence.load(row.holder_id for row in found if row.is_in_effect(self.at))
        return found

    @cached_property
    def by_lineage(self) -> dict[UUID, Appointment]:
        """Every appointment that has begun, by its lineage."""
        return {row.lineage: row for row in self._begun}

    @cached_property
    def by_office(self) -> dict[tuple[int, str], Appointment]:
        """The appointments within their dates, by office and kind."""
        return {(row.department_id, row.kind): row for row in self._begun if row.is_in_effect(self.at)}

    def heads(self, employee_id: int, office_id: int, at: datetime) -> bool:
        """Whether somebody was appointed to an office at a moment, by the dates of the appointment."""
        return any(
            row.holder_id == employee_id and row.department_id == office_id and row.is_in_effect(at)
            for row in self._begun
        )

    def is_appointed(self, employee_id: int) -> bool:
        """Whether an appointment of somebody is within its dates."""
        return any(row.holder_id == employee_id for row in self.by_office.values())

    def designations_of(self, employee_id: int) -> Sequence[Designation]:
        """The designations of one person within their dates."""
        return list(self._designations().filter(holder_id=employee_id))

    def designations_for(self, departments: Collection[int] | None) -> Sequence[Designation]:
        """The designations within their dates that were made for some departments (ids), or all of them."""
        rows = self._designations()
        return list(rows if departments is None else rows.filter(department_id__in=departments))

    def _designations(self) -> QuerySet[Designation]:
        rows: QuerySet[Designation] = Designation.objects.in_effect(self.at, self.known_at)
        return rows.select_related("holder", "department")

    def climb(self, department_id: int, power: Power | None = None) -> Climb:
        """The way from a department to the office that holds a power for it."""
        key = (department_id, power.code if power else "")
        if key not in self._climbs:
            self._climbs[key] = self.tree.climb(department_id, self.at, power, self.readings)
        return self._climbs[key]

    def passing(self, department_id: int, power: Power) -> Sequence[int]:
        """The departments (ids) whose way to the office that holds a power passes a department."""
        if power.code not in self._passing:
            passing: dict[int, list[int]] = {}
            for other in self.tree.departments(self.at):
                for one in self.climb(other, power).path:
                    passing.setdefault(one, []).append(other)
            self._passing[power.code] = passing
        return self._passing[power.code].get(department_id, ())

    def in_force(self, appointment: Appointment) -> bool:
        """Within its dates, and its holder neither left nor came under an office that they do not head."""
        if appointment.pk not in self._in_force:
            self._in_force[appointment.pk] = self._is_in_force(appointment)
        return self._in_force[appointment.pk]

    def _is_in_force(self, appointment: Appointment) -> bool:
        holder, start = appointment.holder_id, appointment.effective_from
        return (
            appointment.is_in_effect(self.at)
            and not self.presence.left_between(holder, start, self.at)
            and not self.presence.moved_away(
                holder, start, self.at, lambda office, moment: self.heads(holder, office, moment)
            )
        )

    def standing_at(self, office_id: int) -> Appointment | None:
        """The appointment that stands first at an office: the acting one in force, else the regular one in force.

        Its holder may be on leave or suspended; then nobody acts for the office until somebody else is appointed.
        """
        for kind in (AppointmentKind.ACTING, AppointmentKind.REGULAR):
            row = self.by_office.get((office_id, kind))
            if row is not None and self.in_force(row):
                return row
        return None

    def acting_for(self, office_id: int) -> Appointment | None:
        """The appointment by which somebody can act for an office at this moment."""
        if office_id not in self._acting_for:
            row = self.standing_at(office_id) if self.is_office(office_id) else None
            rests = row is not None and self.presence.rests(row.holder_id, self.at)
            self._acting_for[office_id] = None if rests else row
        return self._acting_for[office_id]

    def is_office(self, department_id: int) -> bool:
        """Whether a department has an appointing office of its own at this moment."""
        profile = self.tree.profile(department_id, self.at)
        return profile is not None and profile.head_title != ""

    def designee_may_hold(self, power: Power) -> bool:
        """Whether a designee may hold a power: as a reading says, else as the regulation's words do."""
        reading = self.designee_reading(power)
        return power.designee_allowed if reading is None else bool(reading.value)

    def designee_reading(self, power: Power) -> Reading | None:
        """The reading about designees of a power in effect."""
        return next(
            (row for row in self.readings if row.kind == ReadingKind.DESIGNEE_MAY_HOLD and row.power == power.code),
            None,
        )

    def both_required(self) -> bool:
        """Whether speech for police needs IV.C besides IV.K.2: no, unless a reading says so."""
        return any(row.kind == ReadingKind.BOTH_REQUIRED and row.value for row in self.readings)

    def covers(self, designation: Designation, power: Power, department_id: int) -> bool:
        """Whether a designation reaches a department: its own, and those below that take its office."""
        appointment = self.by_lineage.get(designation.appointment)
        climb = self.climb(department_id, power)
        return (
            appointment is not None
            and climb.office_id == appointment.department_id
            and self.is_office(appointment.department_id)
            and designation.department_id in climb.path
        )

    def powers_given_by(self, designation: Designation) -> list[Power]:
        """The powers that a designation gives at this moment to whom it names; none where it is not in force."""
        return [power for power in self.powers_named_by(designation) if self.is_given(power)]

    def powers_named_by(self, designation: Designation) -> list[Power]:
        """Those that it would give if each were matched to a clause: what would be lost for good with it."""
        if self.why_not(designation):
            return []
        named = [POWERS[code] for code in designation.powers if code in POWERS]
        return [power for power in named if self.designee_may_hold(power)]

    def why_not(self, designation: Designation) -> str:
        """Why a designation gives nothing at this moment, in a sentence; empty where it is in force."""
        holder, start = designation.holder_id, designation.effective_from
        if not designation.is_in_effect(self.at):
            return "It is outside its dates."
        appointment = self.by_lineage.get(designation.appointment)
        if appointment is None:
            return "The appointment under which it was made is not known."
        if not designation.for_the_office and not self.in_force(appointment):
            return "The appointment under which it was made has ended, and it was not made for the office."
        if self.presence.left_between(holder, start, self.at):
            return "Its holder left the City after it began."
        if self.presence.moved_away(holder, start, self.at):
            return "Its holder came under another authority after it began."
        if self.presence.rests(holder, self.at):
            return "Its holder is on leave or suspended: it rests until the return."
        return ""


def picture_of(at: datetime, known_at: datetime | None, picture: Picture | None) -> Picture:
    """The picture given, where it is of the moment asked, else a fresh one."""
    if picture is not None and picture.at == at and picture.known_at == (known_at or at):
        return picture
    return Picture(at, known_at)


def ask_readings(at: datetime, known_at: datetime, together: Together) -> Asked[Reading]:
    """The readings in effect, asked together with other questions."""
    return together.ask_as(_readings, at, known_at)


@shape
def _readings(at: datetime, known_at: datetime) -> QuerySet[Reading]:
    return Reading.objects.in_effect(at, known_at).order_by("effective_from", "pk")
