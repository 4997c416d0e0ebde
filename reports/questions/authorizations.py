"""Written authorizations: in effect, ready, ending soon, to come, over; by kind and by department."""

from __future__ import annotations

from collections import Counter, defaultdict
from collections.abc import Callable, Sequence
from typing import Any

from django import forms
from django.core.exceptions import ValidationError
from django.db.models import Count
from django.urls import reverse

from authorizations.kinds import Kind
from authorizations.models import Authorization, AuthorizationQuerySet
from authorizations.permissions import may_see_reason, visible_authorizations
from authorizations.reading import Line, by_whom, for_lists, lines_of
from authorizations.states import State, States
from foundation.charts import BarChart, bar_chart
from foundation.numbers import how_many
from foundation.tabular.writing import Cell
from powers.picture import Picture
from reports.answer import Answer, Column, Row, Streamed, Sums
from reports.asking import Asked
from reports.forms import DepartmentsForm, EmployeeNumberField
from reports.report import Report

READY, ENDING = "ready", "ending"
DAYS = 45
NOT_IN_EFFECT = "Not in effect"
_EMPTY = "No authorization that you may see stands so. Choose another state, or leave out a filter."


class AuthorizationsForm(DepartmentsForm):
    """In which state, of which kind, by which department's authority, whose."""

    state = forms.ChoiceField(
        label="State",
        required=False,
        choices=[
            ("", "any"),
            (State.IN_EFFECT.value, "in effect"),
            (READY, "ready: in effect, accepted, and the policy acknowledged"),
            (ENDING, "in effect, and ending soon"),
            (State.LATER.value, "begins later"),
            (State.OVER.value, "ended or not in effect"),
        ],
    )
    days = forms.IntegerField(
        label="Ending within days",
        required=False,
        min_value=1,
        max_value=3_660,
        help_text=f"For “ending soon”. Left empty: {DAYS}.",
    )
    kind = forms.ChoiceField(label="Kind", required=False, choices=[("", "any"), *Kind.choices])
    person = EmployeeNumberField(label="Employee number", required=False)
    field_order = ("state", "days", "kind", "departments", "person")

    def clean(self) -> dict[str, Any]:
        """Days are asked of what ends soon."""
        data = super().clean()
        if data.get("days") and data.get("state") != ENDING:
            raise ValidationError("Days go with the state “in effect, and ending soon”. Choose it, or leave them out.")
        return data


class Authorizations(Report):
    """The instruments that the portal knew; how they stand by the rules of `authorizations.standing`."""

    code = "authorizations"
    title = "Which written authorizations are in effect, and which ended, and why?"
    about = "Authorizations in effect, ready, ending soon, to come or over, by kind, clause, department and person."
    group = "Authorizations and speech"
    form = AuthorizationsForm
    columns = (
        Column("reference", "Reference", 18, ("reference",)),
        Column("state", "State", 20),
        Column("kind", "Kind", 30, ("kind",)),
        Column("clause", "Clause", 12, ("basis",)),
        Column("person", "Person", 26, ("grantee_name",)),
        Column("number", "Number", 12, ("grantee__number",)),
        Column("department", "Department", 32, ("department_name",)),
        Column("where", "Where", 40),
        Column("from", "From", 18, ("effective_from",)),
        Column("through", "Through", 16, ("effective_until",)),
        Column("accepted", "Conditions accepted", 18),
        Column("why", "Why", 50),
        Column("granted", "Granted by", 44, ("granted_by_name",)),
    )

    def answer(self, asked: Asked) -> Answer:
        """One row for each instrument, the first to end first."""
        picture = Picture(asked.at, asked.known_at)
        states = States(_asked_for(asked), picture)
        rows = _in_state(states, asked)
        figures = list(
            states.told(rows)
            .values_list("kind", "department__code", "state")
            .annotate(number=Count("pk"))
            .order_by("kind", "department__code", "state")
        )
        kinds = _by(figures, lambda kind, _: str(Kind(kind).label))
        total = sum(sum(counts.values()) for counts in kinds.values())
        return Answer(
            rows=Streamed(
                rows.order_by("effective_until", "pk").values_list("pk"), _Shaped(picture, asked), lambda: total
            ),
            sentence=_sentence(figures, states, rows, asked),
            empty=_EMPTY,
            chart=_chart(kinds) if len(kinds) > 1 else None,
            sums=(_sums("By kind", "Kind", kinds), _sums("By department", "Department", _departments(figures, asked)))
            if total
            else (),
            notes=_NOTES,
        )


_NOTES = (
    "Ready is who may use it at once: it is in effect, its conditions are accepted and the policy is acknowledged, "
    "both City procedure. On leave or suspended, a holder uses none; it comes back on return.",
    "Papers are counted once the authority has confirmed them. Why one is not in effect is told to its holder, its "
    "authority and Employee Relations.",
)


