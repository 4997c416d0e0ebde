"""What a row says once its cells are understood: an authorization, who signed it and when, and its scan."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date, datetime
from uuid import UUID

from accounts.imports.departments import Departments
from accounts.imports.rows import plain_word, platform_words
from accounts.platforms import address_book
from authorizations.acts_asked import Speaker
from authorizations.kinds import ON_ACCOUNTS, ON_HOSTS, SPEAKS, Kind, Voice
from authorizations.models import Statute
from authorizations.naming import account_called
from authorizations.paper_imports.cells import KINDS, CellReader
from authorizations.plans import Plan, assignment_of
from authorizations.services.papers import Paper
from authorizations.subjects import host_of
from directory.models import Employee
from foundation import clock
from foundation.dated_settings import city
from foundation.errors import InvalidInput, PortalError, Refusal
from foundation.tabular.columns import title_at
from foundation.tabular.reading import Row
from foundation.tabular.rejects import Problem

NOT_KEPT_YET = UUID(int=0)
"""Stands for the scan of a paper until it goes in."""


_COLUMN_OF = {"grantee": "employee", "speaker": "speaks_for"}
"""How columns are called that rules name otherwise."""


@dataclass
class Understood:
    """A row and what it says; `problems` where it cannot go in."""

    row: Row
    plan: Plan | None = None
    paper: Paper | None = None
    scan: str = ""
    problems: list[Problem] = field(default_factory=list)


class RowReader:
    """Understands the rows of one file, by the places of its columns, as things are at one moment."""

    def __init__(self, header: Sequence[str], places: Mapping[str, int], kind: str, at: datetime) -> None:
        self.header = header
        self.places = places
        self.is_text = kind == "csv"
        self.at = at
        self.departments = Departments(at)
        self._platforms = platform_words(address_book().sites.values())
        self._statutes = {plain_word(row.citation): row.citation for row in Statute.objects.all()}
        named = city(at)
        self._city = {plain_word(name) for name in ("city", "the city", named["name"], named["short_name"])}

    def read(self, row: Row) -> Understood:
        """Understand a row."""
        found = Understood(row)
        cells = CellReader(row, self.places, lambda *said: self._problem(found, *said))
        wrong = {problem.column: problem for problem in row.problems}
        for column, place in self.places.items():
            if place in wrong:
                self._problem(found, column, wrong[place].why, wrong[place].remedy)
        if self.is_text and any(cell.strip() for cell in row.cells[len(self.header) :]):
            self._problem(
                found,
                "",
                f"The row has {len(row.cells)} cells, the line with the titles {len(self.header)}.",
                "Put a text that holds the separator between quotation marks, or give the last column a title.",
            )
        if not found.problems:
            self._understand(found, cells)
        return found

    def _understand(self, found: Understood, cells: CellReader) -> None:
        grantee = self._person(cells, "employee", is_needed=True)
        kind = cells.word("kind", KINDS, is_needed=True)
        until = cells.day("until", is_needed=True)
        found.paper = self._paper(cells)
        found.scan = cells.text("scan", is_needed=True)
        plan = self._plan(cells, Kind(kind), grantee, until) if kind and grantee and until else None
        found.plan = None if found.problems else plan

    def _paper(self, cells: CellReader) -> Paper | None:
        signed_on = cells.day("signed_on", is_needed=True)
        signer = self._person(cells, "signer")
        signed_by = cells.text("signed_by", is_needed=signer is None) or (signer.name if signer else "")
        signed_as = cells.text("signed_as")
        return Paper(signed_on, NOT_KEPT_YET, signed_by, signed_as, signer) if signed_on else None

    def _plan(self, cells: CellReader, kind: Kind, grantee: Employee, until: date) -> Plan:
        self._refuse_what_the_kind_has_not(cells, kind)
        since = cells.day("since")
        return Plan(
            kind=kind,
            grantee=grantee,
            until=until,
            starts=clock.start_of(since) if since else None,
            speaker=self._speaker(cells, kind, grantee) if kind in SPEAKS else None,
            accounts=tuple(dict.fromkeys(cells.each("accounts", lambda text: account_called(text, self.at)))),
            platforms=tuple(cells.each("platforms", self._platform)),
            hosts=tuple(cells.each("hosts", _host)),
            device=cells.text("device"),
            subjects_covered=cells.phrases("subjects"),
            subjects_excluded=cells.phrases("not_about"),
            purpose=cells.text("purpose"),
            matter=cells.text("matter"),
            is_class_of_records=cells.flag("is_class"),
            statute=self._statute(cells),
            opinion=cells.text("opinion"),
            conditions=cells.sentences("conditions"),
        )

    def _refuse_what_the_kind_has_not(self, cells: CellReader, kind: Kind) -> None:
        """Nothing that a paper says is dropped in silence: a device beside a kind that names none is told."""
        for column in columns_not_of(kind):
            if cells.raw(column):
                why = f"“{kind.label}” names nothing of this kind: it would be lost."
                cells.problem(column, why, "Correct the kind, or empty this cell.")

    def _speaker(self, cells: CellReader, kind: Kind, grantee: Employee) -> Speaker | None:
        said, official = cells.raw("speaks_for"), cells.text("official")
        if said and kind != Kind.POLICE_SPEECH and not official and plain_word(said) in self._city:
            return Speaker.city()
        try:
            home = assignment_of(grantee, self.at).department
            department = self.departments.rows[self.departments.find(said)] if said else home
        except InvalidInput as error:
            column = "employee" if error.field == "grantee" else "speaks_for"
            remedy = "Write the department's code or name, or “city” for the City as a whole."
            cells.problem(column, error.what, error.remedy if column == "employee" and error.remedy else remedy)
            return None
        if official:
            return Speaker(Voice.OFFICIAL, department.pk, official)
        return Speaker.of_department(department)

    def _person(self, cells: CellReader, column: str, *, is_needed: bool = False) -> Employee | None:
        number = cells.text(column, is_needed=is_needed)
        if not number:
            return None
        person: Employee | None = Employee.objects.filter(number__iexact=number).first()
        if person is None:
            why = "Nobody has this employee number."
            cells.problem(column, why, "Look it up under People; a spreadsheet may have cut off leading noughts.")
        return person

    def _platform(self, text: str) -> str:
        code = self._platforms.get(plain_word(text))
        if code is None:
            raise InvalidInput(f"The portal does not know the platform “{text[:40]}”.", remedy="Write its name.")
        return code

    def _statute(self, cells: CellReader) -> str:
        text = cells.text("statute")
        if text and plain_word(text) not in self._statutes:
            known = ", ".join(self._statutes.values())
            cells.problem("statute", "The portal does not know this statute.", f"Write one of: {known}.")
        return self._statutes.get(plain_word(text), "")

    def _problem(self, found: Understood, column: str, why: str, remedy: str) -> None:
        title = title_at(self.header, self.places[column]) if column in self.places else column
        value = found.row.cell(self.places.get(column)).strip()[:200]
        found.problems.append({"column": title, "value": value, "why": why, "remedy": remedy})

    def refuse(self, found: Understood, error: PortalError, column: str = "") -> None:
        """Note what a rule says of a row that is understood, at the column that it is about."""
        named = error.field if isinstance(error, InvalidInput | Refusal) else ""
        column = column or _COLUMN_OF.get(named, named)
        why = " ".join(words for words in (error.what, error.why) if words)
        self._problem(found, column if column in self.places else "", why, error.remedy or "Correct the row.")


def columns_not_of(kind: Kind) -> list[str]:
    """The columns that say nothing for a kind."""
    gone: list[str] = []
    if kind not in SPEAKS:
        gone += ["speaks_for", "subjects", "not_about"]
    if kind not in SPEAKS or kind == Kind.POLICE_SPEECH:
        gone.append("official")
    if kind not in ON_ACCOUNTS:
        gone += ["accounts", "platforms"]
    if kind not in ON_HOSTS:
        gone.append("hosts")
    if kind != Kind.DEVICE:
        gone.append("device")
    if kind != Kind.DISCLOSURE:
        gone += ["matter", "is_class", "statute", "opinion"]
    return gone


def _host(text: str) -> str:
    host = host_of(text)
    if "." not in host or " " in host:
        raise InvalidInput(f"“{text[:80]}” is no site.", remedy="Name it by its host, such as example.org.")
    return host
