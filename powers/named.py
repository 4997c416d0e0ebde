"""The instruments that the trail and approvals name ("appointment 7f3e…"), as a sentence goes on after *under*."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime
from typing import Any
from uuid import UUID

from directory.models import Department, DepartmentProfile
from foundation import dates
from powers.models import Appointment, AppointmentKind, Designation, InstrumentEntry
from powers.wording import title_of


@dataclass(frozen=True)
class Named:
    """An instrument in words, and the department on whose page of *People and powers* it stands, if any."""

    words: str
    department: Department | None = None


def named(references: Iterable[str]) -> dict[str, Named]:
    """The instruments among some references, in words; two queries for each kind among them, none where there is none.

    A reference of another kind, or one that names nothing, is left out: it is shown as it is.
    """
    asked: dict[str, dict[UUID, str]] = {"appointment": {}, "designation": {}, "entry": {}}
    for reference in references:
        kind, _, key = reference.partition(" ")
        if kind in asked and (lineage := _uuid(key)):
            asked[kind][lineage] = reference
    return {
        **_appointments(asked["appointment"]),
        **_designations(asked["designation"]),
        **_entries(asked["entry"]),
    }


def _uuid(text: str) -> UUID | None:
    try:
        return UUID(text)
    except ValueError:
        return None


def _latest(model: Any, lineages: Iterable[UUID]) -> list[Any]:
    """What is known now of each instrument: of its rows the one that nothing took the place of, or the last."""
    rows = model.objects.filter(lineage__in=list(lineages)).select_related("holder", "department")
    return list({row.lineage: row for row in rows.order_by("recorded_at", "pk")}.values())


def _appointments(asked: dict[UUID, str]) -> dict[str, Named]:
    if not asked:
        return {}
    rows = _latest(Appointment, asked)
    profiles = list(
        DepartmentProfile.objects.not_superseded().filter(department__in={row.department_id for row in rows})
    )
    return {asked[row.lineage]: Named(_of_appointment(row, profiles), row.department) for row in rows}


def _of_appointment(row: Appointment, profiles: list[DepartmentProfile]) -> str:
    what = "acting appointment" if row.kind == AppointmentKind.ACTING else "appointment"
    title = next(
        (
            f"presiding officer of the {one.board_name}" if row.for_a_board and one.board_name else one.head_title
            for one in profiles
            if one.department_id == row.department_id and one.is_in_effect(row.effective_from)
        ),
        "",
    )
    return (
        f"{what} of {row.holder.name} as {title or 'authority'} ({row.department.code}), {_since(row.effective_from)}"
    )


def _designations(asked: dict[UUID, str]) -> dict[str, Named]:
    rows = _latest(Designation, asked) if asked else []
    return {
        asked[row.lineage]: Named(
            f"designation of {row.holder.name} for {row.department.code}, {_since(row.effective_from)}", row.department
        )
        for row in rows
    }


def _entries(asked: dict[UUID, str]) -> dict[str, Named]:
    if not asked:
        return {}
    rows = InstrumentEntry.objects.filter(reference__in=list(asked)).select_related("department")
    return {asked[row.reference]: Named(f"an entry: {title_of(row)}", row.department) for row in rows}


def _since(moment: datetime) -> str:
    return f"since {dates.day(moment)}"
