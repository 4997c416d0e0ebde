"""Two persons: one in Employee Relations enters an instrument, a second confirms it; only then is it in effect."""

from __future__ import annotations

from datetime import datetime

from django.db import transaction

from directory.models import Department, Employee, Role
from directory.permissions import require_role
from foundation import clock
from foundation.actor import Actor
from foundation.audit.services import record
from foundation.citations import CITY_PROCEDURE
from foundation.errors import Conflict, InvalidInput, Refusal
from powers.checks import Instrument, check, current
from powers.drafts import (
    DRAFTS,
    AppointmentDraft,
    CorrectionDraft,
    DesignationDraft,
    Draft,
    EndingDraft,
    ReadingDraft,
    begun,
)
from powers.models import Appointment, Designation, EntryState, InstrumentEntry, Origin, ReadingKind
from powers.picture import Picture
from powers.services.writing import Provenance, write


@transaction.atomic
def enter(*, by: Actor, draft: Draft) -> InstrumentEntry:
    """Enter an instrument; it waits for a second person. Raises where it could not be written as things stand."""
    at = clock.now()
    capacity = require_role(by, Role.EMPLOYEE_RELATIONS, at, "You cannot enter instruments.")
    person = _person(by)
    check(draft, at)
    _refuse_beneficiary(draft, person, at)
    entry = InstrumentEntry.objects.create(
        kind=draft.kind,
        payload=draft.payload(),
        department=_department(draft),
        beneficiary=_beneficiary(draft),
        entered_by=person,
        entered_at=at,
    )
    _tell(by, "powers.entry_entered", entry, at, capacity)
    return entry


@transaction.atomic
def confirm(entry: InstrumentEntry, *, by: Actor) -> Instrument:
    """Confirm what somebody else entered: from now on it is known, and in effect within its dates."""
    entry = _lock(entry)
    draft = draft_of(entry)
    _lock_office(draft)
    at = clock.now()
    capacity = require_role(by, Role.EMPLOYEE_RELATIONS, at, "You cannot confirm instruments.")
    person = _person(by)
    _require_waiting(entry)
    if person == entry.entered_by:
        raise Refusal(
            "You entered this yourself.",
            why="Nobody confirms what they entered.",
            clause=CITY_PROCEDURE,
            remedy="Somebody else in Employee Relations confirms it.",
        )
    _refuse_beneficiary(draft, person, at)
    draft = begun(draft, at)
    check(draft, at)
    how = Provenance(
        by=by,
        at=at,
        origin=Origin.ENTERED,
        entered_by=entry.entered_by,
        confirmed_by=person,
        capacity=capacity,
        instrument=f"entry {entry.reference}",
    )
    row = write(draft, how)
    _decide(entry, EntryState.CONFIRMED, person, at)
    _tell(by, "powers.entry_confirmed", entry, at, capacity)
    return row


@transaction.atomic
def refuse(entry: InstrumentEntry, *, by: Actor, reason: str) -> InstrumentEntry:
    """Refuse what somebody entered, with a reason; nothing of it takes effect."""
    entry = _lock(entry)
    at = clock.now()
    capacity = require_role(by, Role.EMPLOYEE_RELATIONS, at, "You cannot refuse instruments.")
    _require_waiting(entry)
    if not reason.strip():
        raise InvalidInput("A refusal gives its reason.", field="reason")
    _decide(entry, EntryState.REFUSED, _person(by), at, reason.strip())
    _tell(by, "powers.entry_refused", entry, at, capacity)
    return entry


@transaction.atomic
def withdraw_entry(entry: InstrumentEntry, *, by: Actor, reason: str = "") -> InstrumentEntry:
    """Take back what one entered oneself."""
    entry = _lock(entry)
    at = clock.now()
    _require_waiting(entry)
    if by.person != entry.entered_by:
        raise Refusal(
            "Only who entered this takes it back.",
            clause=CITY_PROCEDURE,
            remedy="Refuse it instead, with a reason.",
        )
    _decide(entry, EntryState.WITHDRAWN, entry.entered_by, at, reason.strip())
    _tell(by, "powers.entry_withdrawn", entry, at, "")
    return entry


def draft_of(entry: InstrumentEntry) -> Draft:
    """What an entry would write."""
    return DRAFTS[entry.kind].of_payload(entry.payload)


