"""Departments from a file: the code is the key, again changes nothing, absence from a file removes nothing.

`powers` calls this for `import_organization`, before it enters appointments and designations.
"""

from __future__ import annotations

import json
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date, datetime
from typing import Any

from django.db import transaction

from directory.models import Department, DepartmentProfile, SpeechRule, UnderRegulation
from directory.services import departments
from foundation import clock
from foundation.actor import Actor
from foundation.errors import InvalidInput, PortalError

FLAGS = ("has_criminal_justice_information", "emergency_posting")
REFERENCES = ("parent", "speech_office")
TEXTS = ("name", "head_title", "board_name", "source")
CHOICES = {"speech_rule": SpeechRule, "under_regulation": UnderRegulation}
LISTS = ("website_hosts", "powers")
YES_OR_NO = frozenset({*FLAGS, "for_a_board", "for_the_office"})
LONGEST = {"code": 20, "source": 300, "instrument": 300}
LONGEST_TEXT, SHOWN = 200, 80
YEARS = range(1900, 2200)
KEYS = frozenset({"code", "effective_from", "website_hosts", *FLAGS, *REFERENCES, *TEXTS, *CHOICES})


@dataclass(frozen=True)
class RowProblem:
    """Why a row was left out: its place in the file (from 1), column, value, why, and what to do."""

    row: int
    column: str
    value: str
    why: str
    remedy: str

    def __str__(self) -> str:
        where = f", {self.column} “{self.value}”" if self.column else ""
        return f"Department {self.row}{where}: {self.why} {self.remedy}".strip()


@dataclass
class Applied:
    """What became of the departments of a file."""

    added: int = 0
    changed: int = 0
    unchanged: int = 0
    problems: list[RowProblem] = field(default_factory=list)


def apply_departments(
    rows: Sequence[Mapping[str, Any]], *, by: Actor, at: datetime | None = None, dry_run: bool = False
) -> Applied:
    """Create and change departments as rows say, parents before their divisions whatever the order of the file.

    A row holds `code` and any of `KEYS`; what it leaves out stays as it is. `effective_from` (a date) is the first
    day on which it is so; left out, `at` or this moment. Wrong rows are reported, the rest goes in. A dry run says
    the same and changes nothing.
    """
    applied = Applied()
    with transaction.atomic():
        for number, row in parents_first(rows, applied):
            apply_row(number, row, by=by, at=at, applied=applied)
        transaction.set_rollback(dry_run)
    applied.problems.sort(key=lambda problem: problem.row)
    return applied


def apply_row(number: int, row: Mapping[str, Any], *, by: Actor, at: datetime | None = None, applied: Applied) -> None:
    """Let one row in, whole or not at all; a wrong one is put to the problems."""
    try:
        with transaction.atomic():
            refuse_bad_cells(row)
            _apply(row, by, at, applied)
    except PortalError as error:
        applied.problems.append(problem_of(number, row, error))


def problem_of(number: int, row: Mapping[str, Any], error: PortalError) -> RowProblem:
    """What a service refused, as the problem of a row."""
    column = getattr(error, "field", "")
    value = as_written(row.get(column, "")) if column else ""
    return RowProblem(number, shortened(column), value, f"{error.what} {error.why}".strip(), error.remedy)


def as_written(value: Any) -> str:
    """A cell as it stands in the file (`null`, not `None`), shortened."""
    if isinstance(value, str):
        return shortened(value)
    return shortened(str(value) if isinstance(value, date) else json.dumps(value, ensure_ascii=False))


def shortened(text: str) -> str:
    """The beginning of what somebody wrote: nobody reads a sentence of a thousand words."""
    return text if len(text) <= SHOWN else f"{text[:SHOWN]}…"


def refuse_bad_cells(row: Mapping[str, Any]) -> None:
    """Raise `InvalidInput` for a cell that no column can hold: before a database says so in words of its own."""
    for key, value in row.items():
        if isinstance(value, dict) or (isinstance(value, list) and key not in LISTS):
            raise InvalidInput(
                f"“{shortened(key)}” holds more than one value.",
                remedy="Write one text, number, true or false.",
                field=key,
            )
        for one in value if isinstance(value, list) else [value]:
            if isinstance(one, (dict, list)) or (key in LISTS and value is not None and not isinstance(one, str)):
                raise InvalidInput(
                    f"“{shortened(key)}” is no list of texts.", remedy="Write each as a text.", field=key
                )
            if key not in YES_OR_NO and not (one is None or isinstance(one, (str, date))):
                # A number has lost its leading noughts; true and false are nobody's name.
                raise InvalidInput(f"“{shortened(key)}” is no text.", remedy="Write it in quotation marks.", field=key)
            longest = LONGEST.get(key, LONGEST_TEXT)
            if len(str(one)) > longest:
                raise InvalidInput(f"The value is longer than {longest} characters.", remedy="Shorten it.", field=key)


