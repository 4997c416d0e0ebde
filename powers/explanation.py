"""Why somebody holds a power for a department at a moment, or does not: step by step, instrument by instrument."""

from __future__ import annotations

from dataclasses import asdict, dataclass, field
from datetime import datetime
from typing import Any

from directory.models import Department, Employee
from foundation import dates as spoken
from foundation.clock import city_date, last_day, start_of
from powers.basis import Basis
from powers.catalogue import Power
from powers.decisions import Holding, holders, office_authority
from powers.models import Appointment, Designation
from powers.picture import Picture, picture_of


@dataclass(frozen=True)
class Step:
    """One step of an explanation. `met` says whether it speaks for (True), against (False) or neither (None)."""

    sentence: str
    basis: str = ""
    met: bool | None = None
    instrument: str = ""


@dataclass(frozen=True)
class Explanation:
    """The answer, its steps in order, and the holdings on which a yes rests."""

    employee: Employee
    power: Power
    department: Department
    at: datetime
    known_at: datetime
    basis: Basis
    steps: list[Step]
    holdings: list[Holding] = field(default_factory=list)

    @property
    def yes(self) -> bool:
        """Whether the power is held."""
        return bool(self.holdings)

    @property
    def sentence(self) -> str:
        """The answer in one sentence."""
        may = "may" if self.yes else "may not"
        return f"{self.employee.name} {may} {self.power.name} for {self.department.code} ({self.basis.shown})."

    def as_json(self) -> dict[str, Any]:
        """The same for machines."""
        return {
            "employee": self.employee.number,
            "power": self.power.code,
            "basis": self.basis.citation,
            "version": self.basis.text.name if self.basis.text else "",
            "department": self.department.code,
            "at": self.at.isoformat(),
            "known_at": self.known_at.isoformat(),
            "answer": "yes" if self.yes else "no",
            "by": [{"capacity": one.capacity, "instrument": one.reference} for one in self.holdings],
            "steps": [asdict(step) for step in self.steps],
        }


def explain(
    employee: Employee,
    power: Power,
    department: Department,
    at: datetime,
    known_at: datetime | None = None,
    picture: Picture | None = None,
) -> Explanation:
    """Say why somebody has or lacks a power, as of `at`, as known at `known_at` (left out: as known then)."""
    picture = picture_of(at, known_at, picture)
    held = [
        holding
        for holding in holders(power, department, at, picture.known_at, picture)
        if holding.holder_id == employee.pk
    ]
    steps = [
        *_office_steps(picture, power, department),
        *_appointment_steps(picture, employee, power, department),
        _designee_step(picture, power),
        *_designation_steps(picture, employee, power, department),
    ]
    return Explanation(employee, power, department, at, picture.known_at, picture.basis(power), steps, held)


def dates(row: Appointment | Designation) -> str:
    """The dates of an instrument as people read them: "from March 1, 2026 through June 30, 2026"."""
    since = f"from {spoken.day(row.effective_from)}"
    if row.effective_until is None:
        return f"{since}, no end given"
    if row.effective_until == start_of(city_date(row.effective_until)):
        return f"{since} through {spoken.day(last_day(row.effective_until))}"
    return f"{since} until {spoken.exact(row.effective_until)}"


def _office_steps(picture: Picture, power: Power, department: Department) -> list[Step]:
    climb = picture.climb(department.pk, power)
    passed = [picture.tree.name(node, picture.at) for node in climb.path]
    basis = picture.basis(power)
    steps = [Step(basis.sentence, basis.clause, None if basis.is_matched else False)]
    if not basis.is_matched:
        steps.append(Step(basis.remedy))
    if climb.office_id is None:
        return [*steps, Step(climb.why, basis.citation, False)]
    office = picture.tree.name(climb.office_id, picture.at)
    by = f"reading {climb.reading.lineage}" if climb.reading else ""
    way = " → ".join(passed) if len(passed) > 1 else passed[0]
    steps.append(Step(f"{climb.why} Asked: {way}. Office: {office}.", basis.citation, True, by))
    return steps


def _appointment_steps(picture: Picture, employee: Employee, power: Power, department: Department) -> list[Step]:
    office_id = picture.climb(department.pk, power).office_id
    steps: list[Step] = []
    for (row_office, _), row in sorted(picture.by_office.items(), key=lambda item: (item[0][0], item[0][1])):
        if row_office != office_id:
            continue
        steps.append(
            Step(
                f"{row.get_kind_display()} appointment of {row.holder.name}, {dates(row)} ({row.instrument}): "
                f"{_appointment_state(picture, row)}",
                met=row.holder_id == employee.pk and picture.acting_for(row_office) == row,
                instrument=f"appointment {row.lineage}",
            )
        )
    authority = office_authority(department, picture, power)
    steps.append(Step(f"Authority at that moment: {authority.sentence}", met=authority.holder == employee))
    return steps


def _appointment_state(picture: Picture, row: Appointment) -> str:
    if not picture.in_force(row):
        return "ended, because the holder left, or came under another authority."
    if picture.standing_at(row.department_id) != row:
        return "in force, but an acting appointment stands before it."
    if picture.presence.rests(row.holder_id, picture.at):
        return "rests, because the holder is on leave or suspended."
    return "in force."


def _designee_step(picture: Picture, power: Power) -> Step:
    reading = picture.designee_reading(power)
    may = picture.designee_may_hold(power)
    word = "may" if may else "may not"
    if reading is None:
        return Step(f"By its words, a designee {word} hold this power.", picture.basis(power).citation)
    return Step(
        f"By a reading of {spoken.day(reading.effective_from)}, a designee {word} hold this power: {reading.reason}",
        picture.basis(power).citation,
        instrument=f"reading {reading.lineage}",
    )


def _designation_steps(picture: Picture, employee: Employee, power: Power, department: Department) -> list[Step]:
    rows = Designation.objects.in_effect(picture.at, picture.known_at).filter(holder=employee)
    steps = []
    for row in rows.select_related("holder", "department").order_by("effective_from", "pk"):
        if power.code not in row.powers:
            continue
        reason = _designation_state(picture, row, power, department)
        steps.append(
            Step(
                f"Designation for {row.department.code}, {dates(row)} ({row.instrument}): {reason or 'in force.'}",
                picture.basis(power).citation,
                not reason,
                f"designation {row.lineage}",
            )
        )
    return steps or [Step("No designation within its dates names this person for this power.", met=False)]


def _designation_state(picture: Picture, row: Designation, power: Power, department: Department) -> str:
    reason = picture.why_not(row)
    if reason:
        return reason
    if not picture.designee_may_hold(power):
        return "A designee may not hold this power."
    if not picture.covers(row, power, department.pk):
        return "It does not reach this department."
    return ""
