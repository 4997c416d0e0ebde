"""Who has acknowledged a version, who has not, and how: by department, as of any moment."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import replace
from typing import Any

from django import forms
from django.core.exceptions import ValidationError
from django.db.models import QuerySet
from django.urls import reverse

from acknowledgements.coverage import Coverage, Line, Moment, Tally, assigned, report
from acknowledgements.coverage import Scope as Whose
from acknowledgements.models import Campaign, due_as_known
from acknowledgements.people import PersonLine, described, in_order, line_of, ways_of
from directory.models import Assignment
from foundation.charts import BarChart, bar_chart
from foundation.numbers import how_many
from foundation.tabular.writing import Cell
from policy.models import Publication, Version
from reports.answer import Answer, Column, Listed, Row, Streamed, Sums
from reports.asking import Asked, Scope
from reports.forms import DepartmentsForm, ReportForm
from reports.report import Report

EVERYBODY, DONE, MISSING = "everybody", "done", "missing"
MOST_LINES = 40
"""Departments that are listed one by one; of more only those at the top, with their divisions."""
MOST_BARS = 10
NOTHING = "Nobody was asked to acknowledge it then. Choose a later day, another version, or other departments."


class AsksEverybodyForm(DepartmentsForm):
    """Which version, which departments, and of whom: without campaigns, which few may see."""

    version: Any = forms.ModelChoiceField(
        queryset=Version.objects.none(),
        label="Version",
        required=False,
        empty_label="The one in force then",
        error_messages={"invalid_choice": "There is no such published version."},
    )
    who = forms.ChoiceField(
        label="Who",
        required=False,
        choices=[
            (EVERYBODY, "everybody"),
            (DONE, "those who have acknowledged"),
            (MISSING, "those who have not"),
        ],
    )
    field_order: tuple[str, ...] = ("version", "departments", "who")

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        published = Version.objects.published(self.now).select_related("regulation").defer("text", "front_matter")
        self.fields["version"].queryset = published  # type: ignore[attr-defined]


class CoverageForm(AsksEverybodyForm):
    """The same, and of which campaign."""

    campaign: Any = forms.ModelChoiceField(
        queryset=Campaign.objects.none(),
        label="Campaign",
        required=False,
        empty_label="Everybody bound, whatever the campaign",
        error_messages={"invalid_choice": "There is no such campaign."},
    )
    field_order = ("version", "campaign", "departments", "who")

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        opened = Campaign.objects.filter(opened_at__isnull=False)
        self.fields["campaign"].queryset = opened  # type: ignore[attr-defined]

    def clean(self) -> dict[str, Any]:
        """A campaign asks for one version."""
        data = super().clean()
        campaign, version = data.get("campaign"), data.get("version")
        if campaign and version and campaign.version_id != version.pk:
            raise ValidationError("This campaign asks for another version. Leave the version empty, or choose its own.")
        return data


class AcknowledgementCoverage(Report):
    """Everybody whom the regulation binds, with how they stand; counted by the rules of `acknowledgements.coverage`."""

    code = "coverage"
    title = "Who has acknowledged the regulation, and who has not?"
    about = "Coverage by department, version and campaign, who is missing, and how people acknowledged."
    group = "Acknowledgements"
    form = CoverageForm
    columns = (
        Column("department", "Department", 34),
        Column("code", "Code", 10, ("department__code",)),
        Column("number", "Number", 12, ("employee__number",)),
        Column("name", "Name", 28, ("called",)),
        Column("title", "Title", 26, ("title",)),
        Column("state", "State", 24),
        Column("when", "When", 20),
        Column("how", "How", 16),
        Column("receipt", "Receipt", 22),
    )

    def form_for(self, scope: Scope) -> type[ReportForm]:
        """Campaigns are seen by those who see every receipt."""
        return CoverageForm if scope.everything else AsksEverybodyForm

    def answer(self, asked: Asked) -> Answer:
        """One row for each person counted; whoever sees nobody else reads the own row."""
        campaign: Campaign | None = asked.filters.get("campaign")
        version = _version(asked, campaign)
        if version is None or (campaign is not None and not _was_open(campaign, asked)):
            what = "No version of the regulation was in force" if version is None else "This campaign was not open"
            said = f"{what} at that moment, as it is known here."
            return Answer(rows=Listed(()), sentence=said, empty=f"{said} Choose a later day.")
        whose = _whose(asked, campaign)
        moment = Moment(asked.at, asked.known_at)
        found = _within(report(version.pk, moment, whose), asked)
        rows = _people(assigned(version.pk, moment, whose, asked.departments), str(asked.filters.get("who", "")))
        shaped = _Shaped(version, moment, whose, asked)
        ways = ways_of(version.pk, moment, whose, asked.departments)
        sums = (
            _by_department(found, whose),
            Sums("How they acknowledged", ("How", "People"), ways.most_common(), ("All", ways.total())),
        )
        return Answer(
            rows=Streamed(in_order(rows, asked.names).values_list("pk"), shaped, _counted(found, asked)),
            sentence=_sentence(found.total, version, campaign, asked),
            empty=NOTHING,
            chart=_chart(found),
            sums=sums if found.total.people else (),
            notes=_notes(whose),
        )


def _version(asked: Asked, campaign: Campaign | None) -> Version | None:
    """The version asked for, where it was in force by then; else the one in force (the regulation entered first)."""
    begun = Publication.objects.known(asked.known_at).filter(effective_from__lte=asked.at)
    begun = begun.select_related("version__regulation").defer("version__text", "version__front_matter")
    chosen = campaign.version if campaign is not None else asked.filters.get("version")
    if chosen is not None:
        row = begun.filter(version=chosen).first()
    else:
        row = begun.covering(asked.at).order_by("regulation_id").first()
    return row.version if row is not None else None


def _was_open(campaign: Campaign, asked: Asked) -> bool:
    return campaign.opened_at is not None and campaign.opened_at <= asked.known_at and campaign.opens_at <= asked.at


def _whose(asked: Asked, campaign: Campaign | None) -> Whose:
    """Whose coverage is in sight, asked of the present; what a campaign asked, as it was known."""
    scope = asked.scope
    if campaign is not None:
        campaign.due_at = due_as_known(campaign, asked.known_at)  # new hires are asked until then
    return Whose(
        everybody=scope.everything,
        departments=scope.departments,
        supervisor=scope.person if scope.has_people else None,
        campaign=campaign,
        oneself=scope.person,
        seen_at=scope.now,
    )


def _within(found: Coverage, asked: Asked) -> Coverage:
    """Of the departments asked for alone."""
    if not asked.departments:
        return found
    lines = [line for line in found.lines if line.department_id in asked.departments]
    total = Tally()
    for line in lines:
        total.add(line.own)
    top = min((line.depth for line in lines), default=0)
    return Coverage([replace(line, depth=line.depth - top) for line in lines], total)


def _people(rows: QuerySet[Any], who: str) -> QuerySet[Any]:
    return rows if who not in (DONE, MISSING) else rows.filter(has_acknowledged=who == DONE)


def _counted(found: Coverage, asked: Asked) -> Callable[[], int]:
    total, who = found.total, asked.filters.get("who")
    number = total.acknowledged if who == DONE else total.missing if who == MISSING else total.people
    return lambda: number


class _Shaped:
    """Makes the rows of a part: what is told of its people, with a constant number of questions."""

    def __init__(self, version: Version, moment: Moment, whose: Whose, asked: Asked) -> None:
        self.version, self.moment, self.whose, self.asked = version.pk, moment, whose, asked

    def __call__(self, part: Sequence[Any]) -> list[Row]:
        """The rows of some assignments (ids), in their order."""
        numbers = [pk for (pk,) in part]
        told = described(Assignment.objects.filter(pk__in=numbers), self.version, self.moment, self.whose)
        lines = {line.assignment: line for line in (line_of(row, self.version, self.asked.names) for row in told)}
        return [self._row(lines[pk]) for pk in numbers]

    def _row(self, line: PersonLine) -> Row:
        links = {}
        if self.asked.scope.everything or self.asked.is_now:
            links[3] = reverse("directory:person", args=[line.number])
        if line.receipt and (self.asked.scope.everything or line.number == self.asked.person.number):
            links[8] = reverse("acknowledgements:receipt", args=[line.receipt])
        department = self.asked.tree.name(line.department_id)
        told = (line.number, line.name, line.title, line.word, line.when, line.how, line.receipt)
        return Row((department, line.code, *told), links)


def _sentence(total: Tally, version: Version, campaign: Campaign | None, asked: Asked) -> str:
    if not total.people:
        return f"Nobody whom you may see was asked to acknowledge {version} then."
    if asked.scope.is_own:
        return f"You {'have' if total.acknowledged else 'have not'} acknowledged {version}."
    whom = "whom the campaign asks" if campaign is not None else "bound by the regulation"
    have = "has" if total.acknowledged == 1 else "have"
    people = how_many(total.people, "person", "people")
    said = f"{total.acknowledged:,} of {people} {whom} {have} acknowledged {version}: {total.percent} %."
    if not total.missing:
        return said
    missing = [
        (total.with_relations, "with Employee Relations"),
        (total.excused, "exempt or away"),
        (total.not_yet, "not yet"),
    ]
    parts = ", ".join(f"{number:,} {words}" for number, words in missing if number)
    return f"{said} {total.missing:,} {'has' if total.missing == 1 else 'have'} not: {parts}."


def _shown(found: Coverage) -> tuple[list[Line], bool]:
    """The departments to show, and whether each stands for its divisions, too."""
    own = [line for line in found.lines if line.own.people]
    return (own, False) if len(own) <= MOST_LINES else ([line for line in found.lines if line.depth == 0], True)


def _by_department(found: Coverage, whose: Whose) -> Sums:
    lines, whole = _shown(found)
    tallies = [(line.name, line.whole if whole else line.own) for line in lines]
    rows: list[tuple[Cell, ...]] = [(name, *_figures(tally, whose)) for name, tally in tallies]
    title = "By department, with its divisions" if whole else "By department"
    excused = ("Exempt or away",) if whose.everybody else ()
    header = ("Department", "People", "Acknowledged", "Not", "With Employee Relations", *excused, "Percent")
    return Sums(title, header, rows, ("All", *_figures(found.total, whose)))


def _figures(tally: Tally, whose: Whose) -> tuple[int, ...]:
    excused = (tally.excused,) if whose.everybody else ()
    return (tally.people, tally.acknowledged, tally.missing, tally.with_relations, *excused, tally.percent)


def _chart(found: Coverage) -> BarChart | None:
    """The departments where most are missing."""
    lines, whole = _shown(found)
    tallies = [(line.name, line.whole if whole else line.own) for line in lines]
    if len(tallies) < 2:
        return None
    most = sorted(tallies, key=lambda told: (-told[1].missing, told[0]))[:MOST_BARS]
    few = len(most) < len(tallies)
    return bar_chart(
        "Where most have not acknowledged" if few else "People who have acknowledged, by department",
        f"{found.total.acknowledged:,} of {found.total.people:,} in all have acknowledged",
        [(name, tally.acknowledged, tally.people) for name, tally in most],
    )


def _notes(whose: Whose) -> tuple[str, ...]:
    counted = "People are counted where they worked at the moment asked; who had left is not counted (City procedure)."
    carried = "“Done, carried over”: an earlier version was acknowledged, and the change since asks for no new one."
    if whose.everybody:
        return counted, carried
    return counted, carried, "Who is exempt stands as “With Employee Relations”, and who is away as “Not yet”."
