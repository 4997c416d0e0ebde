"""The review queue: what waits for somebody's decision, the next one on top (City procedure)."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime

from django.db.models import Exists, F, Min, OuterRef, Q, QuerySet

from directory.models import Employee
from foundation.together import Together
from powers.catalogue import APPROVE_DISCLOSURE, REVIEW_POSTS
from powers.permissions import departments_named_for
from reviews.models import Finding, Need, Post, PostQuerySet
from reviews.models.post import UNDER_REVIEW
from reviews.permissions import Reach
from reviews.reading import Line, ask_lines


@dataclass(frozen=True)
class Row:
    """A post in the queue."""

    line: Line
    since: datetime
    due_at: datetime
    is_overdue: bool
    clauses: list[str]
    in_hand_of: str


def waiting_posts(person: Employee, reach: Reach) -> PostQuerySet:
    """Posts with an open decision that somebody may make, never their own: by planned time, then by waiting time."""
    mine = _open(reach).filter(post_id=OuterRef("pk"))
    # Only posts under review have open decisions: said, so that the index of what waits in order is used.
    rows = (
        Post.objects.filter(Exists(mine), state__in=UNDER_REVIEW).exclude(drafted_by=person).exclude(publisher=person)
    )
    return rows.order_by(F("planned_for").asc(nulls_last=True), "state_since", "pk")


def _open(reach: Reach) -> QuerySet[Need]:
    waiting = Need.objects.waiting()
    by_review = Q(power=REVIEW_POSTS.code, department_id__in=reach.reviews)
    return waiting.filter(by_review | Q(power=APPROVE_DISCLOSURE.code, department_id__in=reach.discloses))


def named_needs(person: Employee, at: datetime) -> QuerySet[Need]:
    """What may wait for somebody, to the day, in one query: for the home page."""
    named = Q(pk__in=[])
    for power in (REVIEW_POSTS, APPROVE_DISCLOSURE):
        named |= Q(power=power.code, department_id__in=departments_named_for(person, power.code, at))
    return Need.objects.waiting().filter(named).exclude(drafted_by=person).exclude(publisher=person)


def rows_of(posts: Sequence[Post], at: datetime) -> list[Row]:
    """Posts of the queue with what a reviewer sorts them by; one query for any number."""
    together, ids = Together(), [post.pk for post in posts]
    needs = Need.objects.waiting().filter(post__in=ids).order_by().values("post_id")
    waits = together.ask(needs.annotate(first=Min("since"), due=Min("due_at")).values_list("post_id", "first", "due"))
    found = Finding.objects.filter(round__post__in=ids, round__number=F("round__post__rounds")).order_by()
    marks = together.ask(found.values_list("round__post_id", "clause").distinct())
    lines = ask_lines(posts, dict.fromkeys(ids, True), at, together)
    times = {post_id: (first, due) for post_id, first, due in waits.rows}
    clauses: dict[int, set[str]] = {}
    for post_id, clause in marks.rows:
        clauses.setdefault(post_id, set()).add(clause)
    return [
        Row(
            line,
            *times[line.post.pk],
            times[line.post.pk][1] < at,
            sorted(clauses.get(line.post.pk, ())),
            line.post.taken_by.name
            if line.post.taken_by and line.post.taken_until and line.post.taken_until > at
            else "",
        )
        for line in lines()
        if line.post.pk in times
    ]
