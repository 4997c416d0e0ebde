"""Signed sheets: a batch is begun, filled by scanning or typing, and recorded in one act for all that can be."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, datetime
from typing import IO, Any

from django.db import transaction

from acknowledgements.lifecycle import PAPER_BATCH
from acknowledgements.models import (
    BatchState,
    Campaign,
    PaperBatch,
    PaperLine,
    PaperScan,
    WitnessKind,
)
from acknowledgements.papers import LONGEST_CODE, MOST_LINES, typed_in
from acknowledgements.services.printing import person_behind
from directory.models import Employee, Role
from directory.permissions import require_role
from foundation import clock
from foundation.actor import Actor
from foundation.audit.services import Subject, record
from foundation.citations import CITY_PROCEDURE
from foundation.errors import Conflict, InvalidInput
from foundation.files.scans import read_scan
from foundation.files.services import store
from foundation.plain_text import require_plain
from foundation.staleness import mark_of, refuse_stale

SCAN = "paper_scan"
MOST_SCANS = 20
CANNOT = "You cannot record signed sheets."


@dataclass(frozen=True)
class Signed:
    """What is the same for all sheets of a batch: the day of signing, and the witness (of the City, or by name)."""

    campaign: Campaign
    signed_on: date
    witness_name: str
    witness_kind: WitnessKind
    witness: Employee | None = None


@transaction.atomic
def begin_batch(*, by: Actor, signed: Signed) -> PaperBatch:
    """Begin a batch of signed sheets."""
    at = clock.now()
    capacity = require_role(by, Role.EMPLOYEE_RELATIONS, at, CANNOT)
    batch = PaperBatch.objects.create(entered_by=person_behind(by, CANNOT), entered_at=at, **_columns(signed, at))
    tell(
        by,
        batch,
        "batch_begun",
        capacity,
        at,
        {"campaign": batch.campaign_id, "signed_on": signed.signed_on.isoformat()},
    )
    return batch


@transaction.atomic
def change_batch(*, by: Actor, batch: PaperBatch, signed: Signed) -> PaperBatch:
    """Correct the day or the witness of a batch that is still being entered; its lines stay."""
    batch, at = locked_for(by, batch, "changed")
    for name, value in _columns(signed, at).items():
        setattr(batch, name, value)
    batch.save()
    return batch


def _columns(signed: Signed, at: datetime) -> dict[str, Any]:
    name = " ".join(signed.witness_name.split())
    require_plain(name, "witness")
    if not name:
        raise InvalidInput("Name the witness.", field="witness")
    if signed.campaign.opened_at is None:
        raise Conflict("Nothing was recorded.", why="This campaign was never opened.", remedy="Choose another one.")
    if signed.signed_on > clock.city_date(at):
        raise InvalidInput(
            "The sheets cannot have been signed on a day that is still to come.",
            remedy="Give the day that stands beside the signatures.",
            field="signed_on",
        )
    return {
        "campaign": signed.campaign,
        "signed_on": signed.signed_on,
        "witness": signed.witness,
        "witness_name": name[:200],
        "witness_kind": signed.witness_kind,
    }


@transaction.atomic
def add_lines(*, by: Actor, batch: PaperBatch, text: str) -> int:
    """Add what was scanned, typed or pasted; returns how many lines. What it stands for is told by `Judging`."""
    batch, _ = locked_for(by, batch, "filled")
    require_plain(text, "codes")
    typed = typed_in(text)
    if not typed:
        raise InvalidInput("Scan the code of a sheet, or type it.", field="codes")
    too_long = next((one.code for one in typed if len(one.code) > LONGEST_CODE), None)
    if too_long:
        raise InvalidInput(
            f"“{too_long[:LONGEST_CODE]}…” is too long for a reference or an employee number.",
            remedy="Nothing was added. Put a blank or a new line between two codes.",
            field="codes",
        )
    if batch.lines.count() + len(typed) > MOST_LINES:
        raise InvalidInput(
            f"A batch holds at most {MOST_LINES:,} sheets.",
            remedy="Nothing was added. Record this batch, and begin another.",
            field="codes",
        )
    PaperLine.objects.bulk_create(PaperLine(batch=batch, typed=one.code, signed_on=one.day) for one in typed)
    return len(typed)


@transaction.atomic
def take_out(*, by: Actor, batch: PaperBatch, line: PaperLine | None = None, scan: PaperScan | None = None) -> None:
    """Take a line or a scan out of a batch that is still being entered."""
    batch, _ = locked_for(by, batch, "changed")
    if line is not None:
        batch.lines.filter(pk=line.pk).delete()
    if scan is not None:
        batch.scans.filter(pk=scan.pk).delete()


@transaction.atomic
def add_scan(*, by: Actor, batch: PaperBatch, name: str, content: IO[bytes]) -> PaperScan:
    """Keep a scan with a batch; raises `InvalidInput` for what is neither a PDF nor a picture, or is too large."""
    batch, at = locked_for(by, batch, "given a scan")
    if batch.scans.count() >= MOST_SCANS:
        raise InvalidInput(
            f"A batch has at most {MOST_SCANS} scans.", remedy="Scan several sheets into one PDF.", field="scan"
        )
    scan = read_scan(name, content)
    subject = Subject("acknowledgements.paperbatch", str(batch.pk), str(batch))
    stored = store(by=by, name=name, content=scan, purpose=SCAN, subject=subject)
    if batch.scans.filter(file__sha256=stored.sha256).exists():
        raise InvalidInput("This scan is kept with the batch already.", field="scan")
    return PaperScan.objects.create(batch=batch, file=stored, added_at=at)


@transaction.atomic
def discard_batch(*, by: Actor, batch: PaperBatch, seen: str | None = None) -> PaperBatch:
    """Record nothing of a batch; `seen` is its mark (`mark_of_batch`) as whoever discards it saw it."""
    batch, at = locked_for(by, batch, "discarded")
    refuse_unseen(batch, seen, "You would discard what you did not see.")
    batch.state, batch.ended_at = BatchState.DISCARDED, at
    batch.save()
    tell(by, batch, "batch_discarded", "", at, {"lines": batch.lines.count()})
    return batch


def mark_of_batch(batch: PaperBatch) -> str:
    """The mark of everything that was entered: the day, the witness, the lines and the scans."""
    columns = [batch.campaign_id, batch.signed_on, batch.witness_id, batch.witness_name, batch.witness_kind]
    lines = list(batch.lines.order_by("pk").values_list("pk", "typed", "signed_on"))
    return mark_of([columns, lines, list(batch.scans.order_by("pk").values_list("pk", flat=True))])


def refuse_unseen(batch: PaperBatch, seen: str | None, why: str) -> None:
    """Raise `Conflict` where a colleague, or another tab, changed the batch since it was looked at."""
    refuse_stale(seen, mark_of_batch(batch), str(batch), why=why)


def locked(batch: PaperBatch) -> PaperBatch:
    """The batch, locked until the end of the transaction."""
    rows = PaperBatch.objects.select_for_update(of=("self",))
    return rows.select_related("campaign__version__regulation", "witness").get(pk=batch.pk)


def locked_for(by: Actor, batch: PaperBatch, act: str) -> tuple[PaperBatch, datetime]:
    """The batch, locked, for an act that its state allows; and the moment."""
    batch = locked(batch)
    at = clock.now()
    require_role(by, Role.EMPLOYEE_RELATIONS, at, CANNOT)
    PAPER_BATCH.require(act, batch.get_state_display().lower())
    return batch, at


def tell(by: Actor, batch: PaperBatch, act: str, capacity: str, at: datetime, after: dict[str, Any]) -> None:
    """Write an act on a batch into the trail."""
    record(
        by=by,
        act=f"acknowledgements.{act}",
        on=batch,
        at=at,
        capacity=capacity or Role.EMPLOYEE_RELATIONS.label,
        clause=CITY_PROCEDURE,
        after=after,
    )
