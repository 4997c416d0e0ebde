"""What the reports about posts share: which posts are in sight, up to when an act counts, departments in words."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import datetime
from typing import Any

from django.db.models import Q, QuerySet

from reports.asking import Asked, Narrowed
from reviews.models import Need
from reviews.permissions import visible_posts


def until(asked: Asked) -> datetime:
    """Up to when an act counts that was recorded in the moment in which it was done."""
    return min(asked.at, asked.known_at)


def in_sight(asked: Asked, rows: Narrowed, post: str = "post") -> Narrowed:
    """The rows whose post somebody sees, and whose post is theirs, their people's or their department's.

    `post` is the field that holds the post. Whoever sees everything sees every post that was sent or went out.
    """
    if asked.scope.everything:
        return rows
    theirs = asked.scope.of(people=("drafted_by_id", "publisher_id"))
    if asked.scope.departments:
        theirs |= Q(pk__in=_asked_of(asked.scope.departments).values("post_id"))
    posts = visible_posts(asked.person, asked.now).filter(theirs)
    return rows.filter(**{f"{post}__in": posts.values("pk")})


def of_departments(asked: Asked, rows: Narrowed, post: str = "post_id") -> Narrowed:
    """The rows whose post was sent to one of the departments asked for; all where none was named."""
    if not asked.departments:
        return rows
    needs = _asked_of(asked.departments).filter(since__lte=until(asked))
    return rows.filter(**{f"{post}__in": needs.values("post_id")})


def _asked_of(departments: Iterable[int]) -> QuerySet[Need, Any]:
    return Need.objects.filter(department_id__in=departments)


def named(asked: Asked, departments: Iterable[int]) -> str:
    """The names of departments at the moment asked about."""
    return "; ".join(sorted({asked.tree.name(one) for one in departments}))
