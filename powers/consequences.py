"""What a change of the roster means for powers: what it would end, and whom that is told.

Nothing is stored here: what ends by leaving or moving ends by derivation (`powers.picture`).
"""

from __future__ import annotations

from collections.abc import Mapping
from datetime import datetime

from directory.models import Employee
from directory.services.consequences import ChangeKind, RosterChange
from foundation.actor import Actor
from powers.catalogue import POWERS
from powers.models import Appointment, Designation
from powers.notifications import employee_relations, tell_authority_of_change
from powers.picture import Picture

_DISTURBING = frozenset({ChangeKind.LEFT, ChangeKind.MOVED, ChangeKind.LEAVE_STARTED, ChangeKind.SUSPENDED})


def powers_ended_by(places: Mapping[int, int | None], at: datetime) -> int:
    """How many powers would end if people left (employee id → None) or moved (employee id → department id) at `at`.

    Counts each power of each instrument in force at that moment, as known then: for a file that waits for a second
    person when it would end many. An appointment counts the nine powers of an office as known.
    """
    picture = Picture(at)
    ended = 0
    for row in Appointment.objects.in_effect(at).filter(holder_id__in=places):
        if picture.in_force(row) and _ends(picture, row.holder_id, places[row.holder_id], appointed=True):
            ended += len(POWERS)
    for row in Designation.objects.in_effect(at).filter(holder_id__in=places):
        if picture.why_not(row) == "" and _ends(picture, row.holder_id, places[row.holder_id], appointed=False):
            ended += len(row.powers)
    return ended


def _ends(picture: Picture, employee_id: int, goes_to: int | None, *, appointed: bool) -> bool:
    if goes_to is None:
        return True
    office = picture.tree.office(goes_to, picture.at)
    if office is None or office == picture.presence.office(employee_id, picture.at):
        return False
    return not (appointed and picture.heads(employee_id, office, picture.at))


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
