"""Every decision in a time: who decided, in which capacity and whose name, under which instrument, on what.

It is read from the trail, not from the tables of the apps. Each decision has its entry there, written in its own
transaction, with capacity, instrument and clause as they were; half of the tables keep no capacity or instrument of a
refusal, and what they keep can be set later. The trail is append-only and knows one moment for each entry, so that the
answer to a pair of moments is the same for ever; one index (act, moment, id) finds, orders and counts the decisions of
a million entries, where a union of a dozen tables would sort them anew for each page. Which acts are decisions the apps
name (`DECISIONS` in their `acts.py`). Of what was decided on, the trail has references and never words.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from django import forms
from django.db.models import Count, Q, QuerySet
from django.urls import reverse

from accounts.permissions import departments_of_requests
from acknowledgements.models import Annulment, Exemption
from authorizations.models import DeclineDecision
from authorizations.permissions import departments_decided
from directory.models import Department
from directory.tree import names_by_code
from foundation.audit.models import Entry
from foundation.audit.wording import all_decisions, words_of
from foundation.numbers import how_many
from foundation.tabular.writing import Cell
from reports.answer import Answer, Column, Row, Streamed, Sums
from reports.asking import Asked
from reports.forms import DepartmentsPeriodForm, EmployeeNumberField
from reports.instruments import Instrument, instruments
from reports.report import Report
from reviews.models import Outcome
from reviews.permissions import reach_of

KINDS = {
    "authorizations": "Authorizations",
    "accounts": "Official accounts and their changes",
    "reviews": "Posts, and words with blanks",
    "acknowledgements": "Exemptions and annulments",
    "powers": "Entries of instruments",
    "policy": "Publications and explanations",
}
"""The apps whose acts are decisions, as one says what was decided on."""
PAGES = {
    "accounts.officialaccount": "accounts:account",
    "authorizations.authorization": "authorizations:authorization",
    "authorizations.request": "authorizations:request",
    "authorizations.oralwords": "authorizations:words_one",
    "reviews.post": "reviews:post",
    "acknowledgements.annulment": "acknowledgements:annulment",
    "policy.version": "policy:version",
}
"""By kind of object, the page to which its id leads."""


class DecisionsForm(DepartmentsPeriodForm):
    """On what, by whom, for which departments, when."""

    kind = forms.ChoiceField(label="On what", required=False, choices=[("", "Anything"), *KINDS.items()])
    decider = EmployeeNumberField(label="Decided by (employee number)", required=False)
    field_order = ("since", "through", "kind", "decider", "departments")


class Decisions(Report):
    """Decisions by date: Employee Relations and auditors see all, an authority those of the department, others theirs.

    Who supervises somebody does not see by that what they decided on for a department.
    """

    code = "decisions"
    title = "Who decided what, and in whose name?"
    about = "Grants, refusals, approvals, revocations and confirmations by date, with capacity, instrument and clause."
    group = "Decisions"
    form = DecisionsForm
    columns = (
        Column("at", "When", 18, ("at",)),
        Column("what", "What was done", 40, ("act",)),
        Column("about", "About", 34),
        Column("department", "Department", 34, ("department_code",)),
        Column("by", "Decided by", 28, ("actor_name",)),
        Column("number", "Number", 12, ("actor_number",)),
        Column("capacity", "Capacity", 26, ("capacity",)),
        Column("in_name_of", "In whose name", 28),
        Column("instrument", "Instrument", 44),
        Column("clause", "Clause", 18, ("clause",)),
        Column("outcome", "Outcome", 20),
        Column("reason", "Reason given", 10),
    )

    def answer(self, asked: Asked) -> Answer:
        """Entries of the period, the latest first; sums from one grouped statement that the index answers."""
        entries = _entries(asked)
        counts = Counter(dict(entries.values_list("act").annotate(number=Count("pk")).order_by()))
        number = counts.total()
        found = entries.order_by("-at", "-pk").values_list("pk", flat=True)
        return Answer(
            rows=Streamed(found, lambda part: _rows(part, asked), lambda: number),
            sentence=_sentence(counts, number),
            empty="Nobody decided on anything in this time that you may see. Choose a longer period, or fewer filters.",
            sums=_sums(counts, number) if number else (),
            notes=(
                "A post on which several departments decide has a decision of each. An authorization that confirms "
                "words given aloud stands here with both decisions.",
                "Whether a reason was given is told; the reason stands with the matter.",
            ),
        )


def _entries(asked: Asked) -> QuerySet[Entry, Any]:
    filters = asked.filters
    acts = _acts(filters.get("kind", ""))
    rows = Entry.objects.filter(
        act__in=acts, at__gte=filters["begins"], at__lte=min(filters["ends"], asked.known_at)
    ).filter(_in_sight(asked))
    if decider := filters.get("decider"):
        rows = rows.filter(actor_number=decider.number)
    if asked.departments:
        rows = rows.filter(department_code__in=_codes(asked.departments))
    return rows


def _acts(*kinds: str) -> list[str]:
    return [act for act in all_decisions() if not any(kinds) or act.partition(".")[0] in kinds]


def _codes(departments: frozenset[int]) -> list[str]:
    return list(Department.objects.filter(pk__in=departments).values_list("code", flat=True))


def _in_sight(asked: Asked) -> Q:
    """All; or what one decided, and what was decided for departments that one oversees and decides for oneself."""
    scope = asked.scope
    if scope.everything:
        return Q()
    seen = Q(actor_number=scope.person.number)
    if not scope.departments:
        return seen
    posts = reach_of(scope.person, scope.now)
    reached = {
        "authorizations": departments_decided(scope.person, scope.now),
        "accounts": departments_of_requests(scope.person, scope.now),
        "reviews": posts.reviews | posts.discloses,
    }
    for kind, departments in reached.items():
        if here := scope.departments & departments:
            seen |= Q(act__in=_acts(kind), department_code__in=_codes(here))
    return seen


def _sentence(counts: Counter[str], number: int) -> str:
    if not number:
        return "Nothing was decided."
    by_kind: Counter[str] = Counter()
    for act, times in counts.items():
        by_kind[act.partition(".")[0]] += times
    told = ", ".join(
        f"{by_kind[kind]:,} on {title[0].lower()}{title[1:]}" for kind, title in KINDS.items() if by_kind[kind]
    )
    return f"{how_many(number, 'decision was', 'decisions were')} made: {told}."


def _sums(counts: Counter[str], number: int) -> tuple[Sums, ...]:
    rows = [(_first(words_of(act)), outcome, counts[act]) for act, outcome in all_decisions().items() if counts[act]]
    return (Sums("By what was decided", ("What was done", "Outcome", "Times"), rows, ("Together", "", number)),)


def _first(words: str) -> str:
    return words[:1].upper() + words[1:]


def _rows(part: Sequence[int], asked: Asked) -> list[Row]:
    entries = Entry.objects.in_bulk(part)
    beside = _Beside.of(list(entries.values()), asked)
    return [_row(entries[pk], beside) for pk in part]


@dataclass(frozen=True)
class _Beside:
    """What the entries of a part name: instruments, departments, and whom exemptions and annulments are about."""

    instruments: Mapping[str, Instrument]
    departments: Mapping[str, str]
    people: Mapping[tuple[str, str], str]

    @classmethod
    def of(cls, entries: Sequence[Entry], asked: Asked) -> _Beside:
        departments = names_by_code({entry.department_code for entry in entries}, asked.at, asked.known_at)
        named = instruments({entry.instrument for entry in entries}, asked.known_at, asked.names)
        return cls(named, departments, _people(entries, asked))


def _people(entries: Sequence[Entry], asked: Asked) -> dict[tuple[str, str], str]:
    """Whom exemptions and annulments are about, and declines of the policy: the trail has their numbers alone."""
    found: dict[tuple[str, str], str] = {}
    for kind, rows in (
        ("acknowledgements.exemption", Exemption.objects.values_list("pk", "person_id", "person__name")),
        (
            "acknowledgements.annulment",
            Annulment.objects.values_list("pk", "acknowledgement__person_id", "acknowledgement__person__name"),
        ),
        (
            "acknowledgements.decline",
            DeclineDecision.objects.values_list("decline_id", "person_id", "person__name"),
        ),
    ):
        ids = [entry.object_id for entry in entries if entry.object_kind == kind]
        key = "decline_id" if kind.endswith("decline") else "pk"
        chosen = rows.filter(**{f"{key}__in": ids})
        found |= {(kind, str(pk)): asked.names.called(person, name) for pk, person, name in chosen}
    return found


def _row(entry: Entry, beside: _Beside) -> Row:
    instrument = beside.instruments.get(entry.instrument)
    cells: tuple[Cell, ...] = (
        entry.at,
        _first(entry.words),
        _about(entry, beside),
        beside.departments.get(entry.department_code, entry.department_code),
        entry.actor_name,
        entry.actor_number,
        entry.capacity,
        instrument.in_name_of if instrument else "",
        instrument.words if instrument else entry.instrument,
        entry.clause,
        _outcome(entry),
        bool(entry.after.get("reason_hash") or entry.after.get("reason")),
    )
    page = PAGES.get(entry.object_kind)
    return Row(cells, {2: reverse(page, args=[entry.object_id])} if page else {})


def _about(entry: Entry, beside: _Beside) -> str:
    person = beside.people.get((entry.object_kind, entry.object_id))
    if person is not None:
        return f"{entry.object_kind.rpartition('.')[2].capitalize()}: {person}"
    return entry.object_label or entry.object_id


def _outcome(entry: Entry) -> str:
    """What became of it: what the entry says, or what the act itself means."""
    said = entry.after.get("outcome") or entry.after.get("decision")
    if said in Outcome.values:
        return str(Outcome(said).label)
    if said in DeclineDecision.Decision.values:
        return str(DeclineDecision.Decision(said).label)
    return all_decisions()[entry.act]
