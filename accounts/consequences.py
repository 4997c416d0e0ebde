"""What a change of the roster means for accounts: a steward who leaves or moves opens a hand-over.

That the stewardship ended is derived (`Stewardship.objects.standing`); what must be written is the list of what to do.
"""

from __future__ import annotations

from datetime import datetime

from accounts.models import RESTS_ON_APPROVAL, Custody, OfficialAccount, StepKind, Stewardship
from accounts.services.handing_over import open_hand_over
from directory.models import Employee
from directory.services.consequences import ChangeKind, RosterChange
from foundation import dates
from foundation.actor import Actor


def after_roster_change(*, by: Actor, employee: Employee, change: RosterChange, at: datetime) -> None:
    """Open the hand-over of each account that loses a steward, or whose second factor goes (a roster consequence).

    Safe to repeat: a stewardship has one hand-over, ever.
    """
    if change.kind not in {ChangeKind.LEFT, ChangeKind.MOVED}:
        return
    because = f"{employee.name} {'leaves the City' if change.kind == ChangeKind.LEFT else 'moves'} on " + (
        f"{dates.day(change.effective)}."
    )
    rows = Stewardship.objects.not_superseded().covering(max(change.effective, at)).filter(person=employee)
    if change.kind == ChangeKind.MOVED:
        rows = rows.exclude(department__code=change.after.get("department", ""))
    told = set()
    for row in rows.select_related("account").order_by("account_id", "pk"):
        if _is_official(row.account, at):
            open_hand_over(row.account, row.lineage, employee, because, by=by, at=at)
            told.add(row.account_id)
    if change.kind == ChangeKind.LEFT:
        held = Custody.objects.not_superseded().covering(max(change.effective, at)).filter(second_factor=employee)
        for custody in held.exclude(account_id__in=told).select_related("account").order_by("account_id"):
            if _is_official(custody.account, at):
                steps = (StepKind.SECOND_FACTOR,)
                open_hand_over(custody.account, custody.lineage, employee, because, by=by, at=at, steps=steps)


def _is_official(account: OfficialAccount, at: datetime) -> bool:
    return OfficialAccount.objects.as_of(at).in_states(*RESTS_ON_APPROVAL).filter(pk=account.pk).exists()
