"""Instruments as the trail and the apps' records name them (`designation …`), told in words for a part of the rows."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime
from typing import Any
from uuid import UUID

from directory.names import Names
from powers.models import Appointment, Designation

APPOINTMENT, DESIGNATION = "appointment", "designation"


@dataclass(frozen=True)
class Instrument:
    """What an instrument is called, and in whose name it lets somebody act."""

    words: str
    in_name_of: str


def instruments(references: Iterable[str], known_at: datetime, names: Names) -> dict[str, Instrument]:
    """By reference, those that are references of instruments; of corrected ones the row known last. Two questions."""
    named: dict[str, set[UUID]] = {APPOINTMENT: set(), DESIGNATION: set()}
    for reference in references:
        kind, _, text = reference.partition(" ")
        if kind in named and (lineage := _lineage(text)):
            named[kind].add(lineage)
    known: Any = {"recorded_at__lte": known_at}
    designations = Designation.objects.filter(lineage__in=named[DESIGNATION], **known).order_by("recorded_at", "pk")
    given = {pk: more for pk, *more in designations.values_list("lineage", "instrument", "appointment")}
    above = named[APPOINTMENT] | {office for _, office in given.values()}
    rows = Appointment.objects.filter(lineage__in=above, **known).order_by("recorded_at", "pk")
    columns = ("lineage", "instrument", "holder_id", "holder__name")
    offices = {pk: (words, names.called(holder, name)) for pk, words, holder, name in rows.values_list(*columns)}
    found = {f"{APPOINTMENT} {pk}": Instrument(words, holder) for pk, (words, holder) in offices.items()}
    for pk, (words, office) in given.items():
        found[f"{DESIGNATION} {pk}"] = Instrument(words, offices[office][1] if office in offices else "")
    return found


def _lineage(text: str) -> UUID | None:
    try:
        return UUID(text)
    except ValueError:
        return None
