"""What went out first: emergency posting, accounts that are read afterwards, what somebody saw; and its review."""

from __future__ import annotations

from collections.abc import Mapping

from django.db import transaction

from foundation.actor import Actor
from foundation.errors import InvalidInput
from reviews import notifications
from reviews.models import Lane, Outcome, Post
from reviews.services.deciding import begin_deciding, decide_needs, tell_decided
from reviews.services.ending import end_round
from reviews.services.first import First, write_first
from reviews.services.publishing import WentOut
from reviews.services.writing import next_state, require_reason, set_state
from reviews.wording import Wording

_BY_ITSELF = (Lane.EMERGENCY, Lane.AFTER, Lane.SEEN)


@transaction.atomic
def record_first(
    *, by: Actor, wording: Wording, lane: str, went_out: Mapping[int, WentOut], why_urgent: str = ""
) -> Post:
    """Record a post that went out before anybody reviewed it; `went_out` by the account's id.

    Emergency posting says why it could not wait. What the publisher had no authorization in effect for is *published
    without authority*: recorded all the same, and reported. A reviewer reads it within `term.after_review_hours`;
    where the account's rule draws a sample, one in so many.
    """
    if lane not in _BY_ITSELF:
        raise InvalidInput(
            "Say what it was: an emergency, a post that is read afterwards, or one you saw.", field="lane"
        )
    if lane == Lane.EMERGENCY:
        why_urgent = require_reason(why_urgent, "Emergency posting says why it could not wait.")
    return write_first(by, First(wording, Lane(lane), went_out, why_urgent=why_urgent))


_ACTS = {
    Outcome.STANDS: "found to stand",
    Outcome.TO_CORRECT: "found wanting",
    Outcome.TO_TAKE_DOWN: "found not to stand",
}


@transaction.atomic
def read_afterwards(*, by: Actor, post: Post, seen_hash: str, outcome: str, reason: str = "") -> Post:
    """Decide on a post that went out first: it stands, is to be corrected, or to be taken down (then with a reason)."""
    if outcome not in _ACTS:
        raise InvalidInput("Say whether it stands, is to be corrected, or to be taken down.", field="outcome")
    deciding = begin_deciding(by, post, _ACTS[Outcome(outcome)], seen_hash)
    row, at = deciding.post, deciding.at
    if outcome != Outcome.STANDS:
        reason = require_reason(reason, "Who publishes it reads what is to be done.")
    decide_needs(deciding, outcome, reason)
    tell_decided(deciding, by, "reviews.read_afterwards", reason, outcome)
    if outcome == Outcome.STANDS and deciding.missing:
        return row
    end_round(row, outcome, at, all_decided=not deciding.missing)
    set_state(row, next_state(row, _ACTS[Outcome(outcome)]), at)
    notifications.tell_parties(
        row, Outcome(outcome).label.lower(), by=by, at=at, reason=reason, gone=deciding.known.gone
    )
    return row
