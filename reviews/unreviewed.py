"""What went out before a reviewer had read it, and what became of it since: the report (City procedure)."""

from __future__ import annotations

from collections.abc import Collection, Iterable
from dataclasses import dataclass
from datetime import date, datetime

from django.db.models import Count, Exists, OuterRef, Q, QuerySet

from directory.models import Employee
from foundation import clock
from reviews.models import Authority, Need, Post, Publication, State
from reviews.permissions import needs_of, reach_of, sees_every_post

WITHOUT_REVIEW = (
    Authority.EMERGENCY,
    Authority.AFTER,
    Authority.TEMPLATE,
    Authority.REPLY,
    Authority.BY_OFFICE,
    Authority.WITHOUT,
)
READ, WAITS, NOT_READ = "read since", "waits for a reviewer", "nobody reads it"
_OPEN = (State.RECORDED,)


@dataclass(frozen=True)
class Asked:
    """Which part of the report: days in the City (both inclusive), on what it went out, what became of it."""

    since: date
    through: date
    how: str = ""
    read: str = ""
    department: int | None = None


def unreviewed(person: Employee, asked: Asked, at: datetime) -> QuerySet[Publication]:
    """What went out without a review before, in the posts that somebody oversees; the latest first."""
    rows = Publication.objects.filter(
        authority__in=WITHOUT_REVIEW,
        published_at__gte=clock.start_of(asked.since),
        published_at__lt=clock.end_of(asked.through),
    )
    if not sees_every_post(person, at):
        asked_of = needs_of(reach_of(person, at)).filter(post_id=OuterRef("post_id"))
        rows = rows.filter(Exists(asked_of))
    if asked.how:
        rows = rows.filter(authority=asked.how)
    if asked.department is not None:
        rows = rows.filter(post__department_id=asked.department)
    if asked.read:
        rows = rows.filter(_became(asked.read))
    return rows.order_by("-published_at", "-pk")


def _became(read: str) -> Q:
    decided = Exists(Need.objects.filter(post_id=OuterRef("post_id"), decided_by__isnull=False))
    if read == WAITS:
        return Q(post__state__in=_OPEN)
    done = Q(decided)
    return ~Q(post__state__in=_OPEN) & (done if read == READ else ~done)


def counts_of(rows: QuerySet[Publication]) -> list[tuple[str, dict[str, int], int]]:
    """On what posts went out, with how many were read since, wait, or are read by nobody; and their sum."""
    found: dict[str, dict[str, int]] = {}
    for read in (READ, WAITS, NOT_READ):
        counted = rows.filter(_became(read)).order_by().values_list("authority").annotate(Count("pk"))
        for how, number in counted:
            found.setdefault(how, dict.fromkeys((READ, WAITS, NOT_READ), 0))[read] = number
    return [(how.label, found[how], sum(found[how].values())) for how in WITHOUT_REVIEW if how in found]


def became(row: Publication, decided: Collection[int]) -> str:
    """What became of one; `decided` are the ids of the posts on whose last round somebody decided."""
    if row.post.state in _OPEN:
        return WAITS
    return READ if row.post_id in decided else NOT_READ


def decided_among(posts: Iterable[Post]) -> set[int]:
    """Ids of the posts on whose needs a person decided."""
    rows = Need.objects.filter(post__in=list(posts), decided_by__isnull=False)
    return set(rows.values_list("post_id", flat=True))