def day_of(value: Any, key: str) -> date:
    """The day that a cell names."""
    try:
        day = value if isinstance(value, date) else date.fromisoformat(str(value).strip())
        if day.year not in YEARS:
            raise ValueError(day)
    except ValueError as error:
        raise InvalidInput(
            f"“{shortened(str(value))}” is no date.", remedy="Write it as 2026-05-26.", field=key
        ) from error
    return day


def parents_first(rows: Sequence[Mapping[str, Any]], applied: Applied) -> list[tuple[int, Mapping[str, Any]]]:
    """The rows, numbered from 1, in the order in which they go in; those without a code of their own are problems."""
    waiting: dict[str, tuple[int, Mapping[str, Any]]] = {}
    for number, row in enumerate(rows, start=1):
        code = str(row.get("code") or "").strip()
        if not code or code in waiting:
            why = f"The code stands on row {waiting[code][0]} already." if code else "The row has no code."
            applied.problems.append(RowProblem(number, "code", shortened(code), why, "Give each department one row."))
        else:
            waiting[code] = (number, row)
    ordered = []
    while waiting:
        ready = [
            code
            for code, (_, row) in waiting.items()
            if not any(str(row.get(key) or "") in waiting and row.get(key) != code for key in REFERENCES)
        ]
        # A circle has nothing that is ready: its rows go on as they stand, and the tree refuses them one by one.
        for code in ready or list(waiting):
            ordered.append(waiting.pop(code))
    return ordered


def _apply(row: Mapping[str, Any], by: Actor, at: datetime | None, applied: Applied) -> None:
    code = str(row["code"]).strip()
    wanted = _wanted(row)
    effective = _effective(row, at)
    hosts = _hosts(row)
    department = Department.objects.filter(code=code).first()
    if department is None:
        if not wanted.get("name"):
            raise InvalidInput("A new department needs a name.", remedy="Give it one.", field="name")
        departments.create(by=by, code=code, effective=effective, website_hosts=hosts or (), **wanted)
        applied.added += 1
        return
    rows_before = DepartmentProfile.objects.filter(department=department).count()
    before = department.website_hosts
    departments.change(department, by=by, effective=effective, **wanted)
    if hosts is not None:
        department = departments.set_website_hosts(department, by=by, hosts=hosts)
    same = DepartmentProfile.objects.filter(department=department).count() == rows_before
    if same and department.website_hosts == before:
        applied.unchanged += 1
    else:
        applied.changed += 1


def _wanted(row: Mapping[str, Any]) -> dict[str, Any]:
    unknown = sorted(set(row) - KEYS)
    if unknown:
        raise InvalidInput(
            f"Nobody knows the column “{shortened(unknown[0])}”.",
            remedy=f"Use one of: {', '.join(sorted(KEYS))}.",
            field=unknown[0],
        )
    wanted: dict[str, Any] = {key: str(row[key]).strip() for key in TEXTS if row.get(key) is not None}
    for key in FLAGS:
        if row.get(key) not in (None, ""):
            wanted[key] = _flag(row[key], key)
    for key, choices in CHOICES.items():
        if row.get(key):
            wanted[key] = str(row[key]).strip().lower().replace(" ", "_")
            if wanted[key] not in choices.values:
                raise InvalidInput(
                    f"“{shortened(wanted[key])}” is none of the values that {key} may have.",
                    remedy=f"Write one of: {', '.join(choices.values)}.",
                    field=key,
                )
    for key in REFERENCES:
        if key in row:
            wanted[key] = _department(row[key], key)
    return wanted


def _flag(value: Any, key: str) -> bool:
    word = str(value).strip().casefold()
    if word in {"true", "yes", "y", "1", "x"}:
        return True
    if word in {"false", "no", "n", "0"}:
        return False
    raise InvalidInput(f"“{as_written(value)}” is neither yes nor no.", remedy="Write yes or no.", field=key)


def _department(value: Any, key: str) -> Department | None:
    code = str(value or "").strip()
    if not code:
        return None
    found = Department.objects.filter(code=code).first()
    if found is None:
        raise InvalidInput(
            f"There is no department with the code “{code}”.",
            remedy="Correct the code, or add that department to the file.",
            field=key,
        )
    return found


def _effective(row: Mapping[str, Any], at: datetime | None) -> datetime | None:
    value = row.get("effective_from")
    return clock.start_of(day_of(value, "effective_from")) if value else at


def _hosts(row: Mapping[str, Any]) -> list[str] | None:
    value = row.get("website_hosts")
    if value is None:
        return None
    return (
        value.replace(",", " ").replace(";", " ").split() if isinstance(value, str) else [str(host) for host in value]
    )
