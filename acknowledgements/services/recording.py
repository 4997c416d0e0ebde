"""Recording a batch of signed sheets: each line judged once more under the lock, then all that can be in one act."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from datetime import datetime

from django.db import IntegrityError, transaction
from django.urls import reverse

from acknowledgements import receipts
from acknowledgements.models import Acknowledgement, BatchState, Method, PaperBatch, PaperLine, PaperSignature
from acknowledgements.papers import Judged, Judging
from acknowledgements.services.acknowledging import OBJECT_KIND
from acknowledgements.services.papers import CANNOT, locked, locked_for, refuse_unseen, tell
from acknowledgements.services.printing import person_behind
from directory.models import Employee, Role
from directory.permissions import require_role
from foundation import clock, dates
from foundation.actor import Actor
from foundation.audit.services import Act, Subject, record_many
from foundation.citations import CITY_PROCEDURE
from foundation.errors import Conflict
from foundation.jobs.models import OPEN, Job
from foundation.jobs.running import JobRun
from foundation.jobs.services import start
from foundation.numbers import how_many
from notifications.services import Letter, notify_many

AT_ONCE, CHUNK = 20, 50
"""Up to so many lines are recorded while one waits; more is a job, which records so many in a transaction."""
JOB_KIND = "acknowledgements.papers"


def record_batch(*, by: Actor, batch: PaperBatch, seen: str | None = None) -> PaperBatch:
    """Record every line that can be: at once, or by a worker where there are many. Whoever asks for it records them.

    Raises `Conflict` without a scan, where no line can be recorded, or for a batch that is no longer what was looked at
    (`seen` is its mark).
    """
    with transaction.atomic():
        batch, at = locked_for(by, batch, "recorded")
        person = person_behind(by, CANNOT)
        refuse_unseen(batch, seen, "You would record, in your name, what you did not see.")
        if not batch.scans.exists():
            raise Conflict(
                "Nothing was recorded.",
                why="The scan of the signed sheets is missing: without it nobody can check a signature later.",
                remedy="Add the scan, and record the batch then.",
            )
        lines = list(batch.lines.all())
        if not any(one.can_be_recorded for one in Judging(batch, lines, person, at).all(lines)):
            raise Conflict(
                "Nothing was recorded.",
                why="No sheet of this batch can be recorded.",
                remedy="Each line says why. Correct them, or discard the batch.",
            )
        batch.state = BatchState.RECORDING
        if len(lines) > AT_ONCE:
            batch.job = _start(by, batch).pk
        batch.save()
        if len(lines) <= AT_ONCE:
            _record_lines(by, batch, person, lines, at)
            return _finish(by, batch)
    return batch


@transaction.atomic
def go_on(*, by: Actor, batch: PaperBatch) -> PaperBatch:
    """Have a worker go on with a batch whose job failed or was stopped; raises `Conflict` while it still works."""
    batch, _ = locked_for(by, batch, "gone on with")
    if is_at_work(batch):
        raise Conflict("A worker records this batch now.", remedy="Open its page to see how far it is.")
    batch.job = _start(by, batch).pk
    batch.save()
    return batch


def is_at_work(batch: PaperBatch) -> bool:
    """Whether a worker records the batch, or is about to."""
    return batch.job is not None and Job.objects.filter(pk=batch.job, state__in=OPEN).exists()


def _start(by: Actor, batch: PaperBatch) -> Job:
    return start(by=by, kind=JOB_KIND, title=f"Record {str(batch).lower()}", parameters={"batch": batch.pk})


def run_job(run: JobRun) -> None:
    """The job's handler: records chunk by chunk, and goes on where a killed worker stopped."""
    record_rest(
        by=run.actor,
        batch=PaperBatch.objects.get(pk=run.parameters["batch"]),
        hold=run.hold,
        is_stopped=lambda: run.cancelled,
        progress=lambda done, total: run.progress(done, total, f"{done:,} of {how_many(total, 'sheet')} looked at"),
    )


def record_rest(
    *,
    by: Actor,
    batch: PaperBatch,
    hold: Callable[[], None] = lambda: None,
    is_stopped: Callable[[], bool] = lambda: False,
    progress: Callable[[int, int], None] = lambda _done, _total: None,
) -> PaperBatch:
    """Record what is not recorded yet of a batch whose recording has begun; a chunk is one transaction."""
    total = batch.lines.count()
    while not is_stopped():
        with transaction.atomic():
            hold()
            this = locked(batch)
            if this.state != BatchState.RECORDING:
                return this
            at = clock.now()
            require_role(by, Role.EMPLOYEE_RELATIONS, at, CANNOT)
            some = list(this.lines.filter(is_done=False)[:CHUNK])
            if not some:
                return _finish(by, this)
            _record_lines(by, this, person_behind(by, CANNOT), some, at)
        progress(total - batch.lines.filter(is_done=False).count(), total)
    return batch


