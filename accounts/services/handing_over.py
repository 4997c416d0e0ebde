"""Hand-overs: what must be done because a steward goes, each step ticked by a person."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import datetime
from uuid import UUID

from django.db import transaction

from accounts import notifications
from accounts.models import HandOver, HandOverStep, OfficialAccount, StepKind
from accounts.permissions import person_behind, require_keeping
from accounts.services.writing import current, lock, require_reason, tell_trail
from directory.models import Employee
from foundation import clock
from foundation.actor import Actor
from foundation.canonical import c1_hash
from foundation.citations import CITY_PROCEDURE
from foundation.errors import Conflict

STEPS = (StepKind.NEW_STEWARD, StepKind.CREDENTIALS, StepKind.SECOND_FACTOR)


def open_hand_over(
    account: OfficialAccount,
    lineage: UUID,
    person: Employee,
    because: str,
    *,
    by: Actor,
    at: datetime,
    steps: Sequence[StepKind] = STEPS,
) -> HandOver | None:
    """Open the hand-over of a stewardship (or of a second factor) that ends; None where it was opened before.

    Called in the transaction of the change of the roster.
    """
    hand_over, is_new = HandOver.objects.get_or_create(
        account=account, stewardship=lineage, defaults={"person": person, "because": because, "opened_at": at}
    )
    if not is_new:
        return None
    HandOverStep.objects.bulk_create(
        HandOverStep(hand_over=hand_over, kind=kind, place=place) for place, kind in enumerate(steps, start=1)
    )
    standing = current(account, at)
    hand_over.account = standing
    tell_trail(
        act="accounts.hand_over_opened",
        on=standing,
        by=by,
        at=at,
        clause=CITY_PROCEDURE,
        after={"person": person.number, "steps": [kind.value for kind in steps]},
    )
    notifications.tell_of_hand_over(hand_over, notifications.departments_of(account, at), by=by, at=at)
    return hand_over


@transaction.atomic
def do_step(*, by: Actor, step: HandOverStep, note: str = "") -> HandOverStep:
    """Tick a step of a hand-over: who did it, when, and what there is to say about it."""
    account = step.hand_over.account
    lock(account)
    at = clock.now()
    standing = current(account, at)
    capacity = require_keeping(by, standing, at, "You cannot tick a step of this hand-over.")
    person = person_behind(by, "A step is ticked by a person.")
    # The condition is the lock on SQLite, which has no row locks.
    undone = HandOverStep.objects.filter(pk=step.pk, done_at__isnull=True, hand_over__closed_at__isnull=True)
    if not undone.update(done_by=person, done_at=at, note=note.strip()[:300]):
        raise Conflict(
            "This step was done already.", remedy="Nothing was changed. Open the account's page to see by whom."
        )
    tell_trail(
        act="accounts.hand_over_step_done",
        on=standing,
        by=by,
        at=at,
        clause=CITY_PROCEDURE,
        capacity=capacity,
        after={"step": step.kind},
    )
    step.refresh_from_db()
    return step


@transaction.atomic
def close_hand_over(*, by: Actor, hand_over: HandOver, reason: str) -> HandOver:
    """Close a hand-over that is not needed (somebody was entered as gone in error), with a reason."""
    lock(hand_over.account)
    at = clock.now()
    standing = current(hand_over.account, at)
    capacity = require_keeping(by, standing, at, "You cannot close this hand-over.")
    require_reason(reason, "A hand-over that was not needed says why.")
    changed = (
        HandOver.objects.open()
        .filter(pk=hand_over.pk)
        .update(closed_by=by.person, closed_at=at, close_reason=reason.strip()[:300])
    )
    if not changed:
        raise Conflict("This hand-over is not open any more.", remedy="Nothing was changed.")
    tell_trail(
        act="accounts.hand_over_closed",
        on=standing,
        by=by,
        at=at,
        clause=CITY_PROCEDURE,
        capacity=capacity,
        after={"reason_hash": c1_hash(reason)},
    )
    hand_over.refresh_from_db()
    return hand_over


def tick_by_deed(account: OfficialAccount, kind: StepKind, *, by: Actor, at: datetime) -> None:
    """Tick the oldest open step of a kind, because the deed itself was just done in the portal."""
    open_ones = HandOver.objects.open().filter(account=account)
    steps = HandOverStep.objects.filter(hand_over__in=open_ones, kind=kind, done_at__isnull=True)
    step = steps.order_by("hand_over__opened_at", "pk").first()
    if step is None or by.person is None:
        return
    HandOverStep.objects.filter(pk=step.pk, done_at__isnull=True).update(done_by=by.person, done_at=at)
    tell_trail(
        act="accounts.hand_over_step_done", on=account, by=by, at=at, clause=CITY_PROCEDURE, after={"step": kind.value}
    )
