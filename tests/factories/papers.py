"""Printed sheets and batches of signed ones for tests."""

from __future__ import annotations

import io
from datetime import timedelta
from typing import Any

from acknowledgements.models import Campaign, PaperBatch, Sheet, WitnessKind
from acknowledgements.services import Signed, add_lines, add_scan, begin_batch, print_sheets, record_batch
from acknowledgements.sheets import Wanted
from directory.models import Employee
from foundation import clock
from foundation.actor import Actor

PDF = b"%PDF-1.7\n1 0 obj\n<<>>\nendobj\n%%EOF\n"
JPEG = b"\xff\xd8\xff\xe0 a picture \xff\xd9"


def printed(campaign: Campaign, relations: Employee, people: list[Employee], days_ago: int = 0) -> list[Sheet]:
    """Sheets for some people, in their order, as if they had been printed some days ago."""
    if not days_ago:
        wanted = Wanted(numbers=[person.number for person in people])
        printing = print_sheets(by=Actor.of_person(relations), campaign=campaign, wanted=wanted)
    else:
        with clock.replaying(clock.now() - timedelta(days=days_ago)):
            return printed(campaign, relations, people)
    sheets = {sheet.person_id: sheet for sheet in printing.sheets.select_related("printing")}
    return [sheets[person.pk] for person in people]


def signed(campaign: Campaign, **changes: Any) -> Signed:
    """Sheets signed today before a steward."""
    facts: dict[str, Any] = {
        "campaign": campaign,
        "signed_on": clock.city_date(clock.now()),
        "witness_name": "Stu Steward",
        "witness_kind": WitnessKind.STEWARD,
    }
    return Signed(**{**facts, **changes})


def batch_of(relations: Employee, campaign: Campaign, codes: str, **changes: Any) -> PaperBatch:
    """A batch with its scan and some codes, to be recorded."""
    by = Actor.of_person(relations)
    batch = begin_batch(by=by, signed=signed(campaign, **changes))
    if codes:
        add_lines(by=by, batch=batch, text=codes)
    add_scan(by=by, batch=batch, name="sheets.pdf", content=io.BytesIO(PDF))
    return batch


def recorded(relations: Employee, campaign: Campaign, person: Employee) -> PaperBatch:
    """A batch with one person's sheet, recorded."""
    (sheet,) = printed(campaign, relations, [person])
    return record_batch(by=Actor.of_person(relations), batch=batch_of(relations, campaign, sheet.reference))
