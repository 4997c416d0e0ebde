"""Printed sheets: for whom, with which statements, and as PDF.

A sheet is for who acknowledges on paper: it carries what the page would show that person, but for the statement that
one acknowledges electronically. Long lists are made in parts, so that no worker holds them whole.
"""

from __future__ import annotations

import zipfile
from collections.abc import Callable, Collection, Iterable, Iterator, Sequence
from dataclasses import dataclass, field
from datetime import datetime
from itertools import islice
from typing import IO, Any

from django.db.models import Exists, OuterRef, Q, QuerySet

from acknowledgements.audience import has_acknowledged
from acknowledgements.exempt import is_exempt
from acknowledgements.models import Campaign, Decline, Sheet, SheetPrinting, Statement, StatementKind
from acknowledgements.reach import reached
from acknowledgements.wording import Shown, hash_of, shown_to
from directory.models import Assignment, DepartmentProfile, Employee
from directory.tree import Tree
from foundation import dated_settings, pdf, qr

AT_ONCE = 20
"""Up to so many sheets the file is made while one waits; more is a job."""
PART = 100
"""So many sheets make one PDF: a worker holds no more at a time, and a printer takes them as one pile."""
AT_MOST = 10_000


def statements_on(statements: Iterable[Statement], *, criminal_justice: bool) -> list[Shown]:
    """What stands on somebody's sheet: what the page would show, but that one says so electronically."""
    shown = shown_to(statements, criminal_justice=criminal_justice)
    return [statement for statement in shown if statement["kind"] != StatementKind.ELECTRONIC]


@dataclass(frozen=True)
class Wanted:
    """Whose sheets are asked for: a department with its divisions, a crew, numbers, or people by id."""

    department: int | None = None
    supervisor: Employee | None = None
    numbers: Sequence[str] = ()
    people: Collection[int] | None = None
    """Ids of the people on a list."""
    list_called: str = ""
    without_computer: bool = False
    """Only people who work without a computer."""

    def words(self, at: datetime) -> str:
        """For whom, as the printing is called."""
        some = ", only who works without a computer" if self.without_computer else ""
        if self.department is not None:
            return f"{Tree(at).name(self.department)}, with its divisions{some}"
        if self.supervisor is not None:
            return f"the people of {self.supervisor.name}{some}"
        return self.list_called or f"a list of employee numbers{some}"


@dataclass(frozen=True)
class Listed:
    """For whom sheets can be printed, and for whom not: a sentence each."""

    people: QuerySet[Any]
    count: int
    left_out: list[str] = field(default_factory=list)


def listed(campaign: Campaign, wanted: Wanted, at: datetime) -> Listed:
    """Whom of those wanted a campaign still asks: in its audience, neither done nor declined, and not exempt.

    Where numbers were given, each that is left out is named with why; of a department or a crew those who are done are
    simply not there.
    """
    people = Employee.objects.filter(_asked_for(campaign, wanted, at))
    if wanted.without_computer:
        people = people.filter(works_without_computer=True)
    declined = Decline.objects.standing(at).filter(version_id=campaign.version_id, person_id=OuterRef("pk"))
    done, refused = has_acknowledged(campaign.version_id, at), Exists(declined)
    some = people.exclude(done).exclude(refused).exclude(is_exempt(campaign.version_id, "pk", at))
    left_out = list(_left_out(campaign, wanted, at)) if wanted.numbers else []
    return Listed(some, some.count(), left_out)


def _asked_for(campaign: Campaign, wanted: Wanted, at: datetime) -> Exists | Q:
    here = reached(campaign, at).filter(employee_id=OuterRef("pk"))
    if wanted.department is not None:
        here = here.filter(department_id__in=Tree(at).with_divisions([wanted.department]))
    elif wanted.supervisor is not None:
        here = here.filter(supervisor=wanted.supervisor)
    elif wanted.people is not None:
        return Q(Exists(here)) & Q(pk__in=list(wanted.people))
    else:
        return Q(Exists(here)) & Q(number__in=list(wanted.numbers))
    return Exists(here)


