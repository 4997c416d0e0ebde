"""Which of the posts that went out without review a reviewer reads: all, a sample, or none (City procedure).

Always read: emergency posting, what went out without authority, what the check marks, closed matter, and a post
that lacks the name of who posts where the account's rule asks for it (IV.F). Of the rest one in so many, drawn by
chance once it is recorded, so that nobody can know before.
"""

from __future__ import annotations

import secrets
from collections.abc import Iterable, Sequence
from datetime import datetime, timedelta

from django.db import transaction

from accounts.models import OfficialAccount
from foundation import clock
from foundation.actor import Actor
from foundation.citations import CITY_PROCEDURE
from foundation.dated_settings import value
from foundation.errors import Conflict, Refusal
from reviews import notifications
from reviews.identifying import lacks_identification, rules_of
from reviews.looking_at import departments_asked
from reviews.models import Authority, Lane, Post, Publication, ReviewMode, ReviewRule, Round, Sample
from reviews.permissions import person_behind, reach_of, refuse_parties
from reviews.sealed import Sealed
from reviews.services.rounds import ask_departments, open_round
from reviews.services.writing import current_round, lock, next_state, require_reason, set_state, targets_of, tell_trail

AFTER_HOURS = "term.after_review_hours"
DIRECT = (Lane.TEMPLATE, Lane.REPLY)
"""Lanes in which a post goes out under the authorization of its publisher alone."""


def is_to_be_read(
    post: Post,
    current: Round,
    sealed: Sealed,
    accounts: Sequence[OfficialAccount],
    found: Iterable[Publication],
) -> bool:
    """Whether a reviewer reads a post that went out; where chance decides, the draw is written with the round."""
    at = current.submitted_at
    rules = rules_of(accounts, at)
    if post.lane in (Lane.EMERGENCY, Lane.SEEN) or post.is_closed or current.findings.exists():
        return True
    if any(one.authority == Authority.WITHOUT for one in found) or lacks_identification(sealed, accounts, rules):
        return True
    one_in = strictest(_rate(post.lane, rules.get(one.pk)) for one in accounts)
    if one_in == 1:
        return True
    row = Sample.objects.create(round=current, one_in=one_in, drawn=draw(one_in) if one_in else None)
    return row.is_read


def draw(one_in: int) -> int:
    """A number below `one_in`, by chance."""
    return secrets.randbelow(one_in)


def strictest(rates: Iterable[int]) -> int:
    """The rate that has the most read: a post for several accounts is read as the strictest of them asks. 0 is none."""
    asked = [one for one in rates if one]
    return min(asked, default=0)


def _rate(lane: str, rule: ReviewRule | None) -> int:
    """Of how many such posts one is read: every one where the authority set nothing."""
    if rule is None:
        return 1
    if lane in DIRECT:
        return rule.direct_one_in
    return rule.one_in if rule.mode == ReviewMode.SAMPLE else 1


def due_after(published: Iterable[datetime], at: datetime) -> datetime:
    """Until when a post that went out first is read: `term.after_review_hours` on the clock."""
    return max(published) + timedelta(hours=int(value(AFTER_HOURS, at)))


@transaction.atomic
def call_up(*, by: Actor, post: Post, reason: str) -> Post:
    """Have a post read that went out and was not drawn: by who reviews posts of its accounts' departments.

    It then waits in the queue like every other post that is read afterwards.
    """
    row = lock(post)
    person = person_behind(by, "A post is called up by a person.")
    refuse_parties(person, row)
    at = clock.now()
    departments = departments_asked([one.account for one in targets_of(row)], at)
    if not set(departments) & reach_of(person, at).reviews:
        raise Refusal(
            "You cannot call this post up.",
            why="Who reviews posts of its accounts' departments does.",
            clause=CITY_PROCEDURE,
            remedy="Tell one of them what you saw.",
        )
    current = current_round(row)
    if not was_left_alone(current):
        raise Conflict(
            f"The post {row.reference} is not one that was recorded alone.",
            remedy="Open it to see who decided on it, or who will.",
        )
    state = next_state(row, "called up")
    reason = require_reason(reason, "Who published it and who reads it see why.")
    sealed = Sealed(current.content.text)
    open_round(row, sealed, departments, (), by=by, at=at)
    set_state(row, state, at, rounds=row.rounds, is_closed=row.is_closed)
    needs = ask_departments(row, current_round(row), departments, due_after([at], at), at)
    tell_trail("reviews.called_up", row, by, at, reason=reason)
    notifications.tell_parties(row, "a reviewer reads it after all", by=by, at=at, reason=reason)
    notifications.tell_of_round(row, needs, by=by, at=at)
    return row


def was_left_alone(current: Round) -> bool:
    """Whether a round went out under the authorization or a rule, and was not drawn to be read."""
    sample: Sample | None = getattr(current, "sample", None)
    return sample is not None and not sample.is_read
