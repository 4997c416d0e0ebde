"""Sheets on paper: printed for a division that works without computers, some signed and waiting to be recorded."""

from __future__ import annotations

import io
import struct
import zlib

from acknowledgements.models import Acknowledgement, Campaign, WitnessKind
from acknowledgements.services import Signed, add_lines, add_scan, begin_batch, print_sheets
from acknowledgements.sheets import Wanted, listed
from demo.calendar import Calendar
from directory.models import Department
from foundation import clock
from foundation.actor import Actor

PRINTED, SIGNED, BEGUN = 9, 3, 1
MOST_SIGNED = 6
SLIP_OF_THE_PEN = "10000l"


def sheets_on_paper(campaign: Campaign, *, by: Actor, department: Department, calendar: Calendar) -> None:
    """What Employee Relations printed, and the batch that it has begun: one of them can record it."""
    wanted = Wanted(department=department.pk)
    with clock.replaying(calendar.morning(PRINTED)):
        if not listed(campaign, wanted, clock.now()).count:
            return
        printing = print_sheets(by=by, campaign=campaign, wanted=wanted)
    done = Acknowledgement.objects.filter(version=campaign.version).values("person_id")
    signed = printing.sheets.exclude(person_id__in=done)[:MOST_SIGNED]
    codes = [*(sheet.reference for sheet in signed), SLIP_OF_THE_PEN]
    with clock.replaying(calendar.morning(BEGUN, hour=11)):
        batch = begin_batch(
            by=by,
            signed=Signed(
                campaign=campaign,
                signed_on=calendar.day(SIGNED),
                witness_name="Ruben Castaneda, Local 410",
                witness_kind=WitnessKind.STEWARD,
            ),
        )
        add_lines(by=by, batch=batch, text="\n".join(codes))
        add_scan(by=by, batch=batch, name="Signed sheets of Forestry.png", content=io.BytesIO(_blank_page()))


def _blank_page(width: int = 170, height: int = 220) -> bytes:
    """A white page as PNG: the demonstration has no scanner."""
    header = struct.pack(">IIBBBBB", width, height, 8, 0, 0, 0, 0)
    rows = zlib.compress((b"\0" + b"\xff" * width) * height, 9)
    chunks = ((b"IHDR", header), (b"IDAT", rows), (b"IEND", b""))
    made = b"".join(
        struct.pack(">I", len(data)) + kind + data + struct.pack(">I", zlib.crc32(kind + data)) for kind, data in chunks
    )
    return b"\x89PNG\r\n\x1a\n" + made
