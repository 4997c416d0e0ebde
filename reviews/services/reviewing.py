"""Working on a post as a reviewer: taking it, letting it go, saying what to make of a finding, and talking about it."""

from __future__ import annotations

from datetime import datetime, timedelta

from django.db import transaction

from foundation import clock
from foundation.actor import Actor
from foundation.audit.services import record
from foundation.canonical import c1_hash
from foundation.citations import CITY_PROCEDURE, cite
from foundation.dated_settings import value
from foundation.errors import Conflict, InvalidInput, NotVisible, Refusal
from foundation.plain_text import require_plain
from powers.catalogue import APPROVE_DISCLOSURE
from powers.services import decide_under
from reviews import notifications
from reviews.closing import closed_rounds
from reviews.models import Disposition, Finding, Message, Need, Outcome, Post
from reviews.models.post import UNDER_REVIEW
from reviews.permissions import is_custodian, may_decide, may_read, person_behind, refuse_parties
from reviews.services.deciding import refuse_in_hand
from reviews.services.writing import lock, require_reason, subject, tell_trail
from reviews.wording import LONGEST

HOLD = "term.review_hold_minutes"
DISCLOSURE = cite("IV.K.1")


@transaction.atomic
def take(*, by: Actor, post: Post) -> Post:
    """Take a post in hand for `term.review_hold_minutes`; working on it renews that. `Conflict` for a second one."""
    row = lock(post)
    person = person_behind(by, "A post is taken by a person.")
    refuse_parties(person, row)
    at = clock.now()
    _require_reviewer(by, row, at)
    _require_under_review(row)
    refuse_in_hand(row, person, at)
    _hold(row, by, at)
    return row


@transaction.atomic
def let_go(*, by: Actor, post: Post) -> Post:
    """Let a post go, so that another reviewer can take it."""
    row = lock(post)
    if row.taken_by_id is not None and row.taken_by == by.person:
        Post.objects.filter(pk=row.pk).update(taken_by=None, taken_until=None)
    return row


def _hold(post: Post, by: Actor, at: datetime) -> None:
    until = at + timedelta(minutes=int(value(HOLD, at)))
    Post.objects.filter(pk=post.pk).update(taken_by=by.person, taken_until=until)
    post.taken_by, post.taken_until = by.person, until


def _require_under_review(post: Post) -> None:
    if post.state not in UNDER_REVIEW:
        raise Conflict(
            f"The post {post.reference} is not waiting for a reviewer.",
            why=f"It is: {post.get_state_display().lower()}.",
            remedy="Open it to see what was done with it.",
        )


def _require_reviewer(by: Actor, post: Post, at: datetime) -> None:
    person = person_behind(by, "A post is reviewed by a person.")
    if not may_decide(person, post, at):
        raise Refusal(
            "You do not review this post.",
            why="Those decide who may review posts for the departments of its accounts.",
            clause=CITY_PROCEDURE,
            remedy="The post's page says who can.",
        )


@transaction.atomic
def dispose(*, by: Actor, finding: Finding, disposition: str, reason: str) -> Finding:
    """Say what to make of a finding: acceptable, because …; or, of one of IV.K.1, unfounded, which opens the matter.

    Once; a second word is refused with the first. *Unfounded* asks for the power to approve disclosure.
    """
    post = lock(finding.round.post)
    person = person_behind(by, "A finding is judged by a person.")
    refuse_parties(person, post)
    at = clock.now()
    _require_reviewer(by, post, at)
    refuse_in_hand(post, person, at)
    _require_under_review(post)
    row = Finding.objects.select_for_update(of=("self",)).select_related("disposed_by").get(pk=finding.pk)
    if row.disposition is not None:
        who = row.disposed_by.name if row.disposed_by else "Somebody"
        raise Conflict(f"{who} has said what to make of this finding.", remedy="Open the post again.")
    if disposition not in {Disposition.ACCEPTABLE, Disposition.UNFOUNDED}:
        raise InvalidInput("Say whether it is acceptable, or unfounded.", field="disposition")
    reason = require_reason(reason, "The next reader of the record sees why.")
    holding = None
    if disposition == Disposition.UNFOUNDED and row.clause.startswith(f"{DISCLOSURE}."):
        decision = decide_under(by=by, power=APPROVE_DISCLOSURE, department=post.department)
        holding, at = decision.holding, decision.at
    said = {"disposition": disposition, "reason": reason, "disposed_by": person, "disposed_at": at}
    Finding.objects.filter(pk=row.pk).update(**said)
    for name, what in said.items():
        setattr(row, name, what)
    _hold(post, by, at)
    tell_trail(
        "reviews.disposed",
        post,
        by,
        at,
        clause=row.clause,
        capacity=holding.capacity if holding else "",
        instrument=holding.reference if holding else "",
        reason=reason,
        after={"finding": row.pk, "disposition": disposition, "rule": row.rule},
    )
    if holding is not None:
        _open_where_nothing_stands(post, at)
    return row


def _open_where_nothing_stands(post: Post, at: datetime) -> None:
    """The words are closed no more once nothing of IV.K.1 stands in any round."""
    closed = closed_rounds(post)
    if post.discloses or closed.filter(number=post.rounds).exists():
        return
    if not closed.exists():
        Post.objects.filter(pk=post.pk).update(is_closed=False)
    Need.objects.waiting().filter(post=post, power=APPROVE_DISCLOSURE.code).update(
        outcome=Outcome.NOT_NEEDED, decided_at=at
    )


@transaction.atomic
def say(*, by: Actor, post: Post, text: str, for_reviewers: bool = False) -> Message:
    """Say something about a post, to everybody who reads it or to reviewers alone."""
    row = lock(post)
    person = person_behind(by, "A message is written by a person.")
    at = clock.now()
    if not may_read(person, row, at):
        raise NotVisible("There is no such post.")
    deciding = may_decide(person, row, at)
    if for_reviewers and not deciding:
        raise Refusal(
            "You cannot write to reviewers alone.",
            why="Those write there who may decide on the post.",
            clause=CITY_PROCEDURE,
            remedy="Write to everybody who reads the post.",
        )
    if not text.strip():
        raise InvalidInput("There are no words to send.", field="text")
    require_plain(text, "text")
    if len(text) > LONGEST:
        raise InvalidInput(f"A message has at most {LONGEST:,} characters.", field="text")
    message = Message.objects.create(
        post=row,
        round_number=row.rounds,
        author=person,
        written_at=at,
        text=text.strip(),
        for_reviewers=for_reviewers,
    )
    if deciding and not row.is_in_hand_of_another(person.pk, at) and row.state in UNDER_REVIEW:
        _hold(row, by, at)
    if not for_reviewers:
        notifications.tell_of_message(message, by=by, at=at)
    return message


@transaction.atomic
def open_closed(*, by: Actor, post: Post, reason: str) -> None:
    """Open closed matter as the records custodian, with a reason that the trail keeps (DESIGN 3.10)."""
    row = lock(post)
    person = person_behind(by, "Closed matter is opened by a person.")
    at = clock.now()
    if not is_custodian(person, at):
        raise Refusal(
            "You cannot open closed matter.",
            why="It is read by who wrote and publishes the post, who may decide on it, and the records custodian.",
            clause=DISCLOSURE,
            remedy="Ask the records custodian.",
        )
    reason = require_reason(reason, "Closed matter is opened for a stated reason, which the trail keeps.")
    record(
        by=by,
        act="reviews.closed_opened",
        on=subject(row),
        at=at,
        capacity="records custodian",
        clause=DISCLOSURE,
        department_code=row.department.code,
        after={"reason_hash": c1_hash(reason)},
    )