def _person(by: Actor) -> Employee:
    if by.person is None:
        raise Refusal(
            "A person enters and confirms instruments, never the system.",
            clause=CITY_PROCEDURE,
            remedy="Give the employee number of the person who does it.",
        )
    return by.person


def _lock(entry: InstrumentEntry) -> InstrumentEntry:
    return InstrumentEntry.objects.select_for_update(no_key=True, of=("self",)).get(pk=entry.pk)


def _lock_office(draft: Draft) -> None:
    """Lock what decisions lock: the appointments of the office, or the instrument that ends."""
    if isinstance(draft, AppointmentDraft):
        rows = Appointment.objects.not_superseded().filter(department_id=draft.department_id)
        list(rows.order_by("pk").select_for_update(no_key=True).values_list("pk"))
    elif isinstance(draft, (EndingDraft, CorrectionDraft)):
        row = current(draft)
        list(type(row)._base_manager.filter(pk=row.pk).select_for_update(no_key=True).values_list("pk"))


def _require_waiting(entry: InstrumentEntry) -> None:
    if entry.state != EntryState.ENTERED:
        raise Conflict(
            f"This entry is no longer waiting: {entry.get_state_display().lower()}.",
            why=f"{entry.decided_by} decided on it." if entry.decided_by else "",
            remedy="Nothing was changed. Open the page again to see how it stands.",
        )


def _decide(entry: InstrumentEntry, state: EntryState, person: Employee, at: datetime, reason: str = "") -> None:
    # The condition is the lock on SQLite, which has no row locks.
    changed = InstrumentEntry.objects.filter(pk=entry.pk, state=EntryState.ENTERED).update(
        state=state, decided_by=person, decided_at=at, reason=reason
    )
    entry.refresh_from_db()
    if not changed:
        _require_waiting(entry)


def _department(draft: Draft) -> Department | None:
    if isinstance(draft, (AppointmentDraft, DesignationDraft)):
        return draft.department
    if isinstance(draft, ReadingDraft):
        return Department.objects.filter(pk=draft.department_id or 0).first()
    return current(draft).department if isinstance(draft, (EndingDraft, CorrectionDraft)) else None


def _beneficiary(draft: Draft) -> Employee | None:
    if isinstance(draft, (AppointmentDraft, DesignationDraft)):
        return draft.holder
    if isinstance(draft, CorrectionDraft):
        row = current(draft)
        return row.holder if isinstance(row, (Appointment, Designation)) else None
    return None


def _refuse_beneficiary(draft: Draft, person: Employee, at: datetime) -> None:
    if person.pk in _benefits(draft, at):
        raise Refusal(
            "This would benefit you.",
            why="Nobody enters or confirms what benefits them.",
            clause=CITY_PROCEDURE,
            remedy="Two others in Employee Relations enter and confirm it.",
        )


def _benefits(draft: Draft, at: datetime) -> set[int]:
    """Whom a draft gives something: its holder; who gains an office, or a power, or comes first, by it."""
    holder = _beneficiary(draft)
    found = {holder.pk} if holder else set()
    picture = Picture(at)
    if isinstance(draft, ReadingDraft) and draft.reading_kind == ReadingKind.OFFICE_MEANS:
        gains = picture.standing_at(draft.office_id or 0)
        found |= {gains.holder_id} if gains else set()
    if isinstance(draft, ReadingDraft) and draft.reading_kind == ReadingKind.DESIGNEE_MAY_HOLD and draft.value:
        rows = Designation.objects.in_effect(at).values_list("holder_id", "powers")
        found |= {holder_id for holder_id, powers in rows if draft.power in powers}
    if isinstance(draft, EndingDraft):
        row = current(draft)
        if isinstance(row, Appointment) and row.is_acting:
            gains = picture.by_office.get((row.department_id, "regular"))
            found |= {gains.holder_id} if gains else set()
    return found


def _tell(by: Actor, act: str, entry: InstrumentEntry, at: datetime, capacity: str) -> None:
    record(
        by=by,
        act=act,
        on=entry,
        at=at,
        capacity=capacity,
        department_code=entry.department.code if entry.department else "",
        after={"state": entry.state, "kind": entry.kind, "reference": str(entry.reference), "reason": entry.reason},
    )
