"""Medians and ninetieth percentiles of the review of posts: one statement over all posts of a period."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from datetime import date
from typing import Any

from django.core.exceptions import EmptyResultSet
from django.db import connection
from django.db.models import QuerySet
from django.db.models.functions import TruncMonth

from directory.models import Employee
from foundation.dates import month
from powers.catalogue import REVIEW_POSTS
from reports.answer import Sums
from reports.asking import Asked
from reports.durations import Measured, measure, seconds_between
from reports.posts import until
from reviews.models import Round

_FACTS = """
WITH sent (post_id, submitted_at, month) AS ({sent}),
decisions AS (
  SELECT need.post_id, need.decided_at, need.due_at, need.decided_by_id,
    ROW_NUMBER() OVER (PARTITION BY need.post_id ORDER BY need.decided_at, need.id) AS place
  FROM reviews_need need JOIN sent ON sent.post_id = need.post_id
  WHERE need.decided_by_id IS NOT NULL AND need.decided_at <= %s
),
went_out AS (
  SELECT publication.post_id, MIN(publication.published_at) AS published_at
  FROM reviews_publication publication JOIN sent ON sent.post_id = publication.post_id
  WHERE publication.published_at <= %s AND publication.recorded_at <= %s
  GROUP BY publication.post_id
),
facts AS (
  SELECT sent.post_id, sent.month, decisions.decided_by_id AS reviewer,
    CASE WHEN decisions.decided_at <= decisions.due_at THEN 1 ELSE 0 END AS counted,
    {decided} AS decided, {published} AS published
  FROM sent
  LEFT JOIN decisions ON decisions.post_id = sent.post_id AND decisions.place = 1
  LEFT JOIN went_out ON went_out.post_id = sent.post_id
),
asked AS (
  SELECT DISTINCT need.post_id, need.department_id
  FROM reviews_need need
  JOIN sent ON sent.post_id = need.post_id
  JOIN reviews_round round ON round.id = need.round_id AND round.number = 1
  WHERE need.power = %s
),
keyed AS (
  SELECT 'all' AS kind, '' AS thing, counted, decided, published FROM facts
  UNION ALL SELECT 'month', CAST(month AS {text}), counted, decided, published FROM facts
  UNION ALL SELECT 'reviewer', CAST(reviewer AS {text}), counted, decided, published FROM facts
    WHERE reviewer IS NOT NULL
  UNION ALL SELECT 'department', CAST(asked.department_id AS {text}), counted, decided, published
    FROM facts JOIN asked ON asked.post_id = facts.post_id
),
measured AS (
  SELECT kind, thing, 'decided' AS what, decided AS seconds FROM keyed WHERE decided IS NOT NULL
  UNION ALL SELECT kind, thing, 'published', published FROM keyed WHERE published >= 0
)
"""
_HEADER = (
    "Posts",
    "Decided",
    "In their term",
    "Hours to the first decision: half within",
    "Hours to the first decision: nine in ten within",
    "Went out",
    "Hours until it went out: half within",
    "Hours until it went out: nine in ten within",
)


def sums_of(asked: Asked, sent: QuerySet[Round]) -> tuple[Measured, list[Sums]]:
    """What was measured of the posts whose first rounds these are, and its tables; nothing where there are none."""
    measured = _measure(asked, sent)
    if not measured.counts:
        return measured, []
    reviewers = Employee.objects.filter(pk__in=measured.keys("reviewer"))
    people = {str(one.pk): asked.names.of(one) for one in reviewers}
    tables = [
        _table("By department", "Department", "department", measured, lambda key: asked.tree.name(int(key))),
        _table("By who made the first decision", "Reviewer", "reviewer", measured, lambda key: people.get(key, key)),
        _table("By month in which they were sent", "Month", "month", measured, month_words, in_order=True),
    ]
    return measured, tables


def _measure(asked: Asked, sent: QuerySet[Round]) -> Measured:
    months = sent.order_by().annotate(month=TruncMonth("submitted_at"))
    try:
        sql, values = months.values_list("post_id", "submitted_at", "month").query.sql_with_params()
    except EmptyResultSet:
        return Measured({}, {})
    adapt = connection.ops.adapt_datetimefield_value
    facts = _FACTS.format(
        sent=sql,
        text="text",
        decided=seconds_between("sent.submitted_at", "decisions.decided_at"),
        published=seconds_between("sent.submitted_at", "went_out.published_at"),
    )
    moments = (adapt(until(asked)), adapt(asked.at), adapt(asked.known_at))
    return measure(facts, [*values, *moments, REVIEW_POSTS.code])


def _table(
    title: str, first: str, kind: str, measured: Measured, name: Callable[[str], str], *, in_order: bool = False
) -> Sums:
    keys = sorted(measured.keys(kind), key=str if in_order else name)
    rows: list[tuple[Any, ...]] = [(name(key), *_figures(measured, kind, key)) for key in keys]
    if kind == "reviewer":
        rows += _undecided(measured)
    return Sums(title, (first, *_HEADER), rows, ("All", *_figures(measured, "all", "")))


def _undecided(measured: Measured) -> list[tuple[Any, ...]]:
    """The line of the posts without a decision of a reviewer: those of the reviewers do not count them."""
    keys = measured.keys("reviewer")
    posts = measured.counts["all", ""][0] - sum(measured.counts["reviewer", key][0] for key in keys)
    out = [
        measured.spread(kind, key, "published").many for kind, key in [("all", ""), *(("reviewer", k) for k in keys)]
    ]
    return [("No reviewer", posts, 0, 0, None, None, out[0] - sum(out[1:]), None, None)] if posts else []


def _figures(measured: Measured, kind: str, key: str) -> Sequence[Any]:
    posts, in_time = measured.counts[kind, key]
    first, out = measured.spread(kind, key, "decided"), measured.spread(kind, key, "published")
    return posts, first.many, in_time, first.half, first.ninth, out.many, out.half, out.ninth


def month_words(key: str) -> str:
    """ "November 2026" for the month that the database names by its first day."""
    return month(date.fromisoformat(key[:10]))
