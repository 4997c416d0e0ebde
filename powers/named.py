"""The instruments that the trail and approvals name ("appointment 7f3e…"), as a sentence goes on after *under*."""

from __future__ import annotations

from collections.abc import Callable, Iterable
from dataclasses import dataclass
from datetime import datetime
from typing import Any
from uuid import UUID

from directory.models import Department, DepartmentProfile
from foundation import dates
from foundation.together import Together
from powers.models import Appointment, AppointmentKind, Designation, InstrumentEntry
from powers.wording import title_of


@dataclass(frozen=True)
class Named:
    """An instrument in words, and the department on whose page of *People and powers* it stands, if any."""

    words: str
    department: Department | None = None


def named(references: Iterable[str]) -> dict[str, Named]:
    """The instruments among some references, in words: one query, none where there is no such reference.

    A reference of another kind, or one that names nothing, is left out: it is shown as it is.
    """
    return ask_named(references, Together())()


def ask_named(references: Iterable[str], together: Together) -> Callable[[], dict[str, Named]]:
    """The same, asked together with other questions: call what is returned."""
    asked: dict[str, dict[UUID, str]] = {"appointment": {}, "designation": {}, "entry": {}}
    for reference in references:
        kind, _, key = reference.partition(" ")
        if kind in asked and (lineage := _uuid(key)):
            asked[kind][lineage] = reference
    appointments = together.ask(_known(Appointment, asked["appointment"]))
    profiles = together.ask(
        DepartmentProfile.objects.not_superseded().filter(
            department__in=_known(Appointment, asked["appointment"]).order_by().values("department_id")
        )
        if asked["appointment"]
        else DepartmentProfile.objects.none()
    )
    designations = together.ask(_known(Designation, asked["designation"]))
    entries = together.ask(
        InstrumentEntry.objects.filter(reference__in=list(asked["entry"])).select_related("department")
    )
    return lambda: {
        **_appointments(asked["appointment"], _latest(appointments.rows), profiles.rows),
        **_designations(asked["designation"], _latest(designations.rows)),
        **_entries(asked["entry"], entries.rows),
    }


def _uuid(text: str) -> UUID | None:
    try:
        return UUID(text)
    except ValueError:
        return None


def _known(model: Any, lineages: Iterable[UUID]) -> Any:
    rows = model.objects.filter(lineage__in=list(lineages)).select_related("holder", "department")
    return rows.order_by("recorded_at", "pk")


def _latest(rows: Iterable[Any]) -> list[Any]:
    """What is known now of each instrument: of its rows the one that nothing took the place of, or the last."""
    return list({row.lineage: row for row in rows}.values())


def _appointments(
    asked: dict[UUID, str], rows: list[Appointment], profiles: list[DepartmentProfile]
) -> dict[str, Named]:
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


def _designations(asked: dict[UUID, str], rows: list[Designation]) -> dict[str, Named]:
    return {
        asked[row.lineage]: Named(
            f"designation of {row.holder.name} for {row.department.code}, {_since(row.effective_from)}", row.department
        )
        for row in rows
    }


def _entries(asked: dict[UUID, str], rows: list[InstrumentEntry]) -> dict[str, Named]:
    return {asked[row.reference]: Named(f"an entry: {title_of(row)}", row.department) for row in rows}


def _since(moment: datetime) -> str:
    return f"since {dates.day(moment)}"
