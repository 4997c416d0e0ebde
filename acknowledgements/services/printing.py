"""Printing sheets: who gets one is decided, and each sheet is entered, before the file is made."""

from __future__ import annotations

from datetime import datetime
from tempfile import TemporaryFile

from django.db import IntegrityError, transaction

from acknowledgements.models import Campaign, Sheet, SheetPrinting
from acknowledgements.sheets import AT_MOST, Wanted, listed, sheets_for, write_file
from directory.models import Employee, Role
from directory.permissions import require_role
from foundation import clock, references
from foundation.actor import Actor
from foundation.audit.services import record
from foundation.canonical import c1_hash
from foundation.citations import CITY_PROCEDURE
from foundation.errors import Conflict, InvalidInput, Refusal
from foundation.files.services import store
from foundation.jobs.models import Job
from foundation.jobs.running import JobRun
from foundation.jobs.services import start
from foundation.numbers import how_many

PREFIX = "SHT"
JOB_KIND = "acknowledgements.sheets"
CANNOT = "You cannot print sheets."
_REFERENCES_TO_TRY = 3


def print_sheets(*, by: Actor, campaign: Campaign, wanted: Wanted) -> SheetPrinting:
    """Enter a sheet for everybody whom the campaign still asks of those wanted; the file is made from them.

    Raises `InvalidInput` where that is nobody, or too many at once, and `Conflict` for a campaign that does not run.
    """
    for attempt in range(_REFERENCES_TO_TRY):
        try:
            return _print(by, campaign, wanted)
        except IntegrityError:
            # Two references were equal, once in a lifetime: draw others.
            if attempt == _REFERENCES_TO_TRY - 1:
                raise
    raise AssertionError("unreachable")


@transaction.atomic
def _print(by: Actor, campaign: Campaign, wanted: Wanted) -> SheetPrinting:
    campaign = (
        Campaign.objects.select_for_update(no_key=True, of=("self",)).select_related("version").get(pk=campaign.pk)
    )
    at = clock.now()
    capacity = require_role(by, Role.EMPLOYEE_RELATIONS, at, CANNOT)
    person = person_behind(by, CANNOT)
    if not campaign.is_running(at):
        raise Conflict(
            "No sheets were printed.",
            why=f"“{campaign.title}” does not run now: nobody is asked.",
            remedy="Open its page to see what became of it.",
        )
    found = listed(campaign, wanted, at)
    _refuse_none_or_too_many(found.count)
    printing = SheetPrinting.objects.create(
        campaign=campaign, for_whom=wanted.words(at)[:300], printed_by=person, printed_at=at, count=found.count
    )
    year = clock.city_date(at).year
    people = found.people.order_by("pk").iterator(chunk_size=500)
    made = Sheet.objects.bulk_create(
        sheets_for(printing, people, at, lambda: references.new_reference(PREFIX, year)), batch_size=500
    )
    _record(by, printing, made, capacity, at)
    return printing


def person_behind(by: Actor, what: str) -> Employee:
    """The person who acts; raises `Refusal` for the portal itself."""
    if by.person is None:
        raise Refusal(what, why="Only a person can do this.", clause=CITY_PROCEDURE)
    return by.person


def _refuse_none_or_too_many(count: int) -> None:
    if not count:
        raise InvalidInput(
            "There is nobody to print a sheet for.",
            why="Nobody of these is still asked: bound by the regulation, and neither done nor declined.",
            remedy="Choose others.",
        )
    if count > AT_MOST:
        raise InvalidInput(
            f"That would be {count:,} sheets: at most {AT_MOST:,} are printed at once.",
            remedy="Choose one department at a time.",
        )


def _record(by: Actor, printing: SheetPrinting, made: list[Sheet], capacity: str, at: datetime) -> None:
    record(
        by=by,
        act="acknowledgements.sheets_printed",
        on=printing,
        at=at,
        capacity=capacity,
        clause=CITY_PROCEDURE,
        after={
            "campaign": printing.campaign_id,
            "version": printing.campaign.version_id,
            "sheets": len(made),
            "references_hash": c1_hash("\n".join(sheet.reference for sheet in made)),
        },
    )


def start_job(*, by: Actor, printing: SheetPrinting) -> Job:
    """Have a worker make the file of a long printing."""
    require_role(by, Role.EMPLOYEE_RELATIONS, clock.now(), CANNOT)
    return start(by=by, kind=JOB_KIND, title=str(printing), parameters={"printing": printing.pk})


def run_job(run: JobRun) -> None:
    """The job's handler; safe to repeat from the start: the sheets are there, only their file is made."""
    printing = SheetPrinting.objects.select_related("campaign__version__regulation").get(pk=run.parameters["printing"])
    require_role(run.actor, Role.EMPLOYEE_RELATIONS, clock.now(), CANNOT)

    def progress(done: int) -> None:
        run.go_on(done, printing.count, f"{done:,} of {how_many(printing.count, 'sheet')} made")

    with TemporaryFile() as spool:
        name = write_file(printing, spool, printing.printed_at, progress)
        spool.seek(0)
        run.attach(store(by=run.actor, name=name, content=spool, purpose="export", subject=run.job))
