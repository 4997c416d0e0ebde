"""People who granted or approved for each other, and who did so for their own supervisor.

Each is one statement over all decisions: pairs of decider and beneficiary joined with themselves, or with the times in
which the beneficiary stood above the decider. What is read in Python are the pairs found, never the decisions.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from datetime import datetime
from typing import Any

from django import forms
from django.db import connection
from django.db.models import CharField, F, QuerySet, Value
from django.urls import reverse

from accounts.models import Approval
from acknowledgements.models import Exemption
from authorizations.models import Authorization, PaperDecision, PaperOutcome
from directory.models import Employee
from foundation.numbers import how_many
from foundation.tabular.writing import Cell
from reports.answer import Answer, Column, Listed, Row, Sums
from reports.asking import Asked, Scope
from reports.forms import EmployeeNumberField, ReportForm
from reports.report import Report
from reviews.models import Need, Outcome

EACH_OTHER, SUPERVISOR = "each-other", "supervisor"
RELATIONS = {EACH_OTHER: "For each other", SUPERVISOR: "For the own supervisor"}
WORDS = {
    "authorizations": ("authorization", "authorizations"),
    "papers": ("paper confirmed", "papers confirmed"),
    "accounts": ("account or change of one", "accounts or changes of them"),
    "posts": ("post", "posts"),
    "exemptions": ("exemption", "exemptions"),
}
PAGES = {
    "authorizations": "authorizations:authorization",
    "papers": "authorizations:authorization",
    "accounts": "accounts:account",
    "posts": "reviews:post",
}


class MutualForm(ReportForm):
    """How the two stand to each other, on what was decided, and one of the two."""

    relation = forms.ChoiceField(label="Who", required=False, choices=[("", "Both"), *RELATIONS.items()])
    kind = forms.ChoiceField(
        label="On what",
        required=False,
        choices=[("", "Anything"), *((code, many.capitalize()) for code, (_, many) in WORDS.items())],
    )
    person = EmployeeNumberField(label="One of the two (employee number)", required=False)


class Mutual(Report):
    """Pairs of people, each with what one decided for the other. For Employee Relations and auditors alone."""

    code = "mutual"
    is_told_in_mail = False
    title = "Who decided for each other, or for their own supervisor?"
    about = "Pairs of people who granted or approved for each other, and people who did so for a supervisor above them."
    group = "Decisions"
    form = MutualForm
    columns = (
        Column("relation", "Who", 24),
        Column("one", "One", 28),
        Column("one_number", "Number of the one", 12),
        Column("other", "The other", 28),
        Column("other_number", "Number of the other", 12),
        Column("for_other", "The one decided for the other", 40),
        Column("for_other_first", "First", 18),
        Column("for_other_last", "Last", 18),
        Column("for_other_reference", "The last of them", 24),
        Column("for_one", "The other decided for the one", 40),
        Column("for_one_first", "First of the other", 18),
        Column("for_one_last", "Last of the other", 18),
        Column("for_one_reference", "The last of these", 24),
    )

    def may_run(self, scope: Scope) -> bool:
        """Employee Relations and auditors alone: it tells of people in all departments."""
        return scope.everything

    def answer(self, asked: Asked) -> Answer:
        """One row for each pair and relation: two statements find them, one for each kind reads what they decided."""
        wanted = asked.filters.get("relation")
        sources = _sources(asked)
        found: dict[tuple[str, int, int], _Pair] = {}
        for relation in RELATIONS:
            if wanted in (None, relation):
                for group in _groups(relation, sources, asked):
                    first = group.decider if relation == SUPERVISOR else min(group.decider, group.beneficiary)
                    other = group.beneficiary if first == group.decider else group.decider
                    pair = found.setdefault((relation, first, other), _Pair(relation, first, other))
                    (pair.forth if group.decider == first else pair.back).append(group)
        pairs = [pair for pair in found.values() if _is_of(pair, asked)]
        counts = {code: sum(pair.relation == code for pair in pairs) for code in RELATIONS}
        return Answer(
            rows=Listed(_rows(pairs, sources, asked)),
            sentence=_sentence(counts),
            empty="Nobody decided for somebody who decided for them, or who supervised them. Ask for anything, or for "
            "a later day.",
            sums=(Sums("By relation", ("Who", "Pairs"), [(RELATIONS[code], counts[code]) for code in RELATIONS]),)
            if pairs
            else (),
            notes=(
                "Counted are grants, papers confirmed, approvals of accounts, approvals of posts for who drafted or "
                "published them, and exemptions, since the beginning through the moment asked about.",
                "A supervisor counts directly or through others, at the moment of the decision. The post of a head "
                "goes to a reviewer of the department: that such a pair stands here is no wrong by itself.",
            ),
        )


def _sentence(counts: Mapping[str, int]) -> str:
    each, above = counts[EACH_OTHER], counts[SUPERVISOR]
    if not each and not above:
        return "Nobody that this asks about decided for each other, or for a supervisor of their own."
    pairs = how_many(each, "pair of people", "pairs of people")
    return f"{pairs} decided for each other; {how_many(above, 'pair')} of decider and own supervisor."


@dataclass(frozen=True)
class _Source:
    """Decisions of one kind, with `key`, `decider`, `beneficiary` and `at` beside them.

    `reference` is the field that names what was decided on; its table is joined for the decisions that are shown alone.
    """

    code: str
    rows: QuerySet[Any, Any]
    reference: str

    def statement(self) -> tuple[str, tuple[Any, ...]]:
        """As a part of a union: what it is, which row, who decided for whom, when."""
        said = self.rows.annotate(source=Value(self.code, output_field=CharField())).order_by()
        sql, parameters = said.values_list("source", "key", "decider", "beneficiary", "at").query.sql_with_params()
        return sql, tuple(parameters)


def _source(code: str, rows: QuerySet[Any, Any], decider: str, beneficiary: str, at: str, reference: str) -> _Source:
    named = {"key": F("pk"), "decider": F(decider), "beneficiary": F(beneficiary), "at": F(at)}
    return _Source(code, rows.annotate(**named), reference)


def _sources(asked: Asked) -> list[_Source]:
    """Each kind of decision that lies before the moment and was known by the other."""
    at, known_at = asked.at, asked.known_at
    told = min(at, known_at)
    needs = Need.objects.filter(outcome__in=[Outcome.APPROVED, Outcome.STANDS], decided_at__lte=told)
    papers = PaperDecision.objects.filter(outcome=PaperOutcome.CONFIRMED, recorded_at__lte=told)
    granted = Authorization.objects.known(known_at).filter(granted_at__lte=at, granted_by__isnull=False)
    exempt = Exemption.objects.filter(decision=Exemption.Decision.APPROVED, decided_at__lte=told)
    approved = Approval.objects.filter(decided_at__lte=told, asked_by__isnull=False)

    found = [
        _source("authorizations", granted, "granted_by_id", "grantee_id", "granted_at", "reference"),
        _source(
            "papers", papers, "decided_by_id", "authorization__grantee_id", "recorded_at", "authorization__reference"
        ),
        _source("accounts", approved, "decided_by_id", "asked_by_id", "decided_at", "account__reference"),
        _source("posts", needs, "decided_by_id", "drafted_by_id", "decided_at", "post__reference"),
        _source(
            "posts",
            needs.exclude(publisher=F("drafted_by")),
            "decided_by_id",
            "publisher_id",
            "decided_at",
            "post__reference",
        ),
        _source("exemptions", exempt, "decided_by_id", "person_id", "decided_at", ""),
    ]
    kind = asked.filters.get("kind")
    return [one for one in found if kind in (None, one.code)]


_DECIDED = "decided(source, ref, decider, beneficiary, at) AS ({decided})"
_EACH_OTHER = """
WITH {decided}, pairs AS (SELECT DISTINCT decider, beneficiary FROM decided WHERE decider <> beneficiary)
SELECT one.source, one.decider, one.beneficiary, COUNT(*), MIN(one.ref), MAX(one.ref) FROM decided one
WHERE EXISTS (SELECT 1 FROM pairs WHERE pairs.decider = one.beneficiary AND pairs.beneficiary = one.decider)
GROUP BY one.source, one.decider, one.beneficiary ORDER BY one.source, one.decider, one.beneficiary
"""
_KNOWN = "a.supervisor_id IS NOT NULL AND a.recorded_at <= %s AND (a.superseded_at IS NULL OR a.superseded_at > %s)"
_SUPERVISOR = f"""
WITH RECURSIVE {{decided}}, above(decider, person, begins, ends) AS (
  SELECT a.employee_id, a.supervisor_id, a.effective_from, a.effective_until FROM directory_assignment a
  WHERE a.employee_id IN (SELECT decider FROM decided) AND {_KNOWN}
  UNION SELECT above.decider, a.supervisor_id,
    CASE WHEN a.effective_from > above.begins THEN a.effective_from ELSE above.begins END,
    CASE WHEN above.ends IS NULL OR a.effective_until < above.ends THEN a.effective_until ELSE above.ends END
  FROM above JOIN directory_assignment a ON a.employee_id = above.person AND {_KNOWN}
  AND (above.ends IS NULL OR a.effective_from < above.ends)
  AND (a.effective_until IS NULL OR a.effective_until > above.begins)
)
SELECT one.source, one.decider, one.beneficiary, COUNT(*), MIN(one.ref), MAX(one.ref) FROM decided one
WHERE one.decider <> one.beneficiary AND EXISTS (
  SELECT 1 FROM above WHERE above.decider = one.decider AND above.person = one.beneficiary
  AND above.begins <= one.at AND (above.ends IS NULL OR above.ends > one.at))
