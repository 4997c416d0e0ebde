"""What a change of the roster means for powers: what it would end, and whom that is told.

Nothing is stored here: what ends by leaving or moving ends by derivation (`powers.picture`).
"""

from __future__ import annotations

from collections.abc import Collection, Iterable, Sequence
from datetime import datetime

from directory.models import Employee
from directory.services.consequences import ChangeKind, RosterChange, Told
from foundation.actor import Actor
from powers.catalogue import POWERS
from powers.models import Appointment, Designation
from powers.notifications import employee_relations, tell_authority_of_change
from powers.picture import Picture

_DISTURBING = frozenset({ChangeKind.LEFT, ChangeKind.MOVED, ChangeKind.LEAVE_STARTED, ChangeKind.SUSPENDED})


def powers_at_stake(employee_ids: Iterable[int], at: datetime) -> int:
    """How many powers people hold by instruments in force: what could end when they leave or move.

    For a file that waits for a second person when it would end many (`ENDING_COUNTERS`): each power of each instrument
    counts, an appointment with all powers of the office. A move within one authority ends none of them, so that the
    number is never too small. The ids are gone through once and none is kept but of who holds an instrument.
    """
    picture = Picture(at)
    by_holder: dict[int, list[Designation]] = {}
    for row in Designation.objects.in_effect(at):
        by_holder.setdefault(row.holder_id, []).append(row)
    appointed = [row for row in picture.by_office.values() if picture.in_force(row)]
    ids = {row.holder_id for row in appointed}.union(by_holder).intersection(employee_ids)
    picture.presence.load(ids)
    designated = [row for holder in ids for row in by_holder.get(holder, [])]
    appointments = sum(row.holder_id in ids for row in appointed)
    return appointments * len(POWERS) + sum(len(picture.powers_named_by(row)) for row in designated)


def holders_of_instruments(employee_ids: Collection[int]) -> set[int]:
    """Those of some people whom an appointment or a designation names, at whatever moment (`ROSTER_WATCHED`)."""
    return {
        holder
        for model in (Appointment, Designation)
        for holder in model.objects.not_superseded()
        .filter(holder_id__in=employee_ids)
        .values_list("holder_id", flat=True)
    }


def after_roster_changes(*, by: Actor, changes: Sequence[Told], at: datetime) -> None:
    """Tell the authorities concerned that something given is no longer in force (a roster consequence).

    Safe to repeat: each notice has a key of instrument and moment.
    """
    disturbing = [told for told in changes if told.change.kind in _DISTURBING]
    holders = holders_of_instruments([told.employee.pk for told in disturbing]) if disturbing else set()
    for told in disturbing:
        if told.employee.pk in holders:
            _tell_of(by, told.employee, told.change, at)


def _tell_of(by: Actor, employee: Employee, change: RosterChange, at: datetime) -> None:
    picture = Picture(max(change.effective, at), at)
    relations = employee_relations(at)
    for row in Appointment.objects.not_superseded().covering(change.effective).filter(holder=employee):
        if not picture.in_force(row) or picture.presence.rests(employee.pk, picture.at):
            tell_authority_of_change(by, row, relations, change.effective, at)
    for row in Designation.objects.not_superseded().covering(change.effective).filter(holder=employee):
        if picture.why_not(row):
            under = picture.by_lineage.get(row.appointment)
            acts = picture.acting_for(under.department_id) if under else None
            tell_authority_of_change(by, row, [acts.holder] if acts else relations, change.effective, at)
