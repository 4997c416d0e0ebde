"""Who holds which power, for which department, at a moment, as known at a moment: pure answers from recorded facts.

Each function takes `at` and `known_at` (left out: as known then) and, where a request asks several questions, one
`picture` for all of them. The same pair has the same answer for ever.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime

from directory.models import Department, Employee
from powers.catalogue import POWERS, Power
from powers.models import Appointment, Designation
from powers.picture import Picture, picture_of

APPOINTEE = "appointing authority"
ACTING = "acting appointing authority"
DESIGNEE = "designee"


@dataclass(frozen=True)
class Holding:
    """One power that somebody holds for one department, and the instrument that gives it.

    `appointment` is the appointment itself, or the one under which the designation was made: the person in whose
    name a designee acts. `basis` is the clause of the version in force, or City procedure: the trail cites it.
    """

    power: str
    department_id: int
    office_id: int
    holder_id: int
    capacity: str
    instrument: Appointment | Designation
    appointment: Appointment
    basis: str

    @property
    def by_office(self) -> bool:
        """Whether it is held as an authority, not as a designee."""
        return self.capacity != DESIGNEE

    @property
    def reference(self) -> str:
        """How the trail names the instrument."""
        return f"{self.instrument._meta.model_name} {self.instrument.lineage}"


@dataclass(frozen=True)
class Authority:
    """Who is a department's appointing authority, or whose act is missing (`sentence` says it either way)."""

    department_id: int
    office_id: int | None
    appointment: Appointment | None
    sentence: str

    @property
    def holder(self) -> Employee | None:
        """The person who can act now, if any."""
        return self.appointment.holder if self.appointment else None


def office_of(
    department: Department, at: datetime, known_at: datetime | None = None, power: Power | None = None
) -> Department | None:
    """The office that governs a department: its own, else the nearest one above (never so for IV.K.2)."""
    office_id = Picture(at, known_at).climb(department.pk, power).office_id
    return None if office_id is None else Department.objects.get(pk=office_id)


def authority_of(
    department: Department,
    at: datetime,
    known_at: datetime | None = None,
    power: Power | None = None,
    picture: Picture | None = None,
) -> Authority:
    """A department's appointing authority at a moment (for a power, where one is named), or whose act is missing.

    For a power to which no clause of the version in force is matched, it is nobody.
    """
    picture = picture_of(at, known_at, picture)
    if power is not None and not picture.is_given(power):
        return Authority(
            department.pk, picture.climb(department.pk, power).office_id, None, picture.basis(power).sentence
        )
    return office_authority(department, picture, power)


def office_authority(department: Department, picture: Picture, power: Power | None = None) -> Authority:
    """Who acts for the office that governs a department (or holds a power for it), whatever rests on which clause."""
    climb = picture.climb(department.pk, power)
    if climb.office_id is None:
        return Authority(department.pk, None, None, climb.why)
    profile = picture.tree.profile(climb.office_id, picture.at)
    if profile is None or not picture.is_office(climb.office_id):
        name = profile.name if profile else "The office"
        missing = f"{name} has no appointing office at that moment, so nobody can act for it."
        return Authority(department.pk, climb.office_id, None, missing)
    appointment = picture.acting_for(climb.office_id)
    office = f"{profile.head_title}, {profile.name}"
    if appointment is None:
        missing = (
            f"The act of the {office} is missing: no appointment to that office is in force. "
            "A dated acting appointment lets somebody act."
        )
        return Authority(department.pk, climb.office_id, None, missing)
    acting = "acting " if appointment.is_acting else ""
    return Authority(department.pk, climb.office_id, appointment, f"{appointment.holder.name}, {acting}{office}.")


def holdings(
    employee: Employee, at: datetime, known_at: datetime | None = None, picture: Picture | None = None
) -> list[Holding]:
    """Every power that somebody holds at a moment, for every department, in order of department and power."""
    picture = picture_of(at, known_at, picture)
    found = [
        *_by_office(picture, [*picture.tree.departments(at)], holder_id=employee.pk),
        *_by_designation(picture, picture.designations_of(employee.pk), None),
    ]
    return sorted(found, key=_order)


def holders(
    power: Power, department: Department, at: datetime, known_at: datetime | None = None, picture: Picture | None = None
) -> list[Holding]:
    """Everybody who holds a power for a department at a moment: the authority first, then designees."""
    picture = picture_of(at, known_at, picture)
    above = picture.climb(department.pk, power).path
    designations = picture.designations_for(above)
    found = [
        *_by_office(picture, [department.pk], only=power),
        *_by_designation(picture, designations, [department.pk], only=power),
    ]
    return sorted(found, key=_order)


def all_holders(at: datetime, known_at: datetime | None = None, picture: Picture | None = None) -> list[Holding]:
    """Every holding of everybody at a moment: for reports and pages over the whole City."""
    picture = picture_of(at, known_at, picture)
    designations = picture.designations_for(None)
    return sorted(
        [*_by_office(picture, picture.tree.departments(at)), *_by_designation(picture, designations, None)], key=_order
    )


def _order(holding: Holding) -> tuple[int, str, bool, int, int]:
    codes = list(POWERS)
    return (
        holding.department_id,
        f"{codes.index(holding.power):02}",
        not holding.by_office,
        holding.holder_id,
        holding.instrument.pk,
    )


def _by_office(
    picture: Picture, departments: list[int], *, holder_id: int | None = None, only: Power | None = None
) -> list[Holding]:
    found: list[Holding] = []
    if holder_id is not None and not picture.is_appointed(holder_id):
        return found  # who was only designated is spared the way up from each department
    for department_id in departments:
        for power in (only,) if only else POWERS.values():
            if not picture.is_given(power):
                continue
            office_id = picture.climb(department_id, power).office_id
            appointment = None if office_id is None else picture.acting_for(office_id)
            if office_id is None or appointment is None or holder_id not in {None, appointment.holder_id}:
                continue
            capacity = ACTING if appointment.is_acting else APPOINTEE
            held = (power.code, department_id, office_id, appointment.holder_id, capacity)
            found.append(Holding(*held, appointment, appointment, picture.basis(power).citation))
    return found


def _by_designation(
    picture: Picture, rows: Sequence[Designation], departments: list[int] | None, *, only: Power | None = None
) -> list[Holding]:
    picture.presence.load(row.holder_id for row in rows)
    found: list[Holding] = []
    for row in rows:
        for power in picture.powers_given_by(row):
            if only is not None and power != only:
                continue
            appointment = picture.by_lineage[row.appointment]
            named = (appointment.department_id, row.holder_id, DESIGNEE, row, appointment)
            found.extend(
                Holding(power.code, department_id, *named, picture.basis(power).citation)
                for department_id in (picture.passing(row.department_id, power) if departments is None else departments)
                if picture.covers(row, power, department_id)
            )
    return found
