"""The organization from a file: departments, then the first appointments and designations.

The first ones come from the set-up (`Origin.SET_UP`) while the City has none that two persons made; from then on a
file makes entries that wait for a second person. Again changes nothing; absence from a file ends nothing.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from datetime import date, datetime
from typing import Any

from django.db import transaction

from directory.models import Department, Employee, Role
from directory.permissions import require_role
from directory.services.organization import (
    Applied,
    RowProblem,
    apply_row,
    as_written,
    day_of,
    parents_first,
    problem_of,
    refuse_bad_cells,
    shortened,
)
from foundation import clock
from foundation.actor import Actor
from foundation.errors import InvalidInput, PortalError
from powers.checks import check, check_dates, check_designation, check_instrument
from powers.drafts import AppointmentDraft, DesignationDraft
from powers.models import Appointment, AppointmentKind, Designation, InstrumentEntry, Origin
from powers.organization_file import sections_of
from powers.services.entries import enter
from powers.services.writing import Provenance, write_appointment, write_designation

APPOINTMENT_KEYS = frozenset(
    {"department", "holder", "kind", "effective_from", "effective_until", "instrument", "for_a_board"}
)
DESIGNATION_KEYS = frozenset(
    {"department", "holder", "powers", "effective_from", "effective_until", "instrument", "for_the_office"}
)


@dataclass
class Tally:
    """What became of the rows of one section."""

    added: int = 0
    waiting: int = 0
    unchanged: int = 0
    problems: list[RowProblem] = field(default_factory=list)


@dataclass
class Imported:
    """What became of an organization's file, or of a part of it."""

    departments: Applied = field(default_factory=Applied)
    appointments: Tally = field(default_factory=Tally)
    designations: Tally = field(default_factory=Tally)

    @property
    def problems(self) -> list[str]:
        """Every row that did not go in, in a sentence."""
        found = [str(problem) for problem in self.departments.problems]
        found += [str(one).replace("Department", "Appointment", 1) for one in self.appointments.problems]
        return found + [str(one).replace("Department", "Designation", 1) for one in self.designations.problems]


@dataclass(frozen=True)
class Step:
    """One row of the file on its way in: its section, and its place in that (from 1)."""

    section: str
    number: int
    row: Mapping[str, Any]


def is_set_up(at: datetime) -> bool:
    """Whether two persons have made an appointment or designation: then files only make entries that wait."""
    entered = {"origin": Origin.ENTERED, "recorded_at__lte": at}
    return Appointment.objects.filter(**entered).exists() or Designation.objects.filter(**entered).exists()


def import_organization(document: Any, *, by: Actor, dry_run: bool = False) -> Imported:
    """Let in what is right of a file, and report what is not, row by row. A dry run says the same, changing nothing."""
    imported = Imported()
    with transaction.atomic():
        let_in(steps_of(document, imported), imported, by=by)
        imported.departments.problems.sort(key=lambda problem: problem.row)
        transaction.set_rollback(dry_run)
    return imported


def steps_of(document: Any, imported: Imported) -> list[Step]:
    """The rows in the order in which they can go in; departments without a code of their own are problems at once."""
    rows = sections_of(document)
    ordered = parents_first(rows["departments"], imported.departments)
    steps = [Step("departments", number, row) for number, row in ordered]
    for section in ("appointments", "designations"):
        steps += [Step(section, number, row) for number, row in enumerate(rows[section], start=1)]
    return steps


@transaction.atomic
def let_in(steps: Iterable[Step], imported: Imported, *, by: Actor) -> None:
    """Let these rows in, each whole or not at all, and count in `imported` what became of them."""
    at = clock.now()
    require_role(by, [Role.ADMINISTRATOR, Role.EMPLOYEE_RELATIONS], at, "You cannot import the organization.")
    waits = is_set_up(at)
    for step in steps:
        if step.section == "departments":
            apply_row(step.number, step.row, by=by, applied=imported.departments)
            continue
        appoints = step.section == "appointments"
        tally = imported.appointments if appoints else imported.designations
        try:
            with transaction.atomic():
                refuse_bad_cells(step.row)
                (_appointment if appoints else _designation)(step.row, tally, by, waits)
        except PortalError as error:
            tally.problems.append(problem_of(step.number, step.row, error))


