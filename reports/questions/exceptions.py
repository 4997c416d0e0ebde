"""What went out other than by the ordinary review: in an emergency, with other words, or without authority."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field
from datetime import datetime

from django import forms
from django.db.models import Count, Exists, OuterRef, Q, QuerySet
from django.urls import reverse

from accounts.models import AccountFacts
from authorizations.requirements import Answer as Word
from foundation.citations import cite
from foundation.numbers import how_many
from foundation.tabular.writing import Cell
from reports.answer import Answer, Column, Row, Streamed, Sums
from reports.asking import Asked
from reports.forms import DepartmentsPeriodForm
from reports.posts import in_sight, until
from reports.report import Report
from reviews.models import Authority, Need, Outcome, Publication

EXCEPTIONS = (Authority.EMERGENCY, Authority.DIFFERS, Authority.WITHOUT)
READ_AFTERWARDS = (Outcome.STANDS, Outcome.TO_CORRECT, Outcome.TO_TAKE_DOWN)
WAITS, NOT_ASKED = "Waits for a reviewer", "Nobody was asked to"


class ExceptionsForm(DepartmentsPeriodForm):
    """When it went out, of which departments' publishers, and on what."""

    kind = forms.ChoiceField(
        label="What",
        required=False,
        choices=[("", "All three"), *((str(one), one.label) for one in EXCEPTIONS)],
    )
    field_order = ("since", "through", "departments", "kind")


class Exceptions(Report):
    """One row for each publication, with what a reviewer said of it afterwards; never its words or its address."""

    code = "exceptions"
    title = "What went out otherwise than as approved?"
    about = "Emergency posts and their after-review, other words than were approved, and what had no authority."
    group = "Posts"
    basis = cite("IV.C")
    form = ExceptionsForm
    columns = (
        Column("post", "Post", 20, ("post__reference",)),
        Column("account", "Account", 30),
        Column("department", "Department", 34),
        Column("went_out", "Went out", 20, ("published_at",)),
        Column("recorded", "Recorded", 20, ("recorded_at",)),
        Column("by", "Published by", 26, ("published_by_name",)),
        Column("how", "On what", 28, ("authority",)),
        Column("why", "Why", 44),
        Column("read", "Read afterwards", 24),
        Column("read_at", "When", 20),
        Column("read_by", "By", 26),
        Column("overdue", "Over its term", 12),
        Column("hash", "Hash of what went out", 70),
    )

    def answer(self, asked: Asked) -> Answer:
        """What had gone out and was recorded, the latest first."""
        rows = _rows(asked)
        counts = _counts(asked, rows)
        total = sum(one.posts for one in counts)
        ordered = rows.select_related("post", "account").order_by("-published_at", "-pk")
        return Answer(
            rows=Streamed(ordered, lambda part: _shaped(asked, part), lambda: total),
            sentence=_sentence(counts, total),
            empty="In this period nothing that you may see went out in an emergency, with other words than were "
            "approved, or without authority. Choose another period, or other departments.",
            sums=[_by_kind(counts), _by_department(asked, counts)] if counts else [],
            notes=_NOTES,
        )


CLOSED = "closed matter"
"""What stands in place of where a post of closed matter went out (DESIGN 3.10), however old the moment asked about."""
_NOTES = (
    "A post on two accounts is two rows. The department is its publisher’s. What was seen and recorded late counts by "
    "the day on which it went out.",
    "What somebody gave as the reason may repeat the post’s words: it stands with the post, for who may read it.",
)


def _rows(asked: Asked) -> QuerySet[Publication]:
    begins, ends = asked.filters["begins"], asked.filters["ends"]
    kind = asked.filters.get("kind")
    rows = Publication.objects.filter(authority__in=[kind] if kind else EXCEPTIONS, recorded_at__lte=asked.known_at)
    rows = rows.filter(published_at__gte=begins, published_at__lt=ends, published_at__lte=asked.at)
    if asked.departments:
        rows = rows.filter(post__department_id__in=asked.departments)
    return in_sight(asked, rows)


@dataclass
class _Read:
    """What the reviewers of a post had said at a moment."""

    open: list[datetime] = field(default_factory=list)
    """By when those are to decide who have not."""
    outcome: str = ""
    at: datetime | None = None
    by: str = ""


def _shaped(asked: Asked, part: Sequence[Publication]) -> Iterable[Row]:
    """The rows of a part: two questions, whatever its length."""
    read = _read(asked, [one.post_id for one in part])
    facts = AccountFacts.objects.in_effect(asked.at, asked.known_at).filter(
        account__in=[one.account_id for one in part]
    )
    names = {one.account_id: str(one) for one in facts.select_related("platform")}
    for one in part:
        found, closed = read.get(one.post_id, _Read()), one.post.is_closed
        there = {} if closed else {1: reverse("accounts:account", args=[one.account.reference])}
        yield Row(
            (
                one.post.reference,
                CLOSED if closed else names.get(one.account_id, one.account.reference),
                asked.tree.name(one.post.department_id),
                one.published_at,
                one.recorded_at,
                one.published_by_name,
                Authority(one.authority).label,
                _why(one),
                WAITS if found.open else found.outcome or NOT_ASKED,
                found.at,
                found.by,
                bool(found.open) and min(found.open) < asked.at,
                "" if closed else one.text_hash,
            ),
            {0: reverse("reviews:post", args=[one.post.reference]), **there},
        )


