"""The columns of a people file, and what a row says once its cells are understood."""

from __future__ import annotations

import re
from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import date
from typing import Any

from django.core.exceptions import ValidationError
from django.core.validators import validate_email

from directory.models import Standing, Status
from foundation import clock
from foundation.tabular.cells import NO, YES, day_of
from foundation.tabular.reading import Row

COLUMNS: Mapping[str, tuple[str, ...]] = {
    "number": ("employee number", "employee no", "employee id", "emp id", "emp no", "id", "personnel number"),
    "name": ("name used at work", "full name", "employee name", "employee", "preferred name"),
    "email": ("e-mail", "work e-mail", "work email", "email address", "mail"),
    "title": ("title or rank", "job title", "rank", "position"),
    "standing": ("class of employment", "employment type", "employee type"),
    "department": ("department code", "dept", "dept code", "org", "org code", "unit"),
    "supervisor": ("supervisor number", "supervisor id", "reports to"),
    "status": ("employment status",),
    "effective": ("effective date", "effective from", "from", "start date", "date"),
    "last_day": ("last day", "last day of work", "termination date", "end date"),
    "until": ("leave until", "away until", "last day of leave"),
    "works_without_computer": ("without computer", "no computer"),
}
REQUIRED = ("number",)
CLEARED = frozenset({"none", "-", "–"})
"""What a cell says that takes a value away: an empty one changes nothing."""

STATUS_WORDS = {
    **{status.value: status.value for status in Status},
    **{status.label.casefold(): status.value for status in Status},
    "leave": Status.ON_LEAVE.value,
    "terminated": Status.LEFT.value,
    "separated": Status.LEFT.value,
    "retired": Status.LEFT.value,
    "employed": Status.ACTIVE.value,
}
STANDING_WORDS = {
    **{standing.value: standing.value for standing in Standing},
    **{standing.label.casefold(): standing.value for standing in Standing},
}
MOST_PROBLEMS = 20
"""Of a row that are told: a hostile one has hundreds."""
_NUMBER = re.compile(r"^[A-Za-z0-9][A-Za-z0-9._-]{0,19}$")


@dataclass
class Parsed:
    """What a row says, as values that JSON can hold, and what cannot be understood in it."""

    wanted: dict[str, Any] = field(default_factory=dict)
    problems: list[dict[str, str]] = field(default_factory=list)

    def problem(self, column: str, value: str, why: str, remedy: str) -> None:
        """Note what is wrong with a cell."""
        self.problems.append({"column": column, "value": value[:200], "why": why, "remedy": remedy})


def parse(row: Row, places: Mapping[str, int], departments: Mapping[str, int]) -> Parsed:
    """Understand a row: the columns by place, the departments by code."""
    parsed = Parsed()
    titles = {place: name for name, place in places.items()}
    for found in row.problems[:MOST_PROBLEMS]:
        parsed.problem(
            titles.get(found.column, f"column {found.column + 1}"), row.cell(found.column), found.why, found.remedy
        )
    wrong = {titles.get(found.column) for found in row.problems}
    cells = {name: row.cell(place).strip() for name, place in places.items() if name not in wrong}
    for name, value in cells.items():
        if value or name == "number":
            _PARSERS[name](parsed, name, value, departments)
    _check_together(parsed)
    return parsed


def _number(parsed: Parsed, name: str, value: str, _: Mapping[str, int]) -> None:
    if not _NUMBER.match(value):
        why = "The number holds signs that no employee number holds, or is longer than 20." if value else "It is empty."
        parsed.problem(name, value, why, "Write the employee number: it is the key.")
    else:
        parsed.wanted[name] = value


def _supervisor(parsed: Parsed, name: str, value: str, departments: Mapping[str, int]) -> None:
    if value.casefold() in CLEARED:
        parsed.wanted[name] = ""
    else:
        _number(parsed, name, value, departments)


