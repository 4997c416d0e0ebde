"""The post of a head, where a reviewer's no is advice, or where nobody else can decide: released by office."""

from __future__ import annotations

from django.db import transaction

from authorizations.services.office import act_by_office
from authorizations.services.relying import decide_each_under_lock
from foundation import clock
from foundation.actor import Actor
from foundation.citations import CITY_PROCEDURE
from foundation.errors import Conflict, Refusal
from powers.catalogue import REVIEW_POSTS
from powers.decisions import authority_of
from powers.picture import Picture
from reviews import notifications
from reviews.looking_at import acts_of
from reviews.models import Need, Outcome, Post, Round
from reviews.permissions import person_behind
from reviews.services.deciding import require_publisher_may
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


@transaction.atomic
def release_by_office(*, by: Actor, post: Post, seen_hash: str, reason: str) -> Post:
    """Let the own post go out as the department's head, in one act with a reason, marked and reported (DESIGN 3.2).

    Where others can decide, they are asked first: their *no* is advice, shown and kept. Raises `Refusal` for anybody
    but the publisher who is the authority of every department whose reviewers are asked.
    """
    row = lock(post)
    person = person_behind(by, "A post is released by a person.")
    state = next_state(row, "released by office")
    current = current_round(row)
    if current.content_hash != seen_hash:
        raise Conflict(
            f"The post {row.reference} was changed since you opened it.",
            why="What is released is exactly one text.",
            remedy="Open it again. Nothing was released.",
        )
    _require_head(row, current, person.pk)
    reason = require_reason(reason, "An act by office has a reason, and is reported.")
    accounts = [one.account for one in targets_of(row)]
    require_publisher_may(decide_each_under_lock(row.publisher, acts_of(row, row.content, accounts)), row.publisher)
    what = f"released the post {row.reference}, round {current.number}"
    act = act_by_office(by=by, power=REVIEW_POSTS, department=row.department, what=what, reason=reason)
    end_round(row, Outcome.BY_OFFICE, act.recorded_at)
    release_round(row, act.recorded_at)
    # A round that a reviewer ended with advice keeps that outcome: the entry says what was done against it.
    set_state(row, state, act.recorded_at)
    tell_trail(
        "reviews.released_by_office",
        row,
        by,
        act.recorded_at,
        capacity=act.capacity,
        instrument=act.instrument,
        reason=reason,
        after={"content_hash": current.content_hash, "advice": current.outcome or ""},
    )
    notifications.tell_of_office(row, reason, by=by, at=act.recorded_at)
    return row


def _require_head(post: Post, current: Round, person_id: int) -> None:
    at = clock.now()
    picture = Picture(at)
    needs = list(Need.objects.filter(round=current).select_related("department"))
    heads = {need.pk: authority_of(need.department, at, at, None, picture).holder for need in needs}
    if person_id != post.publisher_id or any(one is None or one.pk != person_id for one in heads.values()):
        raise Refusal(
            "You cannot release this post by office.",
            why="Only the head of the department does that, for an own post on the department's accounts.",
            clause=CITY_PROCEDURE,
            remedy="A reviewer of the department decides.",
        )
    waiting = [need for need in needs if need.outcome is None]
    others = {one.name for need in waiting for one in notifications.who_decides(need, at, picture)}
    if others:
        raise Refusal(
            "A reviewer is asked first.",
            why="The post of a head goes to a reviewer of the department; their no is advice, shown and kept.",
            clause=CITY_PROCEDURE,
            remedy=f"Wait for {' or '.join(sorted(others)[:3])}.",
        )