def _appointment(row: Mapping[str, Any], tally: Tally, by: Actor, waits: bool) -> None:
    _refuse_unknown(row, APPOINTMENT_KEYS)
    kind = _text(row, "kind") or AppointmentKind.REGULAR
    if kind not in AppointmentKind.values:
        known = ", ".join(AppointmentKind.values)
        raise InvalidInput(f"“{kind}” is no kind of appointment.", remedy=f"Write one of: {known}.", field="kind")
    draft = AppointmentDraft(
        department_id=_department(row).pk,
        holder_id=_holder(row).pk,
        appointment_kind=kind,
        effective_from=_begins(row),
        effective_until=_ends(row),
        instrument=_text(row, "instrument"),
        for_a_board=_yes(row, "for_a_board"),
    )
    same = Appointment.objects.not_superseded().filter(
        department_id=draft.department_id,
        holder_id=draft.holder_id,
        kind=draft.appointment_kind,
        effective_from=draft.effective_from,
    )
    if _is_known(same.first(), draft) or _waits_already(draft):
        tally.unchanged += 1
    elif waits:
        enter(by=by, draft=draft)
        tally.waiting += 1
    else:
        at = clock.now()
        check(draft, at)
        write_appointment(draft, Provenance(by=by, at=at, origin=Origin.SET_UP, capacity="set-up import"))
        tally.added += 1


def _designation(row: Mapping[str, Any], tally: Tally, by: Actor, waits: bool) -> None:
    _refuse_unknown(row, DESIGNATION_KEYS)
    powers = row.get("powers") or []
    named = powers.replace(",", " ").split() if isinstance(powers, str) else [str(code) for code in powers]
    draft = DesignationDraft(
        department_id=_department(row).pk,
        holder_id=_holder(row).pk,
        powers=tuple(named),
        effective_from=_begins(row),
        effective_until=_ends(row),
        instrument=_text(row, "instrument"),
        for_the_office=_yes(row, "for_the_office"),
    )
    rows = Designation.objects.not_superseded().filter(
        department_id=draft.department_id, holder_id=draft.holder_id, effective_from=draft.effective_from
    )
    same = next((one for one in rows if set(one.powers) == set(named)), None)
    if _is_known(same, draft) or _waits_already(draft):
        tally.unchanged += 1
    elif waits:
        enter(by=by, draft=draft)
        tally.waiting += 1
    else:
        at = clock.now()
        under = check_designation(draft, at)
        write_designation(draft, Provenance(by=by, at=at, origin=Origin.SET_UP, capacity="set-up import"), under)
        tally.added += 1


def _is_known(row: Appointment | Designation | None, draft: AppointmentDraft | DesignationDraft) -> bool:
    """Whether the books hold it already; a row that gives it another end is not changed by a file."""
    check_dates(draft.effective_from, draft.effective_until)
    check_instrument(draft.instrument)
    if row is None:
        return False
    if draft.effective_until is not None and draft.effective_until != row.effective_until:
        raise InvalidInput(
            f"{row} is known with another end.",
            why="A file enters instruments; it does not change them.",
            remedy="Enter its end, or a correction, under People and powers.",
            field="effective_until",
        )
    return True


def _waits_already(draft: AppointmentDraft | DesignationDraft) -> bool:
    return InstrumentEntry.objects.waiting().filter(kind=draft.kind, payload=draft.payload()).exists()


def _refuse_unknown(row: Mapping[str, Any], keys: frozenset[str]) -> None:
    unknown = sorted(set(row) - keys)
    if unknown:
        raise InvalidInput(
            f"Nobody knows the column “{shortened(unknown[0])}”.",
            remedy=f"Use one of: {', '.join(sorted(keys))}.",
            field=unknown[0],
        )


def _text(row: Mapping[str, Any], key: str) -> str:
    return str(row.get(key) or "").strip()


def _yes(row: Mapping[str, Any], key: str) -> bool:
    value = row.get(key, False)
    if not isinstance(value, bool):
        raise InvalidInput(
            f"“{as_written(value)}” is neither true nor false.", remedy="Write true or false.", field=key
        )
    return value


def _department(row: Mapping[str, Any]) -> Department:
    code = _text(row, "department")
    found = Department.objects.filter(code=code).first()
    if found is None:
        remedy = "Correct the code, or add that department to the file."
        raise InvalidInput(f"There is no department with the code “{code}”.", remedy=remedy, field="department")
    return found


def _holder(row: Mapping[str, Any]) -> Employee:
    number = _text(row, "holder")
    found = Employee.objects.filter(number=number).first()
    if found is None:
        remedy = "Import the people first, or correct the number."
        raise InvalidInput(f"Nobody has the employee number “{number}”.", remedy=remedy, field="holder")
    return found


def _day(row: Mapping[str, Any], key: str) -> date | None:
    text = _text(row, key)
    return day_of(text, key) if text else None


def _begins(row: Mapping[str, Any]) -> datetime:
    day = _day(row, "effective_from")
    if day is None:
        raise InvalidInput("The row has no first day.", remedy="Write it as 2026-05-26.", field="effective_from")
    return clock.start_of(day)


def _ends(row: Mapping[str, Any]) -> datetime | None:
    day = _day(row, "effective_until")
    return None if day is None else clock.end_of(day)
