"""What a change of the roster means for powers: what it would end, and whom that is told.

Nothing is stored here: what ends by leaving or moving ends by derivation (`powers.picture`).
"""

from __future__ import annotations

from collections.abc import Iterable
from datetime import datetime

from directory.models import Employee
from directory.services.consequences import ChangeKind, RosterChange
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
    number is never too small.
    """
    picture = Picture(at)
    ids = set(employee_ids)
    appointments = [row for row in picture.by_office.values() if row.holder_id in ids and picture.in_force(row)]
    designations = Designation.objects.in_effect(at).filter(holder_id__in=ids)
    picture.presence.load(ids)
    return len(appointments) * len(POWERS) + sum(len(picture.powers_named_by(row)) for row in designations)


def after_roster_change(*, by: Actor, employee: Employee, change: RosterChange, at: datetime) -> None:
    """Tell the authorities concerned that something given is no longer in force (a roster consequence).

    Safe to repeat: each notice has a key of instrument and moment.
    """
    if change.kind not in _DISTURBING:
        return
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