def _left_out(campaign: Campaign, wanted: Wanted, at: datetime) -> Iterator[str]:
    """A sentence for each number for which no sheet is printed."""
    here = reached(campaign, at).filter(employee_id=OuterRef("pk"))
    declined = Decline.objects.standing(at).filter(version_id=campaign.version_id, person_id=OuterRef("pk"))
    known = Employee.objects.filter(number__in=list(wanted.numbers)).annotate(
        is_bound=Exists(here),
        is_done=has_acknowledged(campaign.version_id, at),
        has_declined=Exists(declined),
        exempt=is_exempt(campaign.version_id, "pk", at),
    )
    people: dict[str, Any] = {person.number: person for person in known}
    for number in dict.fromkeys(wanted.numbers):
        person = people.get(number)
        if person is None:
            yield f"{number}: nobody has this employee number."
        elif not person.is_bound:
            yield f"{number}: {person.name} is not asked by this campaign now, according to the roster."
        elif person.is_done:
            yield f"{number}: {person.name} has acknowledged this version already."
        elif person.exempt:
            yield f"{number}: {person.name} is exempt, and not asked meanwhile."
        elif person.has_declined:
            yield f"{number}: {person.name} declined to acknowledge it: that stands until it is taken back."
        elif wanted.without_computer and not person.works_without_computer:
            yield f"{number}: {person.name} works with a computer."


def sheets_for(
    printing: SheetPrinting, people: Iterable[Employee], at: datetime, draw: Callable[[], str]
) -> Iterator[Sheet]:
    """Unsaved sheets of a printing, each with the statements that bind its person where they work now."""
    campaign = printing.campaign
    put = list(campaign.statements.all())
    hashes = {justice: hash_of(statements_on(put, criminal_justice=justice)) for justice in (False, True)}
    justice = frozenset(
        DepartmentProfile.objects.in_effect(at)
        .filter(has_criminal_justice_information=True)
        .values_list("department_id", flat=True)
    )
    remaining = iter(people)
    while some := list(islice(remaining, 500)):
        places = dict(
            Assignment.objects.in_effect(at).filter(employee__in=some).values_list("employee_id", "department_id")
        )
        for person in some:
            is_bound = places.get(person.pk) in justice
            yield Sheet(
                reference=draw(),
                printing=printing,
                person=person,
                criminal_justice=is_bound,
                text_hash=campaign.version.text_hash,
                statements_hash=hashes[is_bound],
            )


def write_file(
    printing: SheetPrinting, stream: IO[bytes], at: datetime, progress: Callable[[int], None] = lambda _done: None
) -> str:
    """Write the sheets of a printing: one PDF, or past `PART` a ZIP of several. Returns the file's name."""
    sheets = list(_in_order(printing, at).values_list("pk", flat=True))
    return write_in_parts(f"sheets-{printing.pk}", sheets, lambda some: _part(printing, some, at), stream, progress)


def write_in_parts(
    name: str, ids: list[int], make: Callable[[list[int]], bytes], stream: IO[bytes], progress: Callable[[int], None]
) -> str:
    """Write papers, by their ids, as one PDF or as a ZIP of several; returns the name with its ending."""
    if len(ids) <= PART:
        stream.write(make(ids))
        progress(len(ids))
        return f"{name}.pdf"
    with zipfile.ZipFile(stream, "w", zipfile.ZIP_STORED) as packed:
        for start in range(0, len(ids), PART):
            some = ids[start : start + PART]
            packed.writestr(f"{name}-{start + 1:05d}-{start + len(some):05d}.pdf", make(some))
            progress(start + len(some))
    return f"{name}.zip"


def _in_order(printing: SheetPrinting, at: datetime) -> QuerySet[Sheet]:
    """By department and name, as the piles are handed out."""
    here = Assignment.objects.in_effect(at).filter(employee_id=OuterRef("person_id"))
    return printing.sheets.annotate(code=here.values("department__code")[:1]).order_by("code", "person__name", "pk")


def _part(printing: SheetPrinting, sheets: list[int], at: datetime) -> bytes:
    campaign = printing.campaign
    put = list(campaign.statements.all())
    statements = {justice: statements_on(put, criminal_justice=justice) for justice in (False, True)}
    people = {sheet.pk: sheet for sheet in Sheet.objects.filter(pk__in=sheets).select_related("person")}
    places = dict(
        Assignment.objects.in_effect(at)
        .filter(employee__in=[sheet.person_id for sheet in people.values()])
        .values_list("employee_id", "department_id")
    )
    tree = Tree(at)
    rows = [
        {
            "sheet": people[pk],
            "department": tree.name(places[people[pk].person_id]) if people[pk].person_id in places else "",
            "statements": statements[people[pk].criminal_justice],
            "code": qr.as_data_address(people[pk].reference),
        }
        for pk in sheets
    ]
    context = {
        "title": f"Sheets for {printing.for_whom}",
        "printing": printing,
        "campaign": campaign,
        "version": campaign.version,
        "city": dated_settings.value("city.name", at),
        "rows": rows,
    }
    return pdf.render("acknowledgements/sheets_pdf.html", context)
