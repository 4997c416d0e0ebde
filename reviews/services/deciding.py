"""Deciding on a round: exactly the text that was shown, under the power in force, by nobody for themselves."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime

from django.db import transaction

from authorizations.requirements import Answer, Decision
from directory.models import Employee
from foundation import clock
from foundation.actor import Actor
from foundation.audit.services import record_many
from foundation.citations import CITY_PROCEDURE
from foundation.errors import Conflict, Refusal
from powers.catalogue import POWERS
from powers.decisions import Holding
from powers.services.requiring import require
from reviews import notifications
from reviews.looking_at import answer_of
from reviews.models import Need, Outcome, Post
from reviews.permissions import person_behind, refuse_parties
from reviews.services.ending import end_round, release_decided
from reviews.services.holding import Known, hold, is_too_little, know
from reviews.services.writing import entry_of, next_state, require_reason, set_state

TRIES = 5
"""How often what else must be locked is looked for: more than once only where somebody changes it meanwhile."""


@dataclass(frozen=True)
class Deciding:
    """A round in the hands of who decides on it: everything locked, the moment read after the last lock."""

    known: Known
    person: Employee
    held: Sequence[tuple[Need, Holding]]
    """The needs that this person meets, with the instrument for each."""
    missing: Sequence[Need]
    """The needs that somebody else decides."""

    @property
    def post(self) -> Post:
        """What is decided on."""
        return self.known.post

    @property
    def at(self) -> datetime:
        """When it is decided."""
        return self.known.at


@transaction.atomic
def approve(*, by: Actor, post: Post, seen_hash: str) -> Post:
    """Approve exactly the text with this hash, for every department for which one may. The last one approves the post.

    Raises `Conflict` where another text stands or another reviewer has the post, `Refusal` where a finding has no word
    yet or the publisher may not post it.
    """
    deciding = begin_deciding(by, post, "approved", seen_hash)
    row, at = deciding.post, deciding.at
    _require_findings_disposed(deciding.known.open_findings)
    require_publisher_may(deciding.known.publisher, row.publisher)
    decide_needs(deciding, Outcome.APPROVED, "")
    if deciding.missing:
        tell_decided(deciding, by, "reviews.need_met")
        return row
    release_decided(row, at)
    set_state(row, next_state(row, "approved"), at)
    tell_decided(deciding, by, "reviews.approved")
    notifications.tell_parties(row, "approved", by=by, at=at, gone=deciding.known.gone)
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
    end_round(row, outcome, at, all_decided=not deciding.missing)
    set_state(row, next_state(row, act), at)
    tell_decided(deciding, by, word, reason)
    notifications.tell_parties(
        row,
        "changes are asked for" if outcome == Outcome.CHANGES else act,
        by=by,
        at=at,
        reason=reason,
        gone=deciding.known.gone,
    )
    return row


def begin_deciding(by: Actor, post: Post, act: str, seen_hash: str) -> Deciding:
    """Lock the post and what the answer rests on; refuse whoever may not, or decides on another text.

    Two queries; two more where something else than was found by looking must be locked.
    """
    person = person_behind(by, "A post is decided on by a person.")
    offices: set[int] = set()
    for _ in range(TRIES):
        held = hold(post, person, offices)
        refuse_parties(person, held.post)
        refuse_in_hand(held.post, person, clock.now())
        next_state(held.post, act)
        known = know(held, person)
        if not is_too_little(held, known, person):
            _require_text_seen(known, seen_hash)
            return _with_powers(by, known, person)
        offices |= {one.office_id for one in known.used.values()}
    raise Conflict(
        "Somebody changes what this decision rests on, again and again.",
        remedy="Nothing was decided. Open the post again in a moment.",
    )


def _require_text_seen(known: Known, seen_hash: str) -> None:
    reference = known.post.reference
    if known.content_hash is None:
        raise Conflict(f"The post {reference} was not sent for review.", remedy="Send it first.")
    if known.content_hash != seen_hash:
        raise Conflict(
            f"The post {reference} was sent again since you opened it.",
            why="A decision is about exactly one text.",
            remedy="Open it again and read what it says now. Nothing was decided.",
        )


def _with_powers(by: Actor, known: Known, person: Employee) -> Deciding:
    mine = [(need, known.used[need.pk]) for need in known.needs if need.pk in known.used]
    missing = [need for need in known.needs if need.pk not in known.used]
    if not mine:
        for need in reversed(missing):
            require(by, POWERS[need.power], need.department, known.at)  # says why not, and who may
        raise Conflict(f"Nothing is left to decide on {known.post.reference}.", remedy="Open it again.")
    return Deciding(known, person, mine, missing)


def refuse_in_hand(post: Post, person: Employee, at: datetime) -> None:
    """Raise `Conflict` where another reviewer has the post: two never decide one round."""
    if post.is_in_hand_of_another(person.pk, at) and post.taken_by is not None:
        raise Conflict(
            f"{post.taken_by.name} has the post {post.reference} in hand.",
            why="Two reviewers never decide on one round.",
            remedy="Nothing was decided. Wait, or ask them to let it go; what you wrote is still on the page before.",
        )


def decide_needs(deciding: Deciding, outcome: str, reason: str) -> None:
    """Write the decision on every need that this person meets, each with its instrument; one query."""
    for need, holding in deciding.held:
        need.outcome, need.decided_by, need.decided_at = outcome, deciding.person, deciding.at
        need.reason, need.capacity, need.instrument = reason, holding.capacity, holding.reference
        need.in_name_of = None if holding.by_office else holding.appointment.holder
    said = ["outcome", "decided_by", "decided_at", "reason", "capacity", "instrument", "in_name_of"]
    Need.objects.bulk_update([need for need, _holding in deciding.held], said)


def _require_findings_disposed(left: int) -> None:
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
    acts = [
        entry_of(
            word,
            row,
            clause=holding.basis,
            capacity=holding.capacity,
            instrument=holding.reference,
            reason=reason,
            department_code=need.department.code,
            after={
                "content_hash": deciding.known.content_hash,
                "power": need.power,
                "for": need.department.code,
                **({"outcome": outcome} if outcome else {}),
                "publisher": row.publisher.number,
                "relied_on": sorted({ref for one in deciding.known.publisher for ref in one.instruments}),
            },
        )
        for need, holding in deciding.held
    ]
    record_many(by=by, at=deciding.at, acts=acts)
