"""What a change of the roster means for accounts: when a steward goes, the account is handed over.

That the stewardship ends is derived (`Stewardship.objects.standing`); what must be written is the list of what to do.
"""

from __future__ import annotations

from collections.abc import Collection, Sequence
from datetime import datetime

from accounts.models import LOOKED_AFTER, Custody, HandOver, HandOverStep, OfficialAccount, StepKind, Stewardship
from accounts.services.handing_over import STEPS, close_as_undone, open_hand_over
from directory.models import Employee
from directory.services.consequences import ChangeKind, Told
from foundation import clock, dates
from foundation.actor import Actor

_DISTURBING = frozenset({ChangeKind.LEFT, ChangeKind.MOVED, ChangeKind.HIRED, ChangeKind.CORRECTED, ChangeKind.UNDONE})


def keepers_of_accounts(employee_ids: Collection[int]) -> set[int]:
    """Those of some people who are named stewards, or hold the second factor of an account (`ROSTER_WATCHED`)."""
    stewards = Stewardship.objects.not_superseded().filter(person_id__in=employee_ids)
    holders = Custody.objects.not_superseded().filter(second_factor_id__in=employee_ids)
    kept = stewards.values_list("person_id", flat=True).union(holders.values_list("second_factor_id", flat=True))
    return {pk for pk in kept if pk is not None}


def after_roster_changes(*, by: Actor, changes: Sequence[Told], at: datetime) -> None:
    """Open the hand-over of each account that loses a steward, and close what an undone change had opened.

    Both follow from what is known after the change, so that it is safe to repeat (a roster consequence).
    """
    disturbing = [told for told in changes if told.change.kind in _DISTURBING]
    keepers = keepers_of_accounts({told.employee.pk for told in disturbing}) if disturbing else set()
    for told in disturbing:
        if told.employee.pk in keepers:
            _hand_over(by, told, at)


def _hand_over(by: Actor, told: Told, at: datetime) -> None:
    employee, because = told.employee, _because(told, at)
    named = Stewardship.objects.not_superseded().filter(person=employee, effective_until__isnull=True)
    going = set(Stewardship.objects.going(at).filter(person=employee).values_list("pk", flat=True))
    held = Custody.objects.not_superseded().filter(second_factor=employee, effective_until__isnull=True)
    leaving = set(Custody.objects.going(at).filter(second_factor=employee).values_list("pk", flat=True))
    rows: list[tuple[Stewardship | Custody, bool, tuple[StepKind, ...]]] = [
        *((row, row.pk in going, STEPS) for row in named.order_by("account_id", "pk")),
        *((row, row.pk in leaving, (StepKind.SECOND_FACTOR,)) for row in held.order_by("account_id", "pk")),
    ]
    accounts = OfficialAccount.objects.as_of(at).in_states(*LOOKED_AFTER)
    found = {account.pk: account for account in accounts.filter(pk__in={row.account_id for row, _, _ in rows})}
    for row, goes, steps in rows:
        account = found.get(row.account_id)
        if account is None:
            continue
        if not goes:
            close_as_undone(account, row.lineage, by=by, at=at)
        elif steps == STEPS or not _is_asked_already(account, employee):
            open_hand_over(account, row.lineage, employee, because, by=by, at=at, steps=steps)


def _is_asked_already(account: OfficialAccount, employee: Employee) -> bool:
    """Whether an open hand-over of somebody asks for the second factor anyhow."""
    steps = HandOverStep.objects.filter(kind=StepKind.SECOND_FACTOR, done_at__isnull=True)
    open_ones = HandOver.objects.open().filter(account=account, person=employee)
    return steps.filter(hand_over__in=open_ones).exists()


def _because(told: Told, at: datetime) -> str:
    change = told.change
    if change.kind == ChangeKind.LEFT:
        verb = "works" if change.effective > at else "worked"
        return f"{verb} for the City until {dates.day(clock.last_day(change.effective))}."
    if change.kind == ChangeKind.MOVED:
        verb = "moves" if change.effective > at else "moved"
        return f"{verb} to {change.after.get('department', 'another department')} on {dates.day(change.effective)}."
    return "left or moved, by a correction of the roster."
