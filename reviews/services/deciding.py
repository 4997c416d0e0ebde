"""Deciding on a round: exactly the text that was shown, under the power in force, by nobody for themselves."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime

from django.db import transaction

from authorizations.requirements import Answer, Decision
from authorizations.services.relying import decide_each_under_lock
from directory.models import Employee
from foundation import clock
from foundation.actor import Actor
from foundation.citations import CITY_PROCEDURE
from foundation.errors import Conflict, Refusal
from powers.catalogue import POWERS
from powers.decisions import Holding
from powers.services import decide_under
from powers.services.requiring import require
from reviews import notifications
from reviews.looking_at import acts_of, answer_of
from reviews.models import Need, Outcome, Post, Round
from reviews.permissions import person_behind, refuse_parties
from reviews.services.ending import end_round, release_round
from reviews.services.writing import (
    current_round,
    lock,
    next_state,
    require_reason,
    set_state,
    targets_of,
    tell_trail,
)


@dataclass(frozen=True)
class Deciding:
    """A round in the hands of who decides on it: everything locked, the moment read after the last lock."""

    post: Post
    round: Round
    person: Employee
    at: datetime
    held: Sequence[tuple[Need, Holding]]
    """The needs that this person meets, with the instrument for each."""
    missing: Sequence[Need]
    """The needs that somebody else decides."""
    publisher: Sequence[Decision]
    """Whether the publisher may, for each account."""


@transaction.atomic
def approve(*, by: Actor, post: Post, seen_hash: str) -> Post:
    """Approve exactly the text with this hash, for every department for which one may. The last one approves the post.

    Raises `Conflict` where another text stands or another reviewer has the post, `Refusal` where a finding has no word
    yet or the publisher may not post it.
    """
    deciding = begin_deciding(by, post, "approved", seen_hash)
    row, at = deciding.post, deciding.at
    _require_findings_disposed(deciding.round)
    require_publisher_may(deciding.publisher, row.publisher)
    decide_needs(deciding, Outcome.APPROVED, "")
    if deciding.missing:
        tell_decided(deciding, by, "reviews.need_met")
        return row
    end_round(row, Outcome.APPROVED, at)
    release_round(row, at)
    set_state(row, next_state(row, "approved"), at)
    tell_decided(deciding, by, "reviews.approved")
    notifications.tell_parties(row, "approved", by=by, at=at)
    return row


@transaction.atomic
def ask_for_changes(*, by: Actor, post: Post, seen_hash: str, reason: str) -> Post:
    """Give a post back with what is to be changed; who drafted it sends it again."""
    return _refuse(by, post, seen_hash, reason, "changes requested", Outcome.CHANGES, "reviews.changes_requested")


@transaction.atomic
def decline(*, by: Actor, post: Post, seen_hash: str, reason: str) -> Post:
    """Decline a post for good, with a reason."""
    return _refuse(by, post, seen_hash, reason, "declined", Outcome.DECLINED, "reviews.declined")


def _refuse(by: Actor, post: Post, seen_hash: str, reason: str, act: str, outcome: str, word: str) -> Post:
    deciding = begin_deciding(by, post, act, seen_hash)
    row, at = deciding.post, deciding.at
    reason = require_reason(reason, "Who drafted the post and who publishes it read what is to be done.")
    decide_needs(deciding, outcome, reason)
    end_round(row, outcome, at)
    set_state(row, next_state(row, act), at)
    tell_decided(deciding, by, word, reason)
    notifications.tell_parties(
        row, "changes are asked for" if outcome == Outcome.CHANGES else act, by=by, at=at, reason=reason
    )
    return row


def begin_deciding(by: Actor, post: Post, act: str, seen_hash: str) -> Deciding:
    """Lock the post, then what the answer rests on; refuse whoever may not, or decides on another text."""
    row = lock(post)
    person = person_behind(by, "A post is decided on by a person.")
    refuse_parties(person, row)
    at = clock.now()
    refuse_in_hand(row, person, at)
    next_state(row, act)
    current = current_round(row)
    if current.content_hash != seen_hash:
        raise Conflict(
            f"The post {row.reference} was sent again since you opened it.",
            why="A decision is about exactly one text.",
            remedy="Open it again and read what it says now. Nothing was decided.",
        )
    return _with_powers(by, row, current, person)


def _with_powers(by: Actor, row: Post, current: Round, person: Employee) -> Deciding:
    needs = list(
        Need.objects.waiting().filter(round=current).select_related("department").select_for_update(of=("self",))
    )
    asked, missing, refused = clock.now(), [], None
    mine: list[tuple[Need, Holding]] = []
    for need in needs:
        try:
            mine.append((need, require(by, POWERS[need.power], need.department, asked)))
        except Refusal as refusal:
            refused = refusal
            missing.append(need)
    if not mine:
        raise refused or Conflict(f"Nothing is left to decide on {row.reference}.", remedy="Open it again.")
    accounts = [one.account for one in targets_of(row)]
    heads = [holding.appointment.holder for _need, holding in mine]
    publisher = decide_each_under_lock(row.publisher, acts_of(row, row.content, accounts), person, *heads)
    # Asked again, now under lock: the instrument may have ended meanwhile.
    held = [(need, decide_under(by=by, power=POWERS[need.power], department=need.department)) for need, _ in mine]
    at = held[-1][1].at
    return Deciding(row, current, person, at, [(need, one.holding) for need, one in held], missing, publisher)


def refuse_in_hand(post: Post, person: Employee, at: datetime) -> None:
    """Raise `Conflict` where another reviewer has the post: two never decide one round."""
    if post.is_in_hand_of_another(person.pk, at) and post.taken_by is not None:
        raise Conflict(
            f"{post.taken_by.name} has the post {post.reference} in hand.",
            why="Two reviewers never decide on one round.",
            remedy="Nothing was decided. Wait, or ask them to let it go; what you wrote is still on the page before.",
        )


def decide_needs(deciding: Deciding, outcome: str, reason: str) -> None:
    """Write the decision on every need that this person meets, each with its instrument."""
    for need, holding in deciding.held:
        in_name_of = None if holding.by_office else holding.appointment.holder
        Need.objects.filter(pk=need.pk).update(
            outcome=outcome,
            decided_by=deciding.person,
            decided_at=deciding.at,
            reason=reason,
            capacity=holding.capacity,
            instrument=holding.reference,
            in_name_of=in_name_of,
        )


def _require_findings_disposed(current: Round) -> None:
    left = current.findings.filter(disposition__isnull=True).count()
    if left:
        raise Refusal(
            "The post cannot be approved yet.",
            why=f"{left} of its findings {'has' if left == 1 else 'have'} no word of a person yet.",
            clause=CITY_PROCEDURE,
            remedy="Say of each why it is acceptable, or ask for changes.",
            field="findings",
        )


def require_publisher_may(decisions: Sequence[Decision], publisher: Employee) -> None:
    """Raise `Refusal` naming the first thing that the publisher lacks (IV.C, IV.J, IV.K)."""
    if answer_of(decisions) == Answer.YES:
        return
    lacking = [one for decision in decisions for one in decision.unmet if decision.answer != Answer.YES]
    if not lacking:
        raise Refusal(
            "The post has no account any more.", why="It goes out on an official account.", clause=CITY_PROCEDURE
        )
    first = lacking[0]
    raise Refusal(
        f"{publisher.name} may not post this.",
        why=first.sentence,
        clause=first.basis,
        remedy=f"{first.to_do} {first.ask}".strip() or "Ask for changes, or for what is missing.",
    )


def tell_decided(deciding: Deciding, by: Actor, word: str, reason: str = "", outcome: str = "") -> None:
    """The entries of a decision: one for each department, with the instrument under which it was made."""
    row = deciding.post
    for need, holding in deciding.held:
        tell_trail(
            word,
            row,
            by,
            deciding.at,
            clause=holding.basis,
            capacity=holding.capacity,
            instrument=holding.reference,
            reason=reason,
            after={
                "content_hash": deciding.round.content_hash,
                "power": need.power,
                "for": need.department.code,
                **({"outcome": outcome} if outcome else {}),
                "publisher": row.publisher.number,
                "relied_on": sorted({ref for one in deciding.publisher for ref in one.instruments}),
            },
        )