def _text(parsed: Parsed, name: str, value: str, _: Mapping[str, int]) -> None:
    if len(value) > 200:
        parsed.problem(name, value, "It is longer than 200 characters.", "Shorten it.")
    elif any(ord(sign) < 32 or sign in "\u202e\u202d\u2066\u2067" for sign in value):
        parsed.problem(name, value, "It holds signs that cannot be printed.", "Type it again.")
    elif name == "title" and value.casefold() in CLEARED:
        parsed.wanted[name] = ""
    else:
        parsed.wanted[name] = value


def _email(parsed: Parsed, name: str, value: str, _: Mapping[str, int]) -> None:
    if value.casefold() in CLEARED:
        parsed.wanted[name] = ""
        return
    try:
        validate_email(value)
    except ValidationError:
        parsed.problem(name, value, "It is no e-mail address.", "Correct it, or leave the cell empty.")
    else:
        parsed.wanted[name] = value


def _department(parsed: Parsed, name: str, value: str, departments: Mapping[str, int]) -> None:
    if value in departments:
        parsed.wanted[name] = value
    else:
        why = "There is no department with this code."
        parsed.problem(name, value, why, "Correct the code, or enter the department first.")


def _word(words: Mapping[str, str], parsed: Parsed, name: str, value: str) -> None:
    found = words.get(value.casefold())
    if found is None:
        allowed = ", ".join(sorted(set(words.values())))
        parsed.problem(name, value, "The portal does not know this word.", f"Write one of: {allowed}.")
    else:
        parsed.wanted[name] = found


def _status(parsed: Parsed, name: str, value: str, _: Mapping[str, int]) -> None:
    _word(STATUS_WORDS, parsed, name, value)


def _standing(parsed: Parsed, name: str, value: str, _: Mapping[str, int]) -> None:
    _word(STANDING_WORDS, parsed, name, value)


def _flag(parsed: Parsed, name: str, value: str, _: Mapping[str, int]) -> None:
    word = value.casefold()
    if word in YES | NO:
        parsed.wanted[name] = word in YES
    else:
        parsed.problem(name, value, "It is neither yes nor no.", "Write yes or no.")


def _day(parsed: Parsed, name: str, value: str, _: Mapping[str, int]) -> None:
    day = day_of(value)
    if day is None:
        parsed.problem(name, value, "It is no date.", "Write it as 2026-05-26 or 5/26/2026.")
    elif not date(1930, 1, 1) <= day <= date(2100, 1, 1):
        parsed.problem(name, value, "The year cannot be right.", "Correct the date.")
    else:
        # An end means the end of that day; a beginning its first moment (DESIGN 3).
        instant = clock.start_of(day) if name == "effective" else clock.end_of(day)
        parsed.wanted[name] = instant.isoformat()


def _check_together(parsed: Parsed) -> None:
    wanted = parsed.wanted
    if wanted.get("supervisor") and wanted.get("supervisor") == wanted.get("number"):
        why = "Nobody supervises themselves."
        parsed.problem("supervisor", wanted["supervisor"], why, "Write another number, or “none”.")
    if "last_day" in wanted and wanted.get("status") != Status.LEFT:
        why = "A last day of work belongs to the status “left”."
        parsed.problem("last_day", wanted["last_day"][:10], why, "Write “left” into the status, or empty this cell.")
    if "until" in wanted and wanted.get("status") not in (Status.ON_LEAVE, Status.SUSPENDED):
        why = "An end of leave belongs to the status “on_leave” or “suspended”."
        parsed.problem("until", wanted["until"][:10], why, "Correct the status, or empty this cell.")
    if "until" in wanted and wanted["until"] <= wanted.get("effective", ""):
        why = "The leave would end before it begins."
        parsed.problem("until", wanted["until"][:10], why, "Correct one of the two dates.")


_PARSERS = {
    "number": _number,
    "name": _text,
    "email": _email,
    "title": _text,
    "standing": _standing,
    "department": _department,
    "supervisor": _supervisor,
    "status": _status,
    "effective": _day,
    "last_day": _day,
    "until": _day,
    "works_without_computer": _flag,
}
