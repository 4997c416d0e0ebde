"""What waits longer than its term, and who should act: every kind of it in one list, the longest waiting first."""

from __future__ import annotations

from collections import Counter, defaultdict
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta
from functools import cached_property
from typing import Any

from django import forms

from foundation.charts import BarChart, bar_chart
from foundation.citations import CITY_PROCEDURE
from foundation.numbers import how_many
from powers.decisions import Holding, all_holders
from reports.answer import Answer, Column, Listed, Row, Rows, Sums
from reports.asking import Asked
from reports.forms import DepartmentsForm
from reports.report import Report
from reports.waits import overdue
from reports.waits.kind import About, AskedWaits
from reports.waits.kinds import KINDS
from reports.waits.lines import Counted, lines_of

OVER, EVERYTHING = "over", "everything"
DAYS = 14
MOST_NAMED = 3
NOBODY = "Nobody holds the power"


class WaitsForm(DepartmentsForm):
    """Only what is over its term, or everything; which kind; of which departments."""

    show = forms.ChoiceField(
        label="Show",
        required=False,
        choices=[(OVER, "what is over its term"), (EVERYTHING, "everything that waits")],
    )
    what = forms.ChoiceField(
        label="What",
        required=False,
        choices=[("", "Everything"), *((one.code, one.what) for one in KINDS.values()), (overdue.KIND, overdue.WHAT)],
    )
    days = forms.IntegerField(
        label="Days, where no term is set",
        required=False,
        min_value=1,
        max_value=3650,
        help_text=f"Left empty: {DAYS}.",
    )
    field_order = ("show", "what", "days", "departments")


class Waits(Report):
    """One row for each thing that waits; of overdue acknowledgements one for each version and department."""

    code = "waits"
    title = "What waits longer than its term, and who should act?"
    about = "Requests, confirmations, reviews, entries, questions and acknowledgements that wait, by who should act."
    group = "Decisions"
    form = WaitsForm
    columns = (
        Column("what", "What", 34, ("w_kind",)),
        Column("about", "About", 44),
        Column("department", "Department", 34),
        Column("since", "Since", 20, ("w_since",)),
        Column("due", "By when", 20),
        Column("over", "Days over", 11, is_number=True),
        Column("who", "Who should act", 44),
        Column("basis", "Clause", 16),
    )

    def answer(self, asked: Asked) -> Answer:
        """All kinds in one statement, which counts them and has the first page."""
        only_over = asked.filters.get("show") != EVERYTHING
        question = AskedWaits.of(asked, timedelta(days=asked.filters.get("days") or DAYS))
        chosen = asked.filters.get("what")
        late = [*overdue.late(question)] if chosen in (None, overdue.KIND) else []
        told = _Told(question)
        codes = [code for code in KINDS if chosen in (None, code)]
        found = lines_of(question, codes, told.rows, only_over=only_over) if codes else None
        rows: Rows = Listed([told.late(one) for one in late])
        rows, counts = (rows, []) if found is None else (_Both(rows, found[0]), found[1])
        sums = _sums(question, counts, late)
        return Answer(
            rows=rows,
            sentence=_sentence(counts, late, only_over=only_over),
            empty="Nothing that you may see waits longer than its term. Choose “everything that waits”, a later day, "
            "or other departments.",
            chart=None if only_over or not sums else _chart(counts),
            sums=sums,
            notes=_NOTES,
        )


_NOTES = (
    "The City has set terms for reviews, for reading afterwards, for words by telephone, for confirmations of accounts "
    "and for acknowledgements. For everything else the days above count as the term.",
    "Who should act holds the power for the department at the moment asked about; who asked, benefits or wrote it is "
    "left out, because nobody decides for themselves. Of questions, disputes and exemptions only that they are there "
    "is told.",
    "Sorted by a column, the counts of overdue acknowledgements stand before the rest.",
)


@dataclass(frozen=True)
class _Both:
    """What is listed, and behind it what is streamed."""

    first: Rows
    rest: Rows

    def count(self) -> int:
        """How many there are in both."""
        return self.first.count() + self.rest.count()

    def part(self, start: int, stop: int) -> list[Row]:
        """Those of one page."""
        many = self.first.count()
        found = self.first.part(start, stop) if start < many else []
        if stop > many:
            found = [*found, *self.rest.part(max(start - many, 0), stop - many)]
        return found

    def stream(self) -> Iterator[Row]:
        """All of them."""
        yield from self.first.stream()
        yield from self.rest.stream()

    def sorted_by(self, columns: Sequence[Column], code: str, backwards: bool) -> _Both:
        """Each sorted for itself."""
        return _Both(self.first.sorted_by(columns, code, backwards), self.rest.sorted_by(columns, code, backwards))


