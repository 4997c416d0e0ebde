"""Hand-overs: what must be done because a steward goes, each step ticked by a person."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import datetime
from uuid import UUID

from django.db import transaction
from django.db.models import QuerySet

from accounts import notifications
from accounts.models import HandOver, HandOverStep, OfficialAccount, StepKind, StewardRole, Stewardship
from accounts.permissions import person_behind, require_keeping
from accounts.services.writing import current, lock, require_reason, tell_trail
from directory.models import Employee
from foundation import clock
from foundation.actor import Actor
from foundation.canonical import c1_hash
from foundation.citations import CITY_PROCEDURE
from foundation.errors import Conflict

STEPS = (StepKind.NEW_STEWARD, StepKind.CREDENTIALS, StepKind.SECOND_FACTOR)
UNDONE = "The change of the roster that opened it was undone."


def open_hand_over(
    account: OfficialAccount,
    lineage: UUID,
    person: Employee,
    because: str,
    *,
    by: Actor,
    at: datetime,
    steps: Sequence[StepKind] = STEPS,
    tell: bool = True,
) -> HandOver | None:
    """Open the hand-over of a stewardship (or of a second factor) that ends; None where it was opened before.

    Called in the transaction of what ends it. `account` is one of `as_of`. `tell` is False where the caller's own
    letter says it.
    """
    if HandOver.objects.settling().filter(account=account, stewardship=lineage).exists():
        return None
    hand_over = HandOver.objects.create(
        account=account, stewardship=lineage, person=person, because=because[:500], opened_at=at
    )
    HandOverStep.objects.bulk_create(
        HandOverStep(hand_over=hand_over, kind=kind, place=place) for place, kind in enumerate(steps, start=1)
    )
    tell_trail(
        act="accounts.hand_over_opened",
        on=account,
        by=by,
        at=at,
        clause=CITY_PROCEDURE,
        after={"person": person.number, "steps": [kind.value for kind in steps]},
    )
    if tell:
        notifications.tell_of_hand_over(hand_over, notifications.departments_of(account, at), by=by, at=at)
    return hand_over


@transaction.atomic
def do_step(*, by: Actor, step: HandOverStep, note: str = "") -> HandOverStep:
    """Tick a step of a hand-over: who did it, when, and what there is to say about it.

    That a new steward is named the register knows itself: the step is ticked by the naming.
    """
    account = step.hand_over.account
    lock(account)
    at = clock.now()
    standing = current(account, at)
    capacity = require_keeping(by, standing, at, "You cannot tick a step of this hand-over.")
    person = person_behind(by, "A step is ticked by a person.")
    if step.kind == StepKind.NEW_STEWARD and not _is_filled(step.hand_over, at):
        raise Conflict(
            "No new steward is named yet.",
            why="The register would say that somebody looks after the account who does not.",
            remedy="Name a steward: this step is then ticked by itself.",
        )
    # The condition is the lock on SQLite, which has no row locks.
    undone = HandOverStep.objects.filter(pk=step.pk, done_at__isnull=True, hand_over__closed_at__isnull=True)
    if not undone.update(done_by=person, done_at=at, note=note.strip()[:300]):
        raise Conflict(
            "This step was done already, or is not needed any more.",
            remedy="Nothing was changed. Open the account's page to see by whom.",
        )
    tell_trail(
        act="accounts.hand_over_step_done",
        on=standing,
        by=by,
        at=at,
        clause=CITY_PROCEDURE,
        capacity=capacity,
        after={"step": step.kind, "person": step.hand_over.person.number},
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
    open_ones = HandOver.objects.open().filter(pk=hand_over.pk)
    if not open_ones.update(closed_by=by.person, closed_at=at, close_reason=reason.strip()[:300]):
        raise Conflict("This hand-over is not open any more.", remedy="Nothing was changed.")
    after = {"person": hand_over.person.number, "reason_hash": c1_hash(reason)}
    _tell_of_closing(standing, by, at, after, capacity)
    hand_over.refresh_from_db()
    return hand_over


def close_as_undone(account: OfficialAccount, lineage: UUID, *, by: Actor, at: datetime) -> None:
    """Close what a change of the roster opened that was undone: the steward stayed. Nothing where nothing is open."""
    for hand_over in HandOver.objects.open().filter(account=account, stewardship=lineage).select_related("person"):
        HandOver.objects.filter(pk=hand_over.pk).update(closed_at=at, close_reason=UNDONE)
        _tell_of_closing(account, by, at, {"person": hand_over.person.number, "reason_hash": c1_hash(UNDONE)}, "")


def tick_new_steward(account: OfficialAccount, role: StewardRole, *, by: Actor, at: datetime) -> None:
    """Tick the step that asked for a new steward in a role, because one was just named."""
    lineages = Stewardship.objects.filter(account=account, role=role).values("lineage")
    _tick_by_deed(account, StepKind.NEW_STEWARD, HandOver.objects.filter(stewardship__in=lineages), by, at)


def tick_second_factor(account: OfficialAccount, holder: Employee, *, by: Actor, at: datetime) -> None:
    """Tick the steps that asked to move the second factor, because somebody else than who went holds it now."""
    _tick_by_deed(account, StepKind.SECOND_FACTOR, HandOver.objects.exclude(person=holder), by, at)


def _tick_by_deed(account: OfficialAccount, kind: StepKind, among: QuerySet[HandOver], by: Actor, at: datetime) -> None:
    open_ones = HandOver.objects.open().filter(account=account, pk__in=among.values("pk"))
    steps = HandOverStep.objects.filter(hand_over__in=open_ones, kind=kind, done_at__isnull=True)
    if by.person is None:
        return
    for step in steps.select_related("hand_over__person").order_by("pk"):
        HandOverStep.objects.filter(pk=step.pk).update(done_by=by.person, done_at=at, note="Recorded in the register.")
        tell_trail(
            act="accounts.hand_over_step_done",
            on=account,
            by=by,
            at=at,
            clause=CITY_PROCEDURE,
            after={"step": kind.value, "person": step.hand_over.person.number},
        )


def _is_filled(hand_over: HandOver, at: datetime) -> bool:
    """Whether somebody stands in the role that became free."""
    former = Stewardship.objects.filter(account=hand_over.account, lineage=hand_over.stewardship).first()
    standing = Stewardship.objects.standing(at).filter(account=hand_over.account)
    return former is not None and standing.filter(role=former.role).exists()


def _tell_of_closing(account: OfficialAccount, by: Actor, at: datetime, after: dict[str, str], capacity: str) -> None:
    tell_trail(
        act="accounts.hand_over_closed",
        on=account,
        by=by,
        at=at,
        clause=CITY_PROCEDURE,
        capacity=capacity,
        after=after,
    )
