"""Beginning a post, saving it without losing anything, and withdrawing it."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime
from uuid import UUID

from django.db import IntegrityError, transaction

from directory.models import Employee
from foundation import clock
from foundation.actor import Actor
from foundation.errors import Conflict, InvalidInput
from foundation.references import new_reference
from reviews import notifications
from reviews.closing import is_closed
from reviews.models import Outcome, Post, Round, State, Target
from reviews.models.post import BEING_WRITTEN
from reviews.permissions import person_behind, require_party
from reviews.sealed import Sealed, seal
from reviews.services.ending import end_round
from reviews.services.writing import (
    StaleDraft,
    lock,
    next_state,
    sealed_now,
    set_state,
    targets_of,
    tell_trail,
)
from reviews.shaping import columns_of, content_of, targets_in
from reviews.wording import Wording, accounts_in_order


@dataclass(frozen=True)
class Saved:
    """A post as it was saved; `voided`: the change undid its approval."""

    post: Post
    voided: bool = False


@transaction.atomic
def draft(*, by: Actor, wording: Wording, begun_as: UUID | None = None) -> Post:
    """Begin a post, for oneself or for another publisher: anybody may draft for anybody (City procedure).

    `begun_as` is the mark of the form: what the same form has begun already is not begun a second time. Raises
    `StaleDraft` where it was changed since: the words of a form sent again never take the place of later ones.
    """
    person = person_behind(by, "A post is drafted by a person.")
    wording.check()
    try:
        with transaction.atomic():
            return _begin(by, person, wording, begun_as)
    except IntegrityError:
        known = Post.objects.filter(begun_as=begun_as, drafted_by=person).first() if begun_as else None
        if known is None:
            raise
        if _is_as(known, wording):
            return known
        return save(by=by, post=known, wording=wording, seen=_AS_BEGUN).post


_AS_BEGUN = 1
"""The edition of a post that nobody has saved since it was begun."""


def _is_as(post: Post, wording: Wording) -> bool:
    """Whether a post says what a form says, to the letter."""
    content, made = post.content, content_of(post, wording)
    words = ("text", "identification", "matter", "subjects", "notes", "tags")
    targets = {one.account_id: one.text for one in targets_of(post)}
    return (
        all(getattr(content, name) == getattr(made, name) for name in words)
        and all(getattr(post, name) == value for name, value in columns_of(wording, post.saved_at).items())
        and targets == {one.account_id: one.text for one in targets_in(post, wording)}
    )


def _begin(by: Actor, person: Employee, wording: Wording, begun_as: UUID | None) -> Post:
    at = clock.now()
    post = Post(
        reference=new_reference("POS", clock.city_date(at).year),
        begun_as=begun_as,
        drafted_by=person,
        created_at=at,
        saved_at=at,
        state_since=at,
        **columns_of(wording, at),
    )
    content = content_of(post, wording)
    targets = targets_in(post, wording)
    post.is_closed = is_closed(post, seal(post, content, targets, ()), accounts_in_order(wording), at)
    post.save(force_insert=True)
    content.post = post
    content.save(force_insert=True)
    for target in targets:
        target.post = post
    Target.objects.bulk_create(targets)
    tell_trail("reviews.drafted", post, by, at, after={"publisher": post.publisher.number})
    return post


@transaction.atomic
def save(*, by: Actor, post: Post, wording: Wording, seen: int) -> Saved:
    """Save a post that was opened as edition `seen`. Raises `StaleDraft` where another save came first.

    What an approval covers cannot be changed while a reviewer has it (`Conflict`); after the approval a change of it
    voids the approval. Planned time, notes and tags may be changed always.
    """
    row = lock(post)
    person = person_behind(by, "A post is written by a person.")
    require_party(person, row, "You cannot change this post.")
    if row.edition != seen:
        raise StaleDraft(row, row.content.text)
    wording.check()
    at = clock.now()
    before = sealed_now(row)
    _require_open(row)
    _write(row, wording, at)
    return Saved(row, voided=void_where_changed(row, before, by, at))


def void_where_changed(post: Post, before: Sealed, by: Actor, at: datetime) -> bool:
    """Undo an approval where what it covers is not what it was; returns whether it did. The lock is held."""
    if post.state in BEING_WRITTEN or before.hash == sealed_now(post).hash:
        return False
    _void(post, by, at)
    return True


def _require_open(post: Post) -> None:
    if post.state not in (*BEING_WRITTEN, State.SUBMITTED, State.APPROVED):
        raise Conflict(
            f"The post {post.reference} cannot be changed any more.",
            why=f"It is: {post.get_state_display().lower()}.",
            remedy="Begin another post; you can copy its words.",
        )


def _void(post: Post, by: Actor, at: datetime) -> None:
    """Undo an approval because its text was changed; a round that is with the reviewers is taken back first."""
    if post.state == State.SUBMITTED:
        raise Conflict(
            f"The post {post.reference} is with the reviewers: its words cannot be changed meanwhile.",
            why="They decide on exactly the text that was sent. Planned time and notes can be changed.",
            remedy="Take it back, change it, and send it again.",
        )
    Round.objects.filter(post=post, number=post.rounds, released_at__isnull=False).update(voided_at=at)
    set_state(post, next_state(post, "changed after approval"), at)
    tell_trail("reviews.changed_after_approval", post, by, at)
    notifications.tell_parties(post, "its approval is void, because it was changed", by=by, at=at)


def _write(post: Post, wording: Wording, at: datetime) -> None:
    """Write what the form says over what stood; the lock on the post is held."""
    if wording.publisher != post.publisher and post.rounds:
        raise InvalidInput(
            "Another person cannot become the publisher of a post that was sent for review.",
            why="The decision was asked for this person.",
            remedy="Begin another post for them.",
            field="publisher",
        )
    for name, value in columns_of(wording, at).items():
        setattr(post, name, value)
    fresh = content_of(post, wording)
    fresh.why_urgent = post.content.why_urgent
    fresh.save(force_update=True)
    post.content = fresh
    _write_targets(post, targets_in(post, wording))
    sealed = seal(post, fresh, targets_of(post), post.attachments.all())
    post.is_closed = is_closed(post, sealed, accounts_in_order(wording), at)
    post.edition += 1
    post.saved_at = at
    post.save(force_update=True)


def _write_targets(post: Post, wanted: Iterable[Target]) -> None:
    kept = {one.account_id: one for one in wanted}
    post.targets.exclude(account_id__in=kept).delete()
    known = {one.account_id: one for one in post.targets.all()}
    Target.objects.bulk_create([one for pk, one in kept.items() if pk not in known])
    changed = [one for pk, one in known.items() if one.text != kept[pk].text]
    for one in changed:
        one.text = kept[one.account_id].text
    Target.objects.bulk_update(changed, ["text"])


@transaction.atomic
def take_back(*, by: Actor, post: Post) -> Post:
    """Take a post back from the reviewers, to change it."""
    return _end(by, post, "taken back", Outcome.TAKEN_BACK, "reviews.taken_back")


@transaction.atomic
def withdraw(*, by: Actor, post: Post) -> Post:
    """Withdraw a post at any time before it went out; what was said about it is kept."""
    return _end(by, post, "withdrawn", Outcome.WITHDRAWN, "reviews.withdrawn")


def _end(by: Actor, post: Post, act: str, outcome: str, word: str) -> Post:
    row = lock(post)
    person = person_behind(by, "This is done by a person.")
    require_party(person, row, f"This post cannot be {act} by you.")
    at = clock.now()
    was_waiting = row.state == State.SUBMITTED
    state = next_state(row, act)
    if was_waiting:
        end_round(row, outcome, at)
    set_state(row, state, at)
    tell_trail(word, row, by, at)
    notifications.tell_parties(row, act, by=by, at=at)
    return row