def _record_lines(by: Actor, batch: PaperBatch, recorder: Employee, lines: Sequence[PaperLine], at: datetime) -> None:
    """Judge once more, and write: acknowledgements, what they rest on, the trail, and what people are told."""
    taken = batch.signatures.values_list("sheet__person_id", flat=True)
    judging = Judging(batch, lines, recorder, at)
    scans = list(batch.scans.values_list("file__sha256", flat=True))
    capacity = require_role(by, Role.EMPLOYEE_RELATIONS, at, CANNOT)
    made = []
    for one in judging.all(lines, taken):
        one.line.is_done, one.line.sentence = True, one.sentence[:500]
        if one.can_be_recorded:
            signature = _written(batch, one, judging, recorder, scans, at)
            if signature is None:
                one.line.sentence = "This person acknowledged a moment ago."
            else:
                made.append((one, signature))
    PaperLine.objects.bulk_update(lines, ["is_done", "sentence"])
    record_many(by=by, at=at, acts=[_act(one, signature, capacity) for one, signature in made])
    notify_many(by=by, kind="acknowledgements.receipt", at=at, letters=[_letter(paper) for _, paper in made])


def _written(
    batch: PaperBatch, one: Judged, judging: Judging, recorder: Employee, scans: list[str], at: datetime
) -> PaperSignature | None:
    """The acknowledgement and what it rests on; None where its person acknowledged in the same moment."""
    sheet, person, place, signed_at = one.sheet, one.person, one.place, one.signed_at
    assert sheet and person and place and signed_at  # noqa: S101 - a line that can be recorded has them
    acknowledgement = Acknowledgement(
        reference=receipts.new_reference(clock.city_date(at).year),
        person=person,
        version=batch.campaign.version,
        campaign=batch.campaign,
        method=Method.PAPER,
        text_hash=sheet.text_hash,
        statements=judging.statements[sheet.criminal_justice],
        statements_hash=sheet.statements_hash,
        typed_name=person.name,
        at=signed_at,
        recorded_at=at,
        department_id=place.department_id,
        department_name=place.department_name,
        title=place.title,
    )
    signature = PaperSignature(
        acknowledgement=acknowledgement,
        sheet=sheet,
        batch=batch,
        signed_on=one.signed_on,
        witness=batch.witness,
        witness_name=batch.witness_name,
        witness_kind=batch.witness_kind,
        recorded_by=recorder,
        scans=scans,
    )
    receipts.seal(acknowledgement)
    try:
        with transaction.atomic():
            acknowledgement.save(force_insert=True)
            signature.save(force_insert=True)
    except IntegrityError:
        return None
    return signature


def _act(one: Judged, signature: PaperSignature, capacity: str) -> Act:
    row = signature.acknowledgement
    return Act(
        act="acknowledgements.acknowledged",
        on=Subject(OBJECT_KIND, row.reference, row.reference),
        capacity=capacity,
        clause=CITY_PROCEDURE,
        department_code=one.place.department_code if one.place else "",
        after={
            "campaign": row.campaign_id,
            "version": row.version_id,
            "text_hash": row.text_hash,
            "statements_hash": row.statements_hash,
            "method": row.method,
            "digest": row.digest,
            "for": row.person.number,
            "sheet": signature.sheet.reference,
            "signed_on": signature.signed_on.isoformat(),
            "batch": signature.batch_id,
        },
    )


def _letter(signature: PaperSignature) -> Letter:
    row = signature.acknowledgement
    return Letter(
        to=row.person,
        subject=f"Your receipt {row.reference}",
        body=(
            f"Employee Relations recorded the sheet that you signed on {dates.day(signature.signed_on)}. Your receipt "
            f"is {row.reference}: keep this message. If you did not sign it, open the receipt and say so there."
        ),
        link=reverse("acknowledgements:receipt", args=[row.reference]),
        key=f"receipt:{row.reference}",
    )


def _finish(by: Actor, batch: PaperBatch) -> PaperBatch:
    at = clock.now()
    batch.state, batch.ended_at = BatchState.RECORDED, at
    batch.save()
    recorded = batch.signatures.count()
    tell(by, batch, "batch_recorded", "", at, {"recorded": recorded, "not_recorded": batch.lines.count() - recorded})
    return batch