class _Told:
    """Makes rows of lines: a few questions for each kind in a part, and once who holds which power."""

    def __init__(self, asked: AskedWaits) -> None:
        self.asked = asked

    def rows(self, part: Sequence[tuple[Any, ...]]) -> Iterable[Row]:
        """The rows of a part, in its order."""
        keys: dict[str, list[str]] = defaultdict(list)
        for kind, key, *_rest in part:
            keys[kind].append(key)
        about = {kind: _by_key(KINDS[kind].tell(self.asked, found)) for kind, found in keys.items()}
        for kind, key, since, due, department, _over in part:
            by_when = due or since + KINDS[kind].term(self.asked)
            yield self._row(kind, about[kind][key.replace("-", "")], since, by_when, department)

    def _row(self, kind: str, about: About, since: datetime, due: datetime, department: int | None) -> Row:
        asked = self.asked
        cells = (
            KINDS[kind].what,
            about.words,
            asked.name_of(department) if department else "",
            since,
            due,
            max((asked.at - due).days, 0),
            self._who(about, department),
            about.basis,
        )
        return Row(cells, {1: about.link} if about.link else {})

    def _who(self, about: About, department: int | None) -> str:
        if about.people:
            return "; ".join(about.people)
        holders = self._holders.get((about.power, department or 0), [])
        able = [one for one in holders if one.holder_id not in about.not_by]
        named = list(dict.fromkeys(f"{self.asked.names.of(one.instrument.holder)}, {one.capacity}" for one in able))
        more = f"; {len(named) - MOST_NAMED} more" if len(named) > MOST_NAMED else ""
        return "; ".join(named[:MOST_NAMED]) + more or NOBODY

    @cached_property
    def _holders(self) -> Mapping[tuple[str, int], list[Holding]]:
        found: dict[tuple[str, int], list[Holding]] = defaultdict(list)
        for one in all_holders(self.asked.at, self.asked.known_at):
            found[one.power, one.department_id].append(one)
        return found

    def late(self, one: overdue.Late) -> Row:
        """The row of overdue acknowledgements of a department."""
        words = f"{how_many(one.people, 'person', 'people')}: {one.version}"
        over = max((self.asked.at - one.due).days, 0)
        department = self.asked.name_of(one.department_id)
        who = "The people themselves; Employee Relations reminds them"
        return Row((overdue.WHAT, words, department, one.since, one.due, over, who, CITY_PROCEDURE), {1: one.link})


def _by_key(told: Mapping[str, About]) -> Mapping[str, About]:
    """By their keys without hyphens: databases write those of files with and without."""
    return {key.replace("-", ""): about for key, about in told.items()}


def _sentence(counts: Sequence[Counted], late: Sequence[overdue.Late], *, only_over: bool) -> str:
    total = sum(many for _kind, _department, many, _over in counts)
    people = sum(one.people for one in late)
    acknowledge = f" {how_many(people, 'person is', 'people are')} late to acknowledge." if people else ""
    if not total:
        return f"{_NOTHING[only_over]}{acknowledge}"
    kinds: Counter[str] = Counter()
    for kind, _department, many, _over in counts:
        kinds[kind] += many
    most = min(kinds, key=lambda kind: (-kinds[kind], kind))
    over = sum(over for _kind, _department, _many, over in counts)
    first = f"{how_many(total, 'thing waits', 'things wait')}"
    first += " longer than its term" if only_over and total == 1 else " longer than their term" if only_over else ""
    first += f", {over:,} over the term" if not only_over else ""
    which = "All of one kind" if len(kinds) == 1 else "The most frequent kind"
    return f"{first}. {which}: {KINDS[most].what} ({kinds[most]:,}).{acknowledge}"


_NOTHING = {True: "No deed waits longer than its term.", False: "No deed waits."}


def _by_kind(counts: Sequence[Counted]) -> dict[str, tuple[int, int]]:
    found: dict[str, tuple[int, int]] = {}
    for kind, _department, many, over in counts:
        before = found.get(kind, (0, 0))
        found[kind] = before[0] + many, before[1] + over
    return {kind: found[kind] for kind in KINDS if kind in found}


def _sums(asked: Asked, counts: Sequence[Counted], late: Sequence[overdue.Late]) -> list[Sums]:
    if not counts and not late:
        return []
    rows = [(KINDS[kind].what, *figures) for kind, figures in _by_kind(counts).items()]
    if late:
        people = sum(one.people for one in late)
        rows.append((f"{overdue.WHAT} (people)", people, people))
    departments: dict[str, tuple[int, int]] = {}
    for _kind, department, many, over in counts:
        name = asked.name_of(department) if department else "No department"
        before = departments.get(name, (0, 0))
        departments[name] = before[0] + many, before[1] + over
    header = ("Wait", "Over their term")
    tables = [Sums("By kind", ("What", *header), rows)]
    if departments:
        lines = [(name, *figures) for name, figures in sorted(departments.items())]
        tables.append(Sums("By department, without acknowledgements", ("Department", *header), lines))
    return tables


def _chart(counts: Sequence[Counted]) -> BarChart | None:
    rows = [(KINDS[kind].what, over, many) for kind, (many, over) in _by_kind(counts).items()]
    if not rows:
        return None
    return bar_chart("What is over its term, of what waits", "Of each kind that waits, how many are over.", rows)