def _asked_for(asked: Asked) -> AuthorizationQuerySet:
    """Those in sight, of the kind, departments and person asked for."""
    seen = visible_authorizations(asked.person, asked.now)
    rows = asked.scope.narrow(seen, people=("grantee_id",), departments=("department_id",))
    if asked.filters.get("kind"):
        rows = rows.filter(kind=asked.filters["kind"])
    if asked.departments:
        rows = rows.filter(department_id__in=asked.departments)
    if asked.filters.get("person"):
        rows = rows.filter(grantee=asked.filters["person"])
    return rows


def _in_state(states: States, asked: Asked) -> AuthorizationQuerySet:
    days = asked.filters.get("days", DAYS)
    chosen: dict[str, Callable[[], AuthorizationQuerySet]] = {
        State.IN_EFFECT: states.in_effect,
        State.LATER: states.later,
        State.OVER: states.over,
        READY: states.ready,
        ENDING: lambda: states.ending(days),
    }
    return chosen.get(asked.filters.get("state", ""), lambda: states.rows)()


class _Shaped:
    """Makes the rows of a part with the lines that the pages of `authorizations` show."""

    def __init__(self, picture: Picture, asked: Asked) -> None:
        self.picture, self.asked = picture, asked

    def __call__(self, part: Sequence[tuple[int]]) -> list[Row]:
        """The rows of some instruments (ids), in their order."""
        numbers = [pk for (pk,) in part]
        lines = lines_of(for_lists(Authorization.objects.filter(pk__in=numbers)), self.picture)
        rows = {line.row.pk: self._row(line) for line in lines}
        return [rows[pk] for pk in numbers]

    def _row(self, line: Line) -> Row:
        row = line.row
        word, why = line.word, line.sentence
        if not line.in_effect and not may_see_reason(self.asked.person, row, self.asked.now):
            word, why = NOT_IN_EFFECT, ""
        cells: tuple[Cell, ...] = (
            row.reference,
            word,
            row.get_kind_display(),
            row.basis,
            row.grantee_name,
            row.grantee.number,
            row.department_name,
            line.where,
            row.effective_from,
            row.last_day,
            row.acceptance.accepted_at if line.is_accepted else None,
            why,
            by_whom(row),
        )
        return Row(cells, {0: reverse("authorizations:authorization", args=[row.reference])})


Figures = Sequence[tuple[str, str, str, int]]
Grouped = dict[str, Counter[str]]


def _by(figures: Figures, name: Callable[[str, str], str]) -> Grouped:
    found: Grouped = defaultdict(Counter)
    for kind, code, state, number in figures:
        found[name(kind, code)][state] += number
    return dict(found)


def _departments(figures: Figures, asked: Asked) -> Grouped:
    names = {profile.department.code: profile.name for profile in asked.tree.profiles.values()}
    return dict(sorted(_by(figures, lambda _, code: names.get(code, code)).items()))


def _sums(title: str, first: str, grouped: Grouped) -> Sums:
    whole: Counter[str] = Counter()
    for counts in grouped.values():
        whole.update(counts)
    rows: list[tuple[Cell, ...]] = [(name, *_cells(counts)) for name, counts in grouped.items()]
    return Sums(title, (first, *State.labels, "All"), rows, ("All", *_cells(whole)))


def _cells(counts: Counter[str]) -> tuple[int, ...]:
    return (*(counts[state] for state in State), counts.total())


def _chart(kinds: Grouped) -> BarChart:
    bars = [(name, counts[State.IN_EFFECT], counts.total()) for name, counts in kinds.items()]
    return bar_chart("Authorizations in effect, by kind", "Those in effect among all that are listed", bars)


def _sentence(figures: Figures, states: States, rows: AuthorizationQuerySet, asked: Asked) -> str:
    counts: Counter[str] = Counter()
    for _, _, state, number in figures:
        counts[state] += number
    running, chosen = counts[State.IN_EFFECT], asked.filters.get("state")
    if not counts.total():
        return "There are no such written authorizations."
    if chosen == READY:
        return f"{_are(running)} ready to be used."
    if chosen == ENDING:
        days = how_many(asked.filters.get("days", DAYS), "day")
        return f"{_are(running)} in effect and will end within {days}."
    if chosen == State.LATER:
        return f"{how_many(counts[State.LATER], 'authorization begins', 'authorizations begin')} later."
    if chosen == State.OVER:
        return f"{how_many(counts[State.OVER], 'authorization')} ended, or {_be(counts[State.OVER])} not in effect."
    accepted = rows.filter(pk__in=states.in_effect().accepted(asked.at, asked.known_at).values("pk")).count()
    parts = [f"{_are(running)} in effect, {accepted:,} of them with accepted conditions"]
    if not running:
        parts = ["No authorization is in effect"]
    if counts[State.LATER]:
        parts.append(f"{counts[State.LATER]:,} begin{'s' if counts[State.LATER] == 1 else ''} later")
    if counts[State.OVER]:
        parts.append(f"{counts[State.OVER]:,} ended or {_be(counts[State.OVER])} not in effect")
    return "; ".join(parts) + "."


def _be(number: int) -> str:
    return "is" if number == 1 else "are"


def _are(number: int) -> str:
    return how_many(number, "authorization is", "authorizations are")