def _why(one: Publication) -> str:
    if one.authority == Authority.EMERGENCY:
        return "It could not wait for a review"
    if one.authority == Authority.DIFFERS:
        return "Other words went out than the approved ones"
    if one.answer != Word.YES:
        return "The publisher had no authorization in effect for it"
    return "Nobody had approved these words"


def _read(asked: Asked, posts: Sequence[int]) -> dict[int, _Read]:
    moment = until(asked)
    found: dict[int, _Read] = {}
    needs = Need.objects.filter(post_id__in=posts, since__lte=moment).select_related("decided_by")
    for need in needs.order_by("decided_at", "pk"):
        one = found.setdefault(need.post_id, _Read())
        if need.decided_at is None or need.decided_at > moment:
            one.open.append(need.due_at)
        elif need.outcome in READ_AFTERWARDS and need.decided_by:
            one.outcome, one.at, one.by = Outcome(need.outcome).label, need.decided_at, asked.names.of(need.decided_by)
    return found


@dataclass(frozen=True)
class _Counted:
    """So many publications of one kind and department of which the same is so."""

    department_id: int
    kind: str
    is_open: bool
    is_overdue: bool
    is_read: bool
    posts: int

    @property
    def reading(self) -> str:
        """What became of them."""
        if self.is_open:
            return "over" if self.is_overdue else "waits"
        return "read" if self.is_read else "not asked"


def _counts(asked: Asked, rows: QuerySet[Publication]) -> list[_Counted]:
    """Everything that is summed, in one grouped question."""
    moment = until(asked)
    needs = Need.objects.filter(post_id=OuterRef("post_id"), since__lte=moment)
    unmade = needs.filter(Q(decided_at__isnull=True) | Q(decided_at__gt=moment))
    made = needs.filter(decided_at__lte=moment, decided_by__isnull=False, outcome__in=READ_AFTERWARDS)
    grouped = rows.order_by().annotate(
        is_open=Exists(unmade), is_overdue=Exists(unmade.filter(due_at__lt=asked.at)), is_read=Exists(made)
    )
    keys = ("post__department_id", "authority", "is_open", "is_overdue", "is_read")
    return [_Counted(*row) for row in grouped.values_list(*keys).annotate(posts=Count("pk"))]


def _sentence(counts: Sequence[_Counted], total: int) -> str:
    if not total:
        return "Nothing of this kind went out in this period."
    kinds: Counter[str] = Counter()
    for one in counts:
        kinds[one.kind] += one.posts
    parts = [f"{kinds[kind]:,} {words}" for kind, words in _KINDS.items() if kinds[kind]]
    over = sum(one.posts for one in counts if one.reading == "over")
    waits = sum(one.posts for one in counts if one.is_open)
    told = f"{how_many(waits, 'waits', 'wait')} for a reviewer, {over:,} over the term." if waits else "None waits."
    return f"{how_many(total, 'publication')}: {', '.join(parts)}. {told}"


_KINDS = {
    str(Authority.EMERGENCY): "in an emergency",
    str(Authority.DIFFERS): "with other words than were approved",
    str(Authority.WITHOUT): "without authority",
}


def _by_kind(counts: Sequence[_Counted]) -> Sums:
    found: dict[str, Counter[str]] = {str(kind): Counter() for kind in EXCEPTIONS}
    for one in counts:
        found[one.kind][one.reading] += one.posts
    states = ("read", "waits", "over", "not asked")
    rows = [_line(Authority(kind).label, counted, states) for kind, counted in found.items()]
    total = _line("All", sum(found.values(), Counter[str]()), states)
    header = ("On what", "Publications", "Read afterwards", "Wait", "Wait over their term", NOT_ASKED)
    return Sums("By kind", header, rows, total)


def _by_department(asked: Asked, counts: Sequence[_Counted]) -> Sums:
    found: dict[int, Counter[str]] = {}
    for one in counts:
        found.setdefault(one.department_id, Counter())[one.kind] += one.posts
    lines = [_line(asked.tree.name(key), counted, EXCEPTIONS) for key, counted in found.items()]
    rows = sorted(lines, key=lambda line: str(line[0]))
    return Sums("By department", ("Department", "Publications", *(kind.label for kind in EXCEPTIONS)), rows)


def _line(name: str, counted: Counter[str], keys: Sequence[str]) -> tuple[Cell, ...]:
    return (name, counted.total(), *(counted[key] for key in keys))
