"""What may be recorded of signed sheets: each line of a batch judged, with a sentence where it cannot be.

The same rules answer the preview and the recording, where they are asked again under the lock. However many lines there
are, the questions to the database stay a handful: one for each day of signing, and a few for all.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, replace
from datetime import date, datetime

from django.db.models import QuerySet

from acknowledgements.audience import Place, places_of
from acknowledgements.models import Acknowledgement, Campaign, PaperBatch, PaperLine, PaperSignature, Sheet
from acknowledgements.sheets import statements_on
from acknowledgements.wording import Shown, hash_of
from directory.models import Employee
from foundation import clock, dates
from foundation.errors import InvalidInput
from policy.models import Publication

MOST_LINES = 1_000
LONGEST_CODE = 40
REFERENCE = re.compile(r"SHT-\d{4}-[A-Z0-9]{8}")
_BETWEEN = re.compile(r"[\s,;]+")
_LIKE_A_DAY = re.compile(r"\d{1,4}([-/.])\d{1,2}\1\d{1,4}")
_DAYS = ((re.compile(r"\d{4}-\d{2}-\d{2}"), "%Y-%m-%d"), (re.compile(r"\d{1,2}/\d{1,2}/\d{4}"), "%m/%d/%Y"))


@dataclass(frozen=True)
class Typed:
    """What was scanned, typed or pasted for one sheet: its code, and a day where one stood behind it."""

    code: str
    day: date | None = None


def typed_in(text: str) -> list[Typed]:
    """Codes and employee numbers in the order given, apart by blanks, commas or lines; a day belongs to what is before.

    Raises `InvalidInput` for a day that the calendar does not have, or that belongs to no code: the sheet would count
    as signed on the day of the batch.
    """
    found: list[Typed] = []
    for piece in _BETWEEN.split(text):
        if not piece:
            continue
        if not _LIKE_A_DAY.fullmatch(piece):
            found.append(Typed(piece))
            continue
        day = _day_of(piece)
        if day is None:
            raise _not_added(f"“{piece}” is no day.", "Write it as 2026-11-20 or 11/20/2026.")
        if not found or found[-1].day is not None:
            raise _not_added(f"The day {piece} stands behind no code.", "Put it behind the code of its sheet.")
        found[-1] = Typed(found[-1].code, day)
    return found


def _not_added(what: str, remedy: str) -> InvalidInput:
    return InvalidInput(what, remedy=f"Nothing was added. {remedy}", field="codes")


def _day_of(piece: str) -> date | None:
    for shape, form in _DAYS:
        if shape.fullmatch(piece):
            try:
                return datetime.strptime(piece, form).date()  # noqa: DTZ007 - a day, in the City's calendar
            except ValueError:
                return None
    return None


@dataclass(frozen=True)
class Judged:
    """A line with what it stands for; `sentence` says why it cannot be recorded, and is empty where it can."""

    line: PaperLine
    signed_on: date
    sentence: str = ""
    sheet: Sheet | None = None
    person: Employee | None = None
    signed_at: datetime | None = None
    place: Place | None = None
    annulled: str = ""
    """The receipt that this very sheet gave before and that was annulled since, if any."""

    @property
    def can_be_recorded(self) -> bool:
        """Whether nothing speaks against it."""
        return not self.sentence


def signed_at(signed_on: date, sheet: Sheet) -> datetime:
    """From when one on paper counts: the beginning of the day of signing, or the printing on that day."""
    return max(clock.start_of(signed_on), sheet.printing.printed_at)


class Judging:
    """The lines of a batch, judged together at a moment for whoever records them."""

    def __init__(self, batch: PaperBatch, lines: Sequence[PaperLine], recorder: Employee, at: datetime) -> None:
        self.batch, self.recorder, self.at = batch, recorder, at
        self.campaign: Campaign = batch.campaign
        put = list(self.campaign.statements.all())
        self.statements: dict[bool, list[Shown]] = {
            justice: statements_on(put, criminal_justice=justice) for justice in (False, True)
        }
        self.hashes = {justice: hash_of(shown) for justice, shown in self.statements.items()}
        self._sheets = _sheets_by_reference(lines)
        self._people = _people_by_number(lines)
        self._sheets_of = _sheets_of(self._people.values(), self.campaign)
        self._done = self._acknowledged()
        self._published_on = self._first_day()
        self._places: dict[datetime, dict[int, Place]] = {}
        self._annulled: dict[int, str] = {}

    def all(self, lines: Iterable[PaperLine], taken: Iterable[int] = ()) -> list[Judged]:
        """Each line judged, in order; `taken` are the people of lines that were recorded before."""
        seen = set(taken)
        first = [self._stands_for(line) for line in lines]
        self._annulled = _annulled_of(one.sheet for one in first)
        self._look_up_places(first)
        judged = []
        for one in first:
            sentence = one.sentence or self._against(one, seen)
            if one.person is not None and not sentence:
                seen.add(one.person.pk)
            place = self._place(one) if not sentence else None
            annulled = self._annulled.get(one.sheet.pk, "") if one.sheet and not sentence else ""
            judged.append(replace(one, sentence=sentence, place=place, annulled=annulled))
        return judged

    def _stands_for(self, line: PaperLine) -> Judged:
        """Which sheet a line means: by its reference, or the last one printed for the person by the day of signing."""
        signed_on = line.signed_on or self.batch.signed_on
        found = REFERENCE.search(line.typed.upper())
        if found:
            sheet = self._sheets.get(found[0])
            if sheet is None:
                return Judged(line, signed_on, f"No sheet has the reference {found[0]}. Compare the letters once more.")
            return Judged(line, signed_on, "", sheet, sheet.person, signed_at(signed_on, sheet))
        person = self._people.get(line.typed.upper())
        if person is None:
            return Judged(line, signed_on, f"“{line.typed}” is no reference of a sheet, and nobody's employee number.")
        printed = self._sheets_of.get(person.pk, [])
        by_then = [sheet for sheet in printed if clock.city_date(sheet.printing.printed_at) <= signed_on] or printed
        if not by_then:
            return Judged(
                line,
                signed_on,
                f"No sheet of this version was printed for {person.name}: what was signed is not known. Print one.",
                person=person,
            )
        sheet = by_then[-1]
        return Judged(line, signed_on, "", sheet, person, signed_at(signed_on, sheet))

    def _against(self, one: Judged, seen: set[int]) -> str:
        """Why the sheet cannot be recorded, or nothing."""
        person, sheet = one.person, one.sheet
        if person is None or sheet is None:
            return one.sentence
        if sheet.printing.campaign.version_id != self.campaign.version_id:
            other = sheet.printing.campaign.version.called
            return f"This sheet is of the {other}, and the batch of the {self.campaign.version.called}."
        if person.pk == self.recorder.pk:
            return "This sheet is your own, and nobody records for themselves. Ask a colleague of Employee Relations."
        if self.batch.witness_id == person.pk:
            return f"{person.name} is the witness of this batch, and nobody witnesses their own signature."
        if person.pk in seen:
            return f"{person.name} stands in this batch already."
        if person.pk in self._done:
            return f"{person.name} has acknowledged this version already: {self._done[person.pk]}."
        return self._against_the_day(one, sheet) or self._against_the_roster(one, sheet, person)

    def _against_the_day(self, one: Judged, sheet: Sheet) -> str:
        day, printed = one.signed_on, clock.city_date(sheet.printing.printed_at)
        if day > clock.city_date(self.at):
            return f"It cannot have been signed on {dates.day(day)}, which is still to come."
        if self._published_on and day < self._published_on:
            published = dates.day(self._published_on)
            return f"It cannot have been signed on {dates.day(day)}: the text was published on {published}."
        if day < printed:
            return f"It cannot have been signed on {dates.day(day)}: this sheet was printed on {dates.day(printed)}."
        return ""

    def _against_the_roster(self, one: Judged, sheet: Sheet, person: Employee) -> str:
        place = self._place(one)
        if place is None:
            return f"{person.name} did not work for the City on {dates.day(one.signed_on)}, according to the roster."
        if not place.is_bound:
            return f"The regulation does not bind {place.department_name}, where {person.name} worked on that day."
        texts = (sheet.text_hash, sheet.statements_hash)
        if texts != (self.campaign.version.text_hash, self.hashes[sheet.criminal_justice]):
            return "What was printed on this sheet is not what the campaign asks for. Print a new one."
        if place.has_criminal_justice_information and not sheet.criminal_justice:
            return (
                f"The sheet lacks the statement that binds people of {place.department_name} (IV.K). Print a new one."
            )
        return ""

    def _look_up_places(self, some: Iterable[Judged]) -> None:
        """Where everybody worked when they signed, as the roster is known now: a query for each moment."""
        wanted: dict[datetime, set[int]] = {}
        for one in some:
            if one.signed_at is not None and one.person is not None and one.signed_at <= self.at:
                wanted.setdefault(one.signed_at, set()).add(one.person.pk)
        for moment, people in wanted.items():
            self._places[moment] = places_of(people, moment, self.at)

    def _place(self, one: Judged) -> Place | None:
        if one.signed_at is None or one.person is None:
            return None
        return self._places.get(one.signed_at, {}).get(one.person.pk)

    def _acknowledged(self) -> dict[int, str]:
        people = {sheet.person_id for sheet in self._sheets.values()} | {one.pk for one in self._people.values()}
        rows = Acknowledgement.objects.not_annulled().filter(version=self.campaign.version_id, person__in=people)
        return dict(rows.values_list("person_id", "reference"))

    def _first_day(self) -> date | None:
        published = Publication.objects.filter(version=self.campaign.version_id).order_by("recorded_at").first()
        return clock.city_date(published.recorded_at) if published else None


def _sheets_by_reference(lines: Iterable[PaperLine]) -> dict[str, Sheet]:
    found = [match[0] for line in lines if (match := REFERENCE.search(line.typed.upper()))]
    sheets = Sheet.objects.filter(reference__in=found)
    return {sheet.reference: sheet for sheet in _joined(sheets)}


def _people_by_number(lines: Iterable[PaperLine]) -> dict[str, Employee]:
    numbers = {line.typed for line in lines if not REFERENCE.search(line.typed.upper())}
    spelled = numbers | {number.upper() for number in numbers}
    return {person.number.upper(): person for person in Employee.objects.filter(number__in=spelled)}


def _sheets_of(people: Iterable[Employee], campaign: Campaign) -> dict[int, list[Sheet]]:
    """The sheets of a version that were printed for each of some people, the last one last."""
    found: dict[int, list[Sheet]] = {}
    sheets = Sheet.objects.filter(person__in=list(people), printing__campaign__version=campaign.version_id)
    for sheet in _joined(sheets).order_by("printing__printed_at", "pk"):
        found.setdefault(sheet.person_id, []).append(sheet)
    return found


def _annulled_of(sheets: Iterable[Sheet | None]) -> dict[int, str]:
    """The last receipt that each of some sheets gave and that was annulled, by sheet."""
    known = {sheet.pk for sheet in sheets if sheet}
    gone = PaperSignature.objects.filter(sheet__in=known, acknowledgement__annulled_at__isnull=False).order_by("pk")
    return dict(gone.values_list("sheet_id", "acknowledgement__reference"))


def _joined(sheets: QuerySet[Sheet]) -> QuerySet[Sheet]:
    return sheets.select_related("person", "printing__campaign__version").defer(
        "printing__campaign__version__text", "printing__campaign__version__front_matter"
    )
