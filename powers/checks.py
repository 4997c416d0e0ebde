"""What must be true of a draft before it is written; each rule a sentence, with its clause."""

from __future__ import annotations

from datetime import datetime
from typing import Any

from django.db.models import Q, QuerySet

from directory.models import Employee, EmployeeStatus, Status
from foundation import dates
from foundation.citations import CITY_PROCEDURE
from foundation.errors import Conflict, InvalidInput, Refusal
from powers.catalogue import POWERS, Power
from powers.drafts import (
    INSTRUMENTS,
    AppointmentDraft,
    CorrectionDraft,
    DesignationDraft,
    Draft,
    EndingDraft,
    ReadingDraft,
)
from powers.models import Appointment, AppointmentKind, Designation, Reading, ReadingKind
from powers.picture import Picture

Instrument = Appointment | Designation | Reading


def check(draft: Draft, at: datetime) -> None:
    """Every rule for one draft, as known at `at`. Raises `InvalidInput`, `Refusal` or `Conflict`."""
    if isinstance(draft, AppointmentDraft):
        check_appointment(draft, at)
    elif isinstance(draft, DesignationDraft):
        check_designation(draft, at)
    elif isinstance(draft, ReadingDraft):
        check_reading(draft, at)
    elif isinstance(draft, EndingDraft):
        check_ending(draft, at)
    elif isinstance(draft, CorrectionDraft):
        check_correction(draft, at)


def check_dates(effective_from: datetime, effective_until: datetime | None) -> None:
    """An end lies after its beginning."""
    if effective_until is not None and effective_until <= effective_from:
        raise InvalidInput(
            "The end must lie after the beginning.", remedy="Give a later end, or none.", field="effective_until"
        )


def check_acting_ends(kind: str, effective_until: datetime | None) -> None:
    """Somebody acts for an office for a time that is known: a vacancy or absence needs a dated acting appointment."""
    if kind == AppointmentKind.ACTING and effective_until is None:
        raise InvalidInput(
            "An acting appointment has a last day.",
            why="Somebody acts for an office only for a time that is known; without an end it would go on unnoticed.",
            remedy="Give its last day. If it must last longer, enter another one then.",
            field="effective_until",
        )


def check_instrument(text: str) -> None:
    """Something in writing stands behind every appointment and designation."""
    if not text.strip():
        raise InvalidInput(
            "Say which instrument this rests on.",
            why="An appointment or designation is entered from something in writing that is kept.",
            remedy="For example: letter of the Mayor of March 1, 2026.",
            field="instrument",
        )


def check_appointment(draft: AppointmentDraft, at: datetime) -> None:
    """The office exists, the appointee has not left, and nobody else holds the office in the same kind then."""
    check_dates(draft.effective_from, draft.effective_until)
    check_instrument(draft.instrument)
    if draft.appointment_kind not in AppointmentKind.values:
        raise InvalidInput("An appointment is regular or acting.", field="appointment_kind")
    check_acting_ends(draft.appointment_kind, draft.effective_until)
    picture = Picture(draft.effective_from, at)
    name = picture.tree.name(draft.department_id, draft.effective_from)
    if not picture.is_office(draft.department_id):
        raise InvalidInput(
            f"{name} has no appointing office of its own on that day.",
            why="Its appointing authority is the nearest department's above that has one.",
            remedy="Choose that department, or give this one the title of its head first.",
            field="department",
        )
    check_has_not_left(draft.holder, draft.effective_from, at)
    others = overlapping(
        Appointment.objects.filter(department_id=draft.department_id, kind=draft.appointment_kind),
        draft.effective_from,
        draft.effective_until,
    )
    refuse_overlap(others, draft.effective_from, ends_predecessor=draft.ends_predecessor, what=name)


def check_has_not_left(holder: Employee, moment: datetime, known_at: datetime) -> None:
    """Nobody who has left the City is given anything."""
    if EmployeeStatus.objects.in_effect(moment, known_at).filter(employee=holder, status=Status.LEFT).exists():
        raise InvalidInput(
            f"{holder.name} ({holder.number}) has left the City by that day.",
            remedy="Choose somebody who works for the City then.",
            field="holder",
        )


def overlapping(rows: QuerySet[Any], since: datetime, until: datetime | None) -> list[Any]:
    """Rows not superseded whose dates overlap [since, until)."""
    rows = rows.filter(superseded_at__isnull=True)
    rows = rows.filter(Q(effective_until__isnull=True) | Q(effective_until__gt=since))
    if until is not None:
        rows = rows.filter(effective_from__lt=until)
    return list(rows.order_by("effective_from"))


def refuse_overlap(others: list[Any], since: datetime, *, ends_predecessor: bool, what: str) -> None:
    """One at a time; the one before may be ended in the same act."""
    if ends_predecessor:
        others = [row for row in others if row.effective_from >= since]
    if others:
        raise Conflict(
            f"For {what} there is already: {others[0]}, from {dates.day(others[0].effective_from)}.",
            why="There is at most one at a time.",
            remedy="End that one first, choose to end it when this one begins, or give other dates.",
        )


