"""A list of employee numbers, pasted or from a file: each row is somebody whom the regulation binds, or is refused."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import BinaryIO

from django.db.models import Exists, OuterRef

from acknowledgements.audience import bound_assignments
from directory.models import Employee, EmployeeStatus, Status
from foundation.errors import InvalidInput
from foundation.tabular.reading import read_table

LONGEST = 20_000
_NUMBER_LENGTH = 20
_TITLES = ("number", "employee number", "employee_number", "employee no", "employee id", "id")
_SHOWN = 20


@dataclass(frozen=True)
class Line:
    """A row of the list as it was given: where it stands, and what it says."""

    place: int
    number: str


class BadRows(InvalidInput):
    """Some rows of a list cannot be used; nothing of it was taken. `sentences` has one for each of them."""

    def __init__(self, sentences: Sequence[str]) -> None:
        self.sentences = list(sentences)
        many = len(self.sentences)
        super().__init__(
            "The list was not taken.",
            why=f"{many} of its rows cannot be used: {self.sentences[0]}" if many > 1 else self.sentences[0],
            remedy="Mend or take out what is named, and send the list again. Nothing was changed.",
            field="numbers",
        )

    @property
    def shown(self) -> list[str]:
        """As many sentences as somebody mends at one go, and how many more there are."""
        more = len(self.sentences) - _SHOWN
        return self.sentences[:_SHOWN] + ([f"{more:,} more rows cannot be used either."] if more > 0 else [])


def pasted(text: str) -> list[Line]:
    """The numbers of a pasted text: one a line, or several with commas, semicolons or blanks between them."""
    found = []
    for place, line in enumerate(text.splitlines(), start=1):
        for mark in (",", ";", "\t"):
            line = line.replace(mark, " ")
        found += [Line(place, number) for number in line.split()]
    return found


def of_file(stream: BinaryIO) -> list[Line]:
    """The numbers of a CSV or XLSX file: of the column called *number*, or of the first where none is."""
    table = read_table(stream)
    titles = [" ".join(title.casefold().replace("_", " ").split()) for title in table.header]
    column = next((place for place, title in enumerate(titles) if title in _TITLES), None)
    # A file of bare numbers has no title: its first line is a row like the others.
    found = [] if column is not None else [Line(1, table.header[0].strip())] if table.header else []
    for row in table.rows:
        if any(cell.strip() for cell in row.cells):
            found.append(Line(row.line, row.cell(column or 0).strip()))
            if len(found) > LONGEST:
                break
    return found


def people_on(lines: Sequence[Line], at: datetime) -> list[int]:
    """The ids of the people on a list, each once; raises `BadRows` where a row cannot be used."""
    if len(lines) > LONGEST:
        raise InvalidInput(
            f"A list has at most {LONGEST:,} rows.",
            remedy="Plan the campaign for departments, or make two of it.",
            field="numbers",
        )
    known = _known([line.number for line in lines if 0 < len(line.number) <= _NUMBER_LENGTH], at)
    sentences = [
        f"Row {line.place}: {wrong}" for line in lines if (wrong := _wrong_with(line.number, known.get(line.number)))
    ]
    if sentences:
        raise BadRows(sentences)
    return sorted({known[line.number].person for line in lines})


@dataclass(frozen=True)
class _Known:
    person: int
    name: str
    is_bound: bool
    has_left: bool


def _known(numbers: Sequence[str], at: datetime) -> dict[str, _Known]:
    found: dict[str, _Known] = {}
    left = EmployeeStatus.objects.in_effect(at).filter(status=Status.LEFT, employee_id=OuterRef("pk"))
    bound = bound_assignments(at).filter(employee_id=OuterRef("pk"))
    clean = sorted({number for number in numbers if "\0" not in number})
    for begin in range(0, len(clean), 500):
        people = Employee.objects.filter(number__in=clean[begin : begin + 500])
        columns = people.values_list("number", "pk", "name", Exists(bound), Exists(left))
        found |= {number: _Known(pk, name, is_bound, gone) for number, pk, name, is_bound, gone in columns}
    return found


def _wrong_with(number: str, known: _Known | None) -> str:
    if not number:
        return "It has no employee number."
    if known is None:
        return f"Nobody has the employee number {number[:_NUMBER_LENGTH]}."
    if known.has_left:
        return f"{known.name} ({number}) has left the City."
    if not known.is_bound:
        return f"{known.name} ({number}) works where the regulation binds nobody."
    return ""
