"""Naming designees: an act of the authority in office; and ending a designation."""

from __future__ import annotations

from dataclasses import replace
from datetime import datetime, timedelta

from django.db import transaction

from foundation import clock
from foundation.actor import Actor
from foundation.citations import CITY_PROCEDURE
from foundation.errors import Conflict, InvalidInput, Refusal
from powers.catalogue import POWERS
from powers.checks import check_designation, check_ending
from powers.decisions import Holding
from powers.drafts import DesignationDraft, EndingDraft
from powers.models import Designation, Origin
from powers.picture import Picture
from powers.services.requiring import decide_under
from powers.services.writing import Provenance, write_designation, write_ending

CLOCK_SKEW = timedelta(minutes=5)


@transaction.atomic
def designate(*, by: Actor, draft: DesignationDraft) -> Designation:
    """Name a designee for one's own department, in office, from now or later.

    What a designee may never hold is refused with its clause. Raises `Refusal` where the powers are not the actor's
    own by office.
    """
    at = clock.now()
    held = _held_by_office(by, draft, at)
    at = clock.now()
    if draft.from_now:
        draft = replace(draft, effective_from=at)
    if draft.effective_from < at - CLOCK_SKEW:
        raise InvalidInput(
            "A designation made here begins now or later.",
            why="A late entry never makes an earlier decision valid.",
            remedy="If it was made on paper before, Employee Relations records it, and a second person confirms.",
            field="effective_from",
        )
    under = check_designation(draft, at, Picture(at))
    how = Provenance(
        by=by,
        at=at,
        origin=Origin.ACT_OF_OFFICE,
        capacity=held.capacity,
        instrument=held.reference,
    )
    return write_designation(draft, how, under)


def _held_by_office(by: Actor, draft: DesignationDraft, at: datetime) -> Holding:
    """Lock the appointment under which every named power is the actor's, by office."""
    held: Holding | None = None
    for code in draft.powers:
        if code in POWERS:
            held = decide_under(by=by, power=code, department=draft.department).holding
            if not held.by_office:
                raise Refusal(
                    "A designee names no designees.",
                    why="A designation is an act of the appointing authority.",
                    clause=held.basis,
                    remedy=f"Ask {held.appointment.holder.name}.",
                )
    if held is None:
        raise InvalidInput("Name at least one power.", field="powers")
    return held


@transaction.atomic
def end_designation(designation: Designation, *, by: Actor, reason: str, until: datetime | None = None) -> Designation:
    """End a designation of one's own office, now or at a later moment; its holder may lay it down too."""
    lineage = designation.lineage
    row = Designation.objects.not_superseded().select_for_update(no_key=True).filter(pk=designation.pk).first()
    if row is None:
        raise Conflict(
            "This designation was changed meanwhile.",
            remedy="Open the department's page again and see how it stands.",
        )
    at = clock.now()
    capacity, instrument = _who_may_end(row, by, at)
    if until is not None and until < at:
        raise InvalidInput("An end here is now or later.", remedy="Leave it empty to end it now.", field="until")
    draft = EndingDraft("designation", lineage, reason, until)
    check_ending(draft, at)
    how = Provenance(by=by, at=at, origin=Origin(row.origin), capacity=capacity, instrument=instrument)
    ended = write_ending(draft, how)
    return Designation.objects.get(pk=ended.pk)


def _who_may_end(row: Designation, by: Actor, at: datetime) -> tuple[str, str]:
    """The capacity and instrument in which somebody ends a designation; raises `Refusal` where they may not."""
    if by.person is not None and by.person.pk == row.holder_id:
        return "designee", f"designation {row.lineage}"
    picture = Picture(at)
    offices = {picture.climb(row.department_id, POWERS[code]).office_id for code in row.powers}
    under = picture.by_lineage.get(row.appointment)
    offices |= {under.department_id} if under else set()
    for office_id in sorted(office for office in offices if office is not None):
        appointment = picture.acting_for(office_id)
        if appointment is not None and by.person is not None and appointment.holder_id == by.person.pk:
            return "appointing authority", f"appointment {appointment.lineage}"
    raise Refusal(
        "You may not end this designation.",
        why="The authority of the department ends it, or its holder lays it down.",
        clause=CITY_PROCEDURE,
        remedy="Employee Relations can enter the end of it from paper.",
    )