def check_designation(draft: DesignationDraft, at: datetime, picture: Picture | None = None) -> Appointment:
    """What a designee may never hold is refused with its clause; one office must hold all that is named.

    Returns the appointment under which it is made: at its beginning, or at the moment of `picture`.
    """
    check_dates(draft.effective_from, draft.effective_until)
    check_instrument(draft.instrument)
    check_has_not_left(draft.holder, draft.effective_from, at)
    if not draft.powers:
        raise InvalidInput("Name at least one power.", field="powers")
    unknown = [code for code in draft.powers if code not in POWERS]
    if unknown:
        raise InvalidInput(
            f"There is no power called {unknown[0]}.", remedy=f"Known: {', '.join(POWERS)}.", field="powers"
        )
    picture = Picture(draft.effective_from, at)
    for code in draft.powers:
        check_designee_may_hold(picture, POWERS[code])
    appointment = giver(draft, picture)
    if appointment.holder_id == draft.holder_id:
        raise Refusal(
            "Nobody designates themselves.",
            why="An authority needs no designation for what the office holds.",
            clause=CITY_PROCEDURE,
            remedy="Choose somebody else.",
            field="holder",
        )
    return appointment


def check_designee_may_hold(picture: Picture, power: Power) -> None:
    """The regulation's words, or a reading, allow a designee."""
    if not picture.designee_may_hold(power):
        basis = picture.basis(power)
        named = basis.citation or "The clause that the portal was written for"
        raise Refusal(
            f"A designee may not {power.name}.",
            why=f"{named} names the appointing authority alone, and no reading says otherwise.",
            clause=basis.clause,
            remedy="Leave this power out: the appointing authority does it in person.",
        )


def giver(draft: DesignationDraft, picture: Picture) -> Appointment:
    """The appointment under which a designation is made: that of the one office that holds all its powers."""
    found: set[int] = set()
    for code in draft.powers:
        climb = picture.climb(draft.department_id, POWERS[code])
        if climb.office_id is None:
            raise InvalidInput(f"Nobody can be designated to {POWERS[code].name} there.", why=climb.why, field="powers")
        found.add(climb.office_id)
    if len(found) > 1:
        raise InvalidInput(
            "These powers belong to different offices.",
            remedy="Make a designation for each office.",
            field="powers",
        )
    office_id = found.pop()
    appointment = picture.acting_for(office_id)
    if appointment is None:
        name = picture.tree.name(office_id, picture.at)
        raise Conflict(
            f"No appointment to the office of {name} is in force on that day.",
            why="A designation is made by the authority in office.",
            remedy="Enter the appointment, or an acting one, first.",
        )
    return appointment


def check_reading(draft: ReadingDraft, at: datetime) -> None:
    """A reading says what it settles, why and from which source, and is the only answer to its question then."""
    check_dates(draft.effective_from, draft.effective_until)
    if not draft.reason.strip() or not draft.source.strip():
        raise InvalidInput("A reading gives its reason and its source.", field="reason")
    if draft.reading_kind not in ReadingKind.values:
        raise InvalidInput("Choose what the reading settles.", field="reading_kind")
    about_office = draft.reading_kind == ReadingKind.OFFICE_MEANS
    if draft.reading_kind != ReadingKind.BOTH_REQUIRED and draft.power not in POWERS:
        raise InvalidInput("Choose the power that the reading concerns.", field="power")
    if about_office and (draft.department_id is None or draft.office_id is None):
        raise InvalidInput("Say for which department, and which office is meant.", field="office")
    if about_office and not Picture(draft.effective_from, at).is_office(draft.office_id or 0):
        raise InvalidInput("The department named as the office has no appointing office of its own.", field="office")
    if not about_office and draft.value is None:
        raise InvalidInput("Answer the reading's question with yes or no.", field="value")
    refuse_overlap(
        overlapping(same_question(draft), draft.effective_from, draft.effective_until),
        draft.effective_from,
        ends_predecessor=draft.ends_predecessor,
        what="this question",
    )


def same_question(draft: ReadingDraft) -> QuerySet[Reading]:
    """Readings that answer the same question."""
    rows = Reading.objects.filter(kind=draft.reading_kind)
    if draft.reading_kind == ReadingKind.OFFICE_MEANS:
        rows = rows.filter(department_id=draft.department_id)
    return rows if draft.reading_kind == ReadingKind.BOTH_REQUIRED else rows.filter(power=draft.power)


def current(draft: EndingDraft | CorrectionDraft) -> Instrument:
    """The instrument that an ending or correction names, as known now."""
    model = INSTRUMENTS.get(draft.target)
    row = None if model is None else model.objects.not_superseded().filter(lineage=draft.lineage).first()
    if row is None:
        raise Conflict("This instrument is no longer there.", remedy="Open the page of the department again.")
    found: Instrument = row
    return found


def check_ending(draft: EndingDraft, at: datetime) -> None:
    """What has ended cannot end again, and an end never comes later than the one already known."""
    row = current(draft)
    until = draft.until or at
    if not draft.reason.strip():
        raise InvalidInput("Say why it ends.", field="reason")
    if row.effective_until is not None and row.effective_until <= until:
        raise Conflict(
            f"It ends already on {dates.day(row.effective_until)}.",
            remedy="Give an earlier end; a later one is a correction.",
        )


def check_correction(draft: CorrectionDraft, at: datetime) -> None:
    """Corrected dates keep every rule that the instrument kept."""
    row = current(draft)
    check_dates(draft.effective_from, draft.effective_until)
    if not draft.reason.strip():
        raise InvalidInput("Say what was wrong.", field="reason")
    if isinstance(row, Appointment):
        check_acting_ends(row.kind, draft.effective_until)
        others = Appointment.objects.filter(department=row.department, kind=row.kind).exclude(pk=row.pk)
        found = overlapping(others, draft.effective_from, draft.effective_until)
        refuse_overlap(found, draft.effective_from, ends_predecessor=False, what=str(row.department))
