"""Ending a round: what it needed and nobody decided is needed no more."""

from __future__ import annotations

from datetime import datetime

from reviews.models import Need, Outcome, Post, Round
from reviews.models.review import WITHOUT_DECIDER


def release_decided(post: Post, at: datetime) -> None:
    """End the round as approved, of which every need was met: from now on its words may go out."""
    rows = Round.objects.filter(post=post, number=post.rounds)
    rows.update(outcome=Outcome.APPROVED, ended_at=at, released_at=at)


def release_round(post: Post, at: datetime) -> None:
    """From now on the words of the last round may go out: it was approved, or released by office."""
    Round.objects.filter(post=post, number=post.rounds).update(released_at=at)


def end_round(post: Post, outcome: str, at: datetime, *, all_decided: bool = False) -> None:
    """End the round that goes on; the lock on the post is held. `all_decided`: no department has to decide still."""
    left = outcome if outcome in WITHOUT_DECIDER else Outcome.NOT_NEEDED
    if not all_decided:
        Need.objects.waiting().filter(post=post).update(outcome=left, decided_at=at)
    Round.objects.filter(post=post, number=post.rounds, outcome__isnull=True).update(outcome=outcome, ended_at=at)
