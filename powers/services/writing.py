"""Putting drafts into the books: the rows, guardian's derived rows, the trail. Callers have locked and asked."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from directory.models import Employee
from foundation.actor import Actor
from foundation.audit.services import record
from foundation.effective import end, supersede, withdraw
from powers.catalogue import POWERS
from powers.checks import Instrument, check_designation, current, same_question
from powers.derivation import derive
from powers.drafts import AppointmentDraft, CorrectionDraft, DesignationDraft, Draft, EndingDraft, ReadingDraft
from powers.models import Appointment, Designation, Origin, Reading
from powers.notifications import tell_holder
from powers.picture import Picture


@dataclass(frozen=True)
class Provenance:
    """How a row comes into the books: origin, who entered and who confirmed it, in which capacity."""

    by: Actor
    at: datetime
    origin: Origin
    entered_by: Employee | None = None
    confirmed_by: Employee | None = None
    capacity: str = ""
    instrument: str = ""
    """How the trail names the instrument under which this is done."""


def write(draft: Draft, how: Provenance) -> Instrument:
    """Write any draft."""
    if isinstance(draft, AppointmentDraft):
        return write_appointment(draft, how)
    if isinstance(draft, DesignationDraft):
        return write_designation(draft, how, check_designation(draft, how.at))
    if isinstance(draft, ReadingDraft):
        return write_reading(draft, how)
    if isinstance(draft, EndingDraft):
        return write_ending(draft, how)
    if isinstance(draft, CorrectionDraft):
        return write_correction(draft, how)
    raise TypeError(f"{type(draft).__name__} is no draft of an instrument.")


def write_appointment(draft: AppointmentDraft, how: Provenance) -> Appointment:
    """Appoint; who held the office in the same kind is ended where the draft says so."""
    if draft.ends_predecessor:
        same = Appointment.objects.filter(department_id=draft.department_id, kind=draft.appointment_kind)
        _end_running(same, draft.effective_from, how)
    row = Appointment.objects.create(
        department_id=draft.department_id,
        holder_id=draft.holder_id,
        kind=draft.appointment_kind,
        for_a_board=draft.for_a_board,
        instrument=draft.instrument.strip(),
        instrument_file=draft.instrument_file,
        origin=how.origin,
        entered_by=how.entered_by,
        confirmed_by=how.confirmed_by,
        effective_from=draft.effective_from,
        effective_until=draft.effective_until,
        recorded_at=how.at,
    )
    derive(row)
    tell_holder(how.by, row, ended=False, at=how.at)
    _tell("powers.appointed", row, how)
    return row


def _end_running(rows: Any, until: datetime, how: Provenance) -> None:
    for row in rows.not_superseded().covering(until).filter(effective_from__lt=until).select_for_update(no_key=True):
        ended = end(row, until=until, at=how.at)
        _after_ending(ended, how)
        _tell("powers.ended", ended, how, before=row)


def write_designation(draft: DesignationDraft, how: Provenance, under: Appointment) -> Designation:
    """Name a designee under an appointment."""
    row = Designation.objects.create(
        department_id=draft.department_id,
        appointment=under.lineage,
        holder_id=draft.holder_id,
        powers=list(draft.powers),
        for_the_office=draft.for_the_office,
        instrument=draft.instrument.strip(),
        instrument_file=draft.instrument_file,
        origin=how.origin,
        named_by_id=under.holder_id,
        entered_by=how.entered_by,
        confirmed_by=how.confirmed_by,
        effective_from=draft.effective_from,
        effective_until=draft.effective_until,
        recorded_at=how.at,
    )
    derive(row)
    tell_holder(how.by, row, ended=False, at=how.at)
    _tell("powers.designated", row, how, clauses=_clauses(row, how.at))
    return row


def _clauses(row: Designation, at: datetime) -> list[str]:
    """What the powers given rest on in the version in force when they are given."""
    picture = Picture(at)
    return sorted({picture.basis(POWERS[code]).clause for code in row.powers})


def write_reading(draft: ReadingDraft, how: Provenance) -> Reading:
    """Put a reading into force; the one before on the same question is ended where the draft says so."""
    if how.entered_by is None or how.confirmed_by is None:
        raise TypeError("Two persons stand behind a reading.")
    if draft.ends_predecessor:
        _end_running(same_question(draft), draft.effective_from, how)
    row = Reading.objects.create(
        kind=draft.reading_kind,
        power=draft.power,
        value=draft.value,
        department_id=draft.department_id,
        office_id=draft.office_id,
        reason=draft.reason.strip(),
        source=draft.source.strip(),
        entered_by=how.entered_by,
        confirmed_by=how.confirmed_by,
        effective_from=draft.effective_from,
        effective_until=draft.effective_until,
        recorded_at=how.at,
    )
    _tell("powers.read", row, how)
    return row


def write_ending(draft: EndingDraft, how: Provenance) -> Instrument:
    """End an instrument; one that has not begun by then is taken back."""
    row = current(draft)
    until = draft.until or how.at
    if until <= row.effective_from:
        withdraw(row, at=how.at)
        ended = row
    else:
        ended = end(row, until=until, at=how.at)
    _after_ending(ended, how)
    _tell("powers.ended", ended, how, before=row, reason=draft.reason)
    return ended


def _after_ending(ended: Instrument, how: Provenance) -> None:
    if isinstance(ended, Appointment | Designation):
        derive(ended)
        tell_holder(how.by, ended, ended=True, at=how.at)


def write_correction(draft: CorrectionDraft, how: Provenance) -> Instrument:
    """Give an instrument the dates that it should have had; what was known before stays as known then."""
    row = current(draft)
    fresh = supersede(row, at=how.at, effective_from=draft.effective_from, effective_until=draft.effective_until)
    if isinstance(fresh, Appointment | Designation):
        derive(fresh)
    _tell("powers.corrected", fresh, how, before=row, reason=draft.reason)
    return fresh


def facts(row: Instrument) -> dict[str, Any]:
    """What the trail keeps of an instrument: ids, codes and dates."""
    found: dict[str, Any] = {
        "effective_from": row.effective_from.isoformat(),
        "effective_until": row.effective_until.isoformat() if row.effective_until else None,
    }
    if isinstance(row, Reading):
        office = row.office.code if row.office else ""
        return {**found, "kind": row.kind, "power": row.power, "value": row.value, "office": office}
    found["holder"] = row.holder.number
    found["origin"] = row.origin
    if isinstance(row, Appointment):
        return {**found, "kind": row.kind}
    return {**found, "powers": row.powers, "for_the_office": row.for_the_office, "appointment": str(row.appointment)}


def _tell(
    act: str,
    row: Instrument,
    how: Provenance,
    *,
    before: Instrument | None = None,
    reason: str = "",
    clauses: Sequence[str] = (),
) -> None:
    after = facts(row)
    if clauses:
        after["clauses"] = list(clauses)
    if row.superseded_at is not None:
        after["taken_back"] = True
    if reason:
        after["reason"] = reason
    record(
        by=how.by,
        act=act,
        on=row,
        at=how.at,
        capacity=how.capacity,
        instrument=how.instrument,
        clause=clauses[0] if len(clauses) == 1 else "",
        department_code=row.department.code if row.department else "",
        before=facts(before) if before else None,
        after=after,
    )
