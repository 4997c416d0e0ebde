"""Posts on which their parties have still to act: to change or correct them, to publish what is approved; at a moment.

What a post is now stands on it. What it was stands in the trail: each entry about a post says the state in which the
act left it, and nothing else keeps what somebody withdrew or took back.
"""

from __future__ import annotations

from collections.abc import Sequence
from datetime import datetime
from typing import Any

from django.db.models import Exists, F, OuterRef, Q, QuerySet, Subquery

from foundation.audit.models import Entry
from reviews.models import Need, Post, Round, State

TO_CHANGE = (State.CHANGES_REQUESTED,)
TO_CORRECT = (State.TO_CORRECT, State.TO_TAKE_DOWN)
TO_PUBLISH = (State.APPROVED,)
_READ = "reviews.read_afterwards"
_ACTS = (
    "reviews.changes_requested",
    _READ,
    "reviews.approved",
    "reviews.released_by_office",
)
"""The acts that put a post into one of these states."""
_POST = Post._meta.label_lower


def unfinished(states: Sequence[State], at: datetime | None = None) -> QuerySet[Any]:
    """Posts in one of some states now, or at a moment: the first need of their last round, with `left_since`.

    The need holds for good whom it concerns, whatever the words become: who drafted, who publishes, who decided.
    """
    rows = Need.objects.exclude(Exists(Need.objects.filter(round_id=OuterRef("round_id"), pk__lt=OuterRef("pk"))))
    if at is None:
        last = rows.filter(post__state__in=states, round__number=F("post__rounds"))
        return last.annotate(left_since=F("post__state_since"))
    entries = _entries(states, at)
    later = Round.objects.filter(
        post_id=OuterRef("post_id"), number__gt=OuterRef("round__number"), submitted_at__lte=at
    )
    then = rows.filter(post__reference__in=entries.values("object_id"), round__submitted_at__lte=at)
    since = entries.filter(object_id=OuterRef("post__reference")).values("at")[:1]
    return then.exclude(Exists(later)).annotate(left_since=Subquery(since))


def _entries(states: Sequence[State], at: datetime) -> QuerySet[Any]:
    """The entries of the acts that put posts into one of these states, in which they still were at a moment."""
    others = [str(state) for state in State if state not in states]
    names = [str(state) for state in states]
    about = Entry.objects.filter(object_kind=_POST, at__lte=at)
    later = about.filter(object_id=OuterRef("object_id"), pk__gt=OuterRef("pk"), after__state__in=others)
    # What a reviewer found who read a post afterwards is the outcome there, written before the state followed.
    here = Q(after__state__in=names) | Q(act=_READ, after__outcome__in=names)
    return about.filter(here, act__in=_ACTS).exclude(Exists(later))
