"""What the check marked in posts, clause by clause, and what reviewers made of it."""

from __future__ import annotations

from collections import Counter, defaultdict
from collections.abc import Mapping
from typing import Any

from django import forms
from django.db.models import Case, CharField, Count, F, Value, When

from foundation.charts import BarChart, bar_chart
from foundation.numbers import how_many
from foundation.tabular.writing import Cell
from powers.catalogue import REVIEW_POSTS
from reports.answer import Answer, Column, Listed, Row, Sums
from reports.asking import Asked
from reports.forms import DepartmentsPeriodForm
from reports.posts import in_sight, of_departments, until
from reports.report import Report
from reviews.checks.clauses import CLAUSES
from reviews.models import Disposition, Finding

STANDING = "standing"
SAID = (STANDING, str(Disposition.CHANGED), str(Disposition.ACCEPTABLE), str(Disposition.UNFOUNDED))
_TITLES = {one.place: one.title for one in CLAUSES}
_HEADER = ("Found", "No word yet", "Words changed", "Acceptable", "Unfounded", "Not followed, of 100 with a word")


class FindingsForm(DepartmentsPeriodForm):
    """When the posts were sent, to which departments' reviewers, and which clause."""

    clause = forms.ChoiceField(
        label="Clause",
        required=False,
        choices=[("", "All clauses"), *((one.place, f"{one.place} {one.title}") for one in CLAUSES)],
    )
    field_order = ("since", "through", "departments", "clause")


class FindingsDisposed(Report):
    """One row for each clause and rule of the check that found something; numbers alone, never words."""

    code = "findings"
    title = "What did the check find, and what did reviewers make of it?"
    about = "Findings by clause and rule: words changed, acceptable, unfounded, or without a word; by department."
    group = "Posts"
    form = FindingsForm
    columns = (
        Column("clause", "Clause", 12),
        Column("title", "What it says", 44),
        Column("rule", "Rule of the check", 30),
        Column("found", "Found", 10, is_number=True),
        Column("standing", "No word yet", 12, is_number=True),
        Column("changed", "Words changed", 14, is_number=True),
        Column("acceptable", "Acceptable", 12, is_number=True),
        Column("unfounded", "Unfounded", 12, is_number=True),
        Column("share", "Not followed, of 100 with a word", 18, is_number=True),
    )

    def answer(self, asked: Asked) -> Answer:
        """Two grouped questions: by clause and rule, and by department."""
        rows = _rows(asked)
        by_rule: dict[tuple[str, str], Counter[str]] = defaultdict(Counter)
        by_clause: dict[str, Counter[str]] = defaultdict(Counter)
        for clause, rule, said, number in rows.values_list("clause", "rule", "said").annotate(number=Count("pk")):
            by_rule[clause, rule][said] += number
            by_clause[clause][said] += number
        total = sum(by_clause.values(), Counter[str]())
        return Answer(
            rows=Listed([_row(clause, rule, by_rule[clause, rule]) for clause, rule in sorted(by_rule)]),
            sentence=_sentence(total, by_clause),
            empty="In the posts of this period that you may see, the check marked nothing. Choose another period, "
            "another clause, or other departments.",
            chart=_chart(by_clause) if by_clause else None,
            sums=[_by_clause(by_clause, total), _by_department(asked, rows)] if by_clause else [],
            notes=_NOTES,
        )


_NOTES = (
    "A finding is a question of the check, no judgment: a person says once what to make of it, and nothing of that is "
    "changed later. “Words changed” is written when the post is sent again with other words there.",
    "A finding belongs to the round in which a post was sent; the period is that of sending. A post that two "
    "departments review counts for both of them.",
)


def _rows(asked: Asked) -> Any:
    moment = until(asked)
    begins, ends = asked.filters["begins"], asked.filters["ends"]
    rows = Finding.objects.filter(
        round__submitted_at__gte=begins, round__submitted_at__lt=ends, round__submitted_at__lte=moment
    )
    if clause := asked.filters.get("clause"):
        rows = rows.filter(clause=clause)
    said = Case(When(disposed_at__lte=moment, then=F("disposition")), default=Value(STANDING), output_field=CharField())
    seen = of_departments(asked, in_sight(asked, rows, "round__post"), "round__post_id")
    return seen.order_by().annotate(said=said)


def _figures(counted: Mapping[str, int]) -> tuple[Cell, ...]:
    """Found, by what was said, and of a hundred with a word how many were not followed (none: no figure)."""
    standing, changed, *kept = (counted.get(said, 0) for said in SAID)
    words = changed + sum(kept)
    share = round(100 * sum(kept) / words, 1) if words else None
    return (standing + words, standing, changed, *kept, share)


def _row(clause: str, rule: str, counted: Mapping[str, int]) -> Row:
    return Row((clause, _TITLES.get(clause, ""), rule, *_figures(counted)))


def _sentence(total: Counter[str], by_clause: Mapping[str, Counter[str]]) -> str:
    if not by_clause:
        return "The check marked nothing in this period."
    standing, changed, acceptable, unfounded = (total[said] for said in SAID)
    most = max(sorted(by_clause), key=lambda clause: by_clause[clause].total())
    under = f"under {most}" if len(by_clause) == 1 else f"under {len(by_clause)} clauses"
    if len(by_clause) > 1 and 2 * by_clause[most].total() > total.total():
        under = f"most of them under {most}"
    return (
        f"{how_many(total.total(), 'finding')}, {under}: the words were changed for {changed:,}; "
        f"reviewers called {acceptable:,} acceptable and {unfounded:,} unfounded; {standing:,} have no word."
    )


def _chart(by_clause: Mapping[str, Counter[str]]) -> BarChart:
    rows = []
    for clause in sorted(by_clause, key=lambda clause: (-by_clause[clause].total(), clause)):
        counted = by_clause[clause]
        rows.append((f"{clause} {_TITLES.get(clause, '')}".strip(), counted[SAID[1]], counted.total()))
    return bar_chart(
        "Findings after which the words were changed, by clause",
        "Of the findings of each clause, those after which the post was sent again with other words.",
        rows,
    )


def _by_clause(by_clause: Mapping[str, Counter[str]], total: Counter[str]) -> Sums:
    rows = [
        (f"{clause} {_TITLES.get(clause, '')}".strip(), *_figures(by_clause[clause])) for clause in sorted(by_clause)
    ]
    return Sums("By clause", ("Clause", *_HEADER), rows, ("All", *_figures(total)))


def _by_department(asked: Asked, rows: Any) -> Sums:
    """By the departments whose reviewers were asked."""
    found: dict[int, Counter[str]] = defaultdict(Counter)
    asked_of = rows.filter(round__needs__power=REVIEW_POSTS.code)
    grouped = asked_of.values_list("round__needs__department_id", "said").annotate(number=Count("pk"))
    for department_id, said, number in grouped:
        found[department_id][said] += number
    lines = sorted((asked.tree.name(key), *_figures(counted)) for key, counted in found.items())
    return Sums("By department", ("Department", *_HEADER), lines)
