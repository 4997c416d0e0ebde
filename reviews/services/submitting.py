"""Sending a post for review, as one exact text."""

from __future__ import annotations

from datetime import datetime

from django.db import transaction

from authorizations.decisions import decide_each
from foundation import clock
from foundation.actor import Actor
from foundation.calendar import add_working_hours
from foundation.dated_settings import value
from reviews import notifications
from reviews.looking_at import acts_of, departments_asked
from reviews.models import Disposition, Finding, Post, Round
from reviews.permissions import person_behind, require_party
from reviews.readiness import require_ready
from reviews.sealed import seal
from reviews.services.rounds import ask_departments, open_round
from reviews.services.writing import StaleDraft, lock, next_state, set_state, targets_of, tell_trail

REVIEW_HOURS = "term.review_hours"


@transaction.atomic
def submit(*, by: Actor, post: Post, seen: int | None = None) -> Round:
    """Send a post for review as it stands. `seen` is the edition that was shown: raises `StaleDraft` on a newer one.

    What the publisher lacks is *not yet* here, with whom to ask; approval and publication ask again. Raises
    `InvalidInput` for a post that cannot go out as it is (no account, no words, over a platform's limit).
    """
    row = lock(post)
    require_party(person_behind(by, "A post is sent by a person."), row, "You cannot send this post for review.")
    state = next_state(row, "submitted")
    if seen is not None and row.edition != seen:
        raise StaleDraft(row, row.content.text)
    at = clock.now()
    targets, attachments = targets_of(row), list(row.attachments.all())
    require_ready(row, row.content, targets, attachments, at)
    sealed = seal(row, row.content, targets, attachments)
    accounts = [one.account for one in targets]
    departments = departments_asked(accounts, at)
    decisions = decide_each(row.publisher, acts_of(row, row.content, accounts), at)
    _dispose_of_changed(row, by, at)
    sent = open_round(row, sealed, departments, decisions, by=by, at=at)
    set_state(row, state, at, rounds=row.rounds, is_closed=row.is_closed)
    due_at = add_working_hours(at, float(value(REVIEW_HOURS, at)))
    needs = ask_departments(row, sent, departments, due_at, at)
    tell_trail("reviews.submitted", row, by, at, after={"content_hash": sent.content_hash, "answer": sent.answer})
    notifications.tell_of_round(row, needs, by=by, at=at)
    return sent


def _dispose_of_changed(post: Post, by: Actor, at: datetime) -> None:
    """What was found in the round before and got no word: who sends the post again says that it was changed."""
    Finding.objects.filter(round__post=post, round__number=post.rounds, disposition__isnull=True).update(
        disposition=Disposition.CHANGED, disposed_by=by.person, disposed_at=at
    )
