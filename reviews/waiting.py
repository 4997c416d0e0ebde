"""What waits for a person: posts to review, posts to work on, posts to publish."""

from __future__ import annotations

from datetime import datetime

from django.db.models import Q, QuerySet

from directory.models import Employee
from foundation.waiting import WaitingItem, WaitingQueue
from powers.catalogue import REVIEW_POSTS
from powers.permissions import departments_named_for
from reviews import links
from reviews.models import Post, Template
from reviews.queue import named_needs
from reviews.unfinished import TO_CHANGE, TO_CORRECT, TO_PUBLISH

TO_WORK_ON = (*TO_CHANGE, *TO_CORRECT)


def waiting_for(person: Employee, at: datetime) -> list[WaitingItem | WaitingQueue]:
    """The queues of one person, counted together with every other one; the pages behind them ask exactly."""
    return [
        WaitingQueue(named_needs, "since", _to_review, (person, at)),
        WaitingQueue(_proposed, "proposed_at", _to_approve, (person, at)),
        WaitingQueue(_worked_on, "state_since", _to_work_on, (person,)),
        WaitingQueue(_approved, "state_since", _to_publish, (person,)),
    ]


def _worked_on(person: Employee) -> QuerySet[Post]:
    return Post.objects.filter(Q(drafted_by=person) | Q(publisher=person), state__in=TO_WORK_ON)


def _approved(person: Employee) -> QuerySet[Post]:
    return Post.objects.filter(publisher=person, state__in=TO_PUBLISH)


def _proposed(person: Employee, at: datetime) -> QuerySet[Template]:
    named = departments_named_for(person, REVIEW_POSTS.code, at)
    return Template.objects.proposed().filter(department_id__in=named).exclude(proposed_by=person)


def _to_approve(number: int, since: datetime) -> WaitingItem:
    return WaitingItem(
        "Words with blanks to decide on",
        "Somebody proposes words that go out again and again without another review.",
        f"{links.ROOT}templates/?show=proposed",
        "Read them",
        since=since,
        count=number,
    )


def _to_review(number: int, since: datetime) -> WaitingItem:
    return WaitingItem(
        "Posts to review",
        "Somebody wants to publish, and you may decide on exactly their words.",
        links.QUEUE,
        "Review the next one",
        since=since,
        count=number,
    )


def _to_work_on(number: int, since: datetime) -> WaitingItem:
    return WaitingItem(
        "Posts to work on",
        "A reviewer asks for changes, or for a correction of what went out.",
        f"{links.ROOT}?show=to-work-on",
        "Open them",
        since=since,
        count=number,
    )


def _to_publish(number: int, since: datetime) -> WaitingItem:
    return WaitingItem(
        "Posts to publish",
        "They are approved: publish exactly these words, and record where they stand.",
        f"{links.ROOT}?show=to-publish",
        "Publish and record",
        since=since,
        count=number,
    )