GROUP BY one.source, one.decider, one.beneficiary ORDER BY one.source, one.decider, one.beneficiary
"""  # noqa: S608 - constant text. `above` holds who stood above whom in which time; UNION ends circles.


@dataclass(frozen=True)
class _Group:
    """What one decided for another, of one kind: how many, and the first and the last of them by their keys."""

    source: str
    decider: int
    beneficiary: int
    number: int
    first: int
    last: int


def _groups(relation: str, sources: Sequence[_Source], asked: Asked) -> list[_Group]:
    """The decisions of a relation, grouped by pair and kind: one statement."""
    parts = [source.statement() for source in sources]
    decided = _DECIDED.format(decided=" UNION ALL ".join(sql for sql, _ in parts))
    parameters = [value for _, values in parts for value in values]
    if relation == SUPERVISOR:
        parameters += [connection.ops.adapt_datetimefield_value(asked.known_at)] * 4
    with connection.cursor() as cursor:
        cursor.execute((_SUPERVISOR if relation == SUPERVISOR else _EACH_OTHER).format(decided=decided), parameters)
        return [_Group(*row) for row in cursor.fetchall()]


@dataclass
class _Pair:
    """Two people, and what each decided for the other; for a supervisor there is one way alone."""

    relation: str
    one: int
    other: int
    forth: list[_Group] = field(default_factory=list)
    back: list[_Group] = field(default_factory=list)


def _is_of(pair: _Pair, asked: Asked) -> bool:
    person = asked.filters.get("person")
    return person is None or person.pk in (pair.one, pair.other)


Decided = Mapping[tuple[str, int], tuple[datetime, str]]
"""When a decision was made and on what, by kind and key."""


def _rows(pairs: Sequence[_Pair], sources: Sequence[_Source], asked: Asked) -> list[Row]:
    people = Employee.objects.in_bulk({pk for pair in pairs for pk in (pair.one, pair.other)})
    decided = _decided([group for pair in pairs for group in (*pair.forth, *pair.back)], sources)
    rows = []
    for pair in pairs:
        one, other = people[pair.one], people[pair.other]
        forth, back = _side(pair.forth, decided), _side(pair.back, decided)
        cells: tuple[Cell, ...] = (
            RELATIONS[pair.relation],
            asked.names.of(one),
            one.number,
            asked.names.of(other),
            other.number,
            *forth.cells,
            *back.cells,
        )
        links = {place: side.link for place, side in ((8, forth), (12, back)) if side.link}
        rows.append(Row(cells, links))
    return sorted(rows, key=lambda row: [str(cell) for cell in row.cells[:5]])


def _decided(groups: Sequence[_Group], sources: Sequence[_Source]) -> dict[tuple[str, int], tuple[datetime, str]]:
    """The first and the last decisions of the groups: one question for each kind."""
    found: dict[tuple[str, int], tuple[datetime, str]] = {}
    for code, source in {source.code: source for source in reversed(sources)}.items():
        keys = {key for group in groups if group.source == code for key in (group.first, group.last)}
        names = ("key", "at", source.reference) if source.reference else ("key", "at")
        rows = source.rows.filter(pk__in=keys).order_by().values_list(*names)
        found |= {(code, key): (at, "".join(reference)) for key, at, *reference in rows}
    return found


@dataclass(frozen=True)
class _Side:
    """What one of a pair decided for the other, in cells: how much of what, the first, the last, and its reference."""

    cells: tuple[Cell, Cell, Cell, Cell]
    link: str = ""


def _side(groups: Sequence[_Group], decided: Decided) -> _Side:
    if not groups:
        return _Side(("", None, None, ""))
    words = ", ".join(how_many(group.number, *WORDS[group.source]) for group in groups)
    firsts = [decided[group.source, group.first][0] for group in groups]
    at, reference, source = max((*decided[group.source, group.last], group.source) for group in groups)
    link = reverse(PAGES[source], args=[reference]) if source in PAGES else ""
    return _Side((words, min(firsts), at, reference), link)
