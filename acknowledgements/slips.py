"""The receipts of a batch, to be printed and handed out: short slips, each with the way to its proof."""

from __future__ import annotations

from collections.abc import Callable
from datetime import datetime
from tempfile import TemporaryFile
from typing import IO

from acknowledgements.documents import verification_address
from acknowledgements.models import PaperBatch, PaperSignature
from acknowledgements.sheets import write_in_parts
from directory.models import Role
from directory.permissions import require_role
from foundation import clock, dated_settings, pdf, qr
from foundation.actor import Actor
from foundation.files.services import store
from foundation.jobs.models import Job
from foundation.jobs.running import JobRun
from foundation.jobs.services import start
from foundation.numbers import how_many

JOB_KIND = "acknowledgements.slips"
CANNOT = "You cannot print these receipts."


def write_file(
    batch: PaperBatch, stream: IO[bytes], at: datetime, progress: Callable[[int], None] = lambda _done: None
) -> str:
    """Write the receipts of a batch that count, by name; returns the file's name."""
    kept = batch.signatures.filter(acknowledgement__annulled_at__isnull=True)
    ids = list(kept.order_by("acknowledgement__person__name", "pk").values_list("pk", flat=True))
    return write_in_parts(f"receipts-{batch.pk}", ids, lambda some: _part(batch, some, at), stream, progress)


def _part(batch: PaperBatch, ids: list[int], at: datetime) -> bytes:
    found = PaperSignature.objects.select_related("acknowledgement__person", "sheet", "recorded_by").in_bulk(ids)
    rows = []
    for pk in ids:
        address = verification_address(found[pk].acknowledgement)
        rows.append({"paper": found[pk], "address": address, "code": qr.as_data_address(address)})
    context = {
        "title": f"Receipts of batch {batch.pk}",
        "batch": batch,
        "version": batch.campaign.version,
        "city": dated_settings.value("city.name", at),
        "rows": rows,
    }
    return pdf.render("acknowledgements/slips_pdf.html", context)


def start_job(*, by: Actor, batch: PaperBatch) -> Job:
    """Have a worker make the file of many receipts."""
    require_role(by, Role.EMPLOYEE_RELATIONS, clock.now(), CANNOT)
    return start(by=by, kind=JOB_KIND, title=f"Receipts of batch {batch.pk}", parameters={"batch": batch.pk})


def run_job(run: JobRun) -> None:
    """The job's handler; safe to repeat from the start."""
    at = clock.now()
    require_role(run.actor, Role.EMPLOYEE_RELATIONS, at, CANNOT)
    batch = PaperBatch.objects.select_related("campaign__version__regulation").get(pk=run.parameters["batch"])
    total = batch.signatures.count()
    with TemporaryFile() as spool:
        name = write_file(
            batch, spool, at, lambda done: run.progress(done, total, f"{done:,} of {how_many(total, 'receipt')} made")
        )
        spool.seek(0)
        run.attach(store(by=run.actor, name=name, content=spool, purpose="export", subject=run.job))
