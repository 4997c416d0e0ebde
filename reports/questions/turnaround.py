"""How long the review of posts takes, by department, reviewer and month, and how rounds end."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Sequence
from datetime import datetime
from typing import Any

from django.db.models import Case, CharField, Count, Exists, F, OuterRef, Q, QuerySet, Value, When
from django.urls import reverse

from foundation.charts import BarChart, bar_chart
from foundation.dates import day
from foundation.numbers import how_many
from powers.catalogue import REVIEW_POSTS
from reports.answer import Answer, Column, Row, Streamed, Sums
from reports.asking import Asked
from reports.durations import Measured, hours
from reports.forms import DepartmentsPeriodForm, EmployeeNumberField
from reports.posts import in_sight, named, of_departments, until
from reports.questions.turnaround_sums import month_words, sums_of
from reports.report import Report
from reviews.models import Lane, Need, Outcome, Publication, Round

WAITS, VOID, WENT_OUT = "waits", "void", "went out"
OUTCOMES = {
    **{str(one): one.label for one in Outcome},
    Outcome.NOT_NEEDED: "Went out before it was decided",
    WAITS: "Waits for a reviewer",
    VOID: "Approved, then changed",
}


class TurnaroundForm(DepartmentsPeriodForm):
    """When the posts were sent, by which departments they are reviewed, and by whom they were decided."""

    reviewer = EmployeeNumberField(
        label="Decided by", required=False, help_text="The employee number of a reviewer. Left empty: everybody."
    )
    field_order = ("since", "through", "departments", "reviewer")


class Turnaround(Report):
    """One row for each post that was sent for review in the period, before it went out."""

    code = "turnaround"
    title = "How long does the review of posts take?"
    about = "Time to the first decision and to publication, by department, reviewer and month; rounds and outcomes."
    group = "Posts"
    form = TurnaroundForm
    columns = (
        Column("post", "Post", 20, ("post__reference",)),
        Column("departments", "Reviewed by", 34),
        Column("sent", "Sent", 20, ("submitted_at",)),
        Column("decided", "First decision", 20),
        Column("hours_decided", "Hours to it", 12, is_number=True),
        Column("in_time", "In its term", 12),
        Column("decided_by", "Decided by", 26),
        Column("number", "Number", 12),
        Column("rounds", "Rounds", 9, is_number=True),
        Column("outcome", "How the last round ended", 28),
        Column("published", "Went out", 20),
        Column("hours_published", "Hours to that", 12, is_number=True),
    )

    def answer(self, asked: Asked) -> Answer:
        """Rows and sums from the same first rounds, sent in the period and known then."""
        sent = _sent(asked)
        measured, sums = sums_of(asked, sent)
        total = measured.counts.get(("all", ""), (0, 0))[0]
        outcomes = _outcomes(asked, sent) if total else None
        ordered = sent.order_by("-submitted_at", "-pk").values_list("post_id", "post__reference", "submitted_at")
        return Answer(
            rows=Streamed(ordered, lambda part: _shaped(asked, part), lambda: total),
            sentence=_sentence(asked, measured, total),
            empty="No post that you may see was sent for review in this period. Choose another period, or other "
            "departments.",
            chart=_chart(measured) if total else None,
            sums=[*sums, outcomes] if outcomes else [],
            notes=_NOTES,
        )


_NOTES = (
    "Reviews before publication only: what went out first and is read afterwards stands in the report of exceptions.",
    "Hours are hours of the clock, nights and days off counted in: the list of holidays keeps no history, and the "
    "answer would not stay the same. “In its term” is kept with each decision: it was due by the City’s working hours.",
    "A post that two departments review counts for both of them. A reviewer is who made the first decision on a post; "
    "a head’s release by office is no reviewer’s decision.",
    "Why a post was declined may repeat its words, and stands with the post for those who may read it. Planned times "
    "are changed without history: whether an approved post missed its time is not told; what was approved and never "
    "went out has no date under “Went out”.",
)


def _sent(asked: Asked) -> QuerySet[Round]:
    moment = until(asked)
    begins, ends = asked.filters["begins"], asked.filters["ends"]
    rows = Round.objects.filter(number=1, post__lane=Lane.ORDINARY, submitted_at__lte=moment)
    rows = rows.filter(submitted_at__gte=begins, submitted_at__lt=ends)
    reviewer = asked.filters.get("reviewer")
    if reviewer is not None:
        decided = Need.objects.filter(decided_by=reviewer, decided_at__lte=moment)
        rows = rows.filter(post_id__in=decided.values("post_id"))
    return of_departments(asked, in_sight(asked, rows))


def _ended(moment: datetime) -> Case:
    """How a round had ended at a moment; what was said later counts for nothing."""
    return Case(
        When(voided_at__lte=moment, then=Value(VOID)),
        When(Q(released_at__lte=moment) & ~Q(outcome=Outcome.APPROVED), then=Value(str(Outcome.BY_OFFICE))),
        When(ended_at__lte=moment, then=F("outcome")),
        default=Value(WAITS),
        output_field=CharField(),
    )


def _rounds(asked: Asked) -> Any:
    return Round.objects.filter(submitted_at__lte=until(asked)).annotate(ended=_ended(until(asked)))


def _outcomes(asked: Asked, sent: QuerySet[Round]) -> Sums:
    """How the last rounds ended, in one grouped question."""
    rounds = _rounds(asked).filter(post_id__in=sent.order_by().values("post_id"))
    later = Round.objects.filter(post_id=OuterRef("post_id"), number__gt=OuterRef("number"))
    last = rounds.filter(~Exists(later.filter(submitted_at__lte=until(asked))))
    counted = dict(last.order_by().values_list("ended").annotate(many=Count("pk")))
    rows = [(words, counted[code]) for code, words in OUTCOMES.items() if code in counted]
    return Sums("How their last rounds ended", ("Outcome", "Posts"), rows, ("All", sum(counted.values())))


def _shaped(asked: Asked, part: Sequence[tuple[int, str, datetime]]) -> Iterable[Row]:
    """The rows of a part: three questions, whatever its length."""
    ids, moment = [post_id for post_id, _reference, _sent_at in part], until(asked)
    ends: dict[int, tuple[int, str]] = {}
    rounds = _rounds(asked).filter(post_id__in=ids).order_by("number")
    for post_id, number, ended in rounds.values_list("post_id", "number", "ended"):
        ends[post_id] = number, ended
    departments, decided = _decided(ids, moment)
    went_out: dict[int, datetime] = {}
    published = Publication.objects.filter(post_id__in=ids, published_at__lte=asked.at, recorded_at__lte=asked.known_at)
    for post_id, at in published.order_by("-published_at").values_list("post_id", "published_at"):
        went_out[post_id] = at
    for post_id, reference, sent_at in part:
        first, out = decided.get(post_id), went_out.get(post_id)
        number, ended = ends[post_id]
        yield Row(
            (
                reference,
                named(asked, departments[post_id]),
                sent_at,
                first["decided_at"] if first else None,
                hours((first["decided_at"] - sent_at).total_seconds()) if first else None,
                first["decided_at"] <= first["due_at"] if first else None,
                asked.names.called(first["decided_by_id"], first["decided_by__name"]) if first else "",
                first["decided_by__number"] if first else "",
                number,
                OUTCOMES[ended],
                out,
                hours((out - sent_at).total_seconds()) if out and out >= sent_at else None,
            ),
            {0: reverse("reviews:post", args=[reference])},
        )


def _decided(ids: Sequence[int], moment: datetime) -> tuple[dict[int, set[int]], dict[int, dict[str, Any]]]:
    """The departments whose reviewers were asked first, and the first decision of a person, by post."""
    fields = ("post_id", "department_id", "power", "round__number", "due_at", "decided_at", "decided_by_id")
    needs = Need.objects.filter(post_id__in=ids, since__lte=moment).order_by("decided_at", "pk")
    departments: dict[int, set[int]] = defaultdict(set)
    decided: dict[int, dict[str, Any]] = {}
    for need in needs.values(*fields, "decided_by__name", "decided_by__number"):
        if need["round__number"] == 1 and need["power"] == REVIEW_POSTS.code:
            departments[need["post_id"]].add(need["department_id"])
        if need["decided_by_id"] is not None and need["decided_at"] <= moment:
            decided.setdefault(need["post_id"], need)
    return departments, decided


def _sentence(asked: Asked, measured: Measured, total: int) -> str:
    if not total:
        return "No post was sent for review in this period."
    since = f"{how_many(total, 'post was', 'posts were')} sent for review since {day(asked.filters['begins'])}."
    first, out = measured.spread("all", "", "decided"), measured.spread("all", "", "published")
    if not first.many:
        return f"{since} None has a decision yet."
    if first.many == 1:
        words = f"{since} The one that was decided had its first decision within {first.half} hours."
    else:
        words = f"{since} Half of the {first.many:,} that were decided had their first decision within {first.half} "
        words += f"hours, nine in ten within {first.ninth}."
    if out.many:
        which = "The one that went out did so" if out.many == 1 else f"Half of the {out.many:,} that went out did so"
        words += f" {which} within {out.half} hours of being sent."
    return words


def _chart(measured: Measured) -> BarChart:
    rows = []
    for month in sorted(measured.keys("month"))[-12:]:
        rows.append(
            (month_words(month), measured.counts["month", month][1], measured.spread("month", month, "decided").many)
        )
    return bar_chart(
        "First decisions made in their term, by the month in which posts were sent",
        "Of the posts of each month that were decided, how many were decided in the City’s term.",
        rows,
    )
