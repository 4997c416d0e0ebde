"""Exports: an answer as a file, at once or by a worker, kept for thirty days; each is an entry in the trail."""

from __future__ import annotations

import errno
from collections.abc import Iterator
from contextlib import contextmanager
from datetime import datetime, timedelta
from http import HTTPStatus
from tempfile import TemporaryFile
from typing import IO, Any

from django.db import transaction

from foundation import clock
from foundation.actor import Actor
from foundation.audit.services import Act, Subject, record, record_many
from foundation.citations import CITY_PROCEDURE
from foundation.errors import NotVisible, PortalError
from foundation.files.services import let_bytes_go, store
from foundation.jobs.running import JobRun
from foundation.jobs.services import start
from foundation.numbers import how_many
from foundation.tabular.writing import Written
from reports.files_out import Sheet, refuse_what_paper_cannot_hold, sheet_of, write
from reports.models import Export, Kind, ScheduleRun
from reports.notifications import scheduled_made
from reports.reading import Question, read
from reports.settling import wait_until_settled

JOB_KIND = "reports.export"
PURPOSE = "report"
KEPT = timedelta(days=30)
AT_ONCE = {Kind.CSV: 1_000, Kind.XLSX: 1_000, Kind.PDF: 200}
"""Up to so many rows a file is made while one waits; more is a job."""
PATIENCE_AT_ONCE, PATIENCE_OF_A_JOB = 5.0, 300.0
"""Seconds in which what is still being written may come to its end."""
_LET_GO_TOGETHER = 200


class NoRoom(PortalError):
    """The disk was full (507): nothing is kept of a file that is not whole."""

    status = HTTPStatus.INSUFFICIENT_STORAGE

    def __init__(self) -> None:
        super().__init__(
            "The file was not made: the portal has no room left to write it.",
            why="The disk was full. Nothing is kept of a file that is not whole, and nothing else was lost.",
            remedy="Tell an administrator, and ask again afterwards.",
        )


def is_long(rows: int, kind: str) -> bool:
    """Whether a file of so many rows is a worker's work."""
    return rows > AT_ONCE[Kind(kind)]


def export_at_once(*, by: Actor, question: Question, kind: str) -> Export:
    """Make the file of a short answer, keep it, and record that it was given."""
    asked_at = clock.now()
    wait_until_settled(question.require.known_at, patience=PATIENCE_AT_ONCE)
    sheet = sheet_of(question, by, asked_at, kind)
    with _room(), TemporaryFile() as spool:
        written = write(sheet, spool, lambda _: None)
        spool.seek(0)
        with transaction.atomic():
            export = _begin(by, question, kind, asked_at)
            _finish(by, export, sheet, spool, written)
    return export


@transaction.atomic
def ask_for_export(*, by: Actor, question: Question, kind: str, rows: int) -> Export:
    """Have a worker make the file of a long answer; the person sees the progress, and fetches it from My exports."""
    refuse_what_paper_cannot_hold(sheet_of(question, by, clock.now(), kind), rows)
    return queue_export(by=by, question=question, kind=kind)


@transaction.atomic
def queue_export(*, by: Actor, question: Question, kind: str) -> Export:
    """Have a worker make the file of an answer whose length nobody knows yet."""
    export = _begin(by, question, kind, clock.now())
    export.job = start(by=by, kind=JOB_KIND, title=str(export)[:200], parameters={"export": str(export.pk)})
    export.save(update_fields=["job"])
    return export


def run_job(run: JobRun) -> None:
    """The job's handler; safe to repeat from the start. What the person may see is asked again now."""
    export = Export.objects.get(pk=run.parameters["export"])
    if export.file is not None:  # a worker died between the file and the end of the job
        run.attach(export.file)
        return
    person = run.actor.person
    if person is None:
        raise NotVisible("There is no such report.")
    wait_until_settled(export.known_at, patience=PATIENCE_OF_A_JOB)
    question = read(export.report, export.query, person, clock.now())
    sheet = sheet_of(question, run.actor, export.asked_at, export.kind)
    total = sheet.rows.count()

    def progress(done: int) -> None:
        run.go_on(done, total, f"{done:,} of {how_many(total, 'row')} written")

    _make(run, export, sheet, progress)
    run.progress(total, total, f"{how_many(total, 'row')} written")


def _make(run: JobRun, export: Export, sheet: Sheet, progress: Any) -> None:
    with _room(), TemporaryFile() as spool:
        written = write(sheet, spool, progress)
        spool.seek(0)
        with transaction.atomic():
            run.hold()
            due = ScheduleRun.objects.filter(export=export).select_related("schedule__saved__owner").first()
            _finish(run.actor, export, sheet, spool, written, due)
            run.attach(export.file)  # type: ignore[arg-type]  # `_finish` set it
            if due is not None:
                _tell(due, export, sheet, run.actor)


def _tell(due: ScheduleRun, export: Export, sheet: Sheet, by: Actor) -> None:
    at = clock.now()
    sentence = sheet.answer.sentence if sheet.question.report.is_told_in_mail else ""
    scheduled_made(due, export, sentence, by=by, at=at)
    due.told_at = at
    due.save(update_fields=["told_at"])


def let_go_old_exports(*, by: Actor) -> int:
    """Let the bytes of files go that were kept for thirty days; returns how many. Safe to repeat."""
    at = clock.now()
    with transaction.atomic():
        locked = Export.objects.to_let_go(at).select_for_update(of=("self",)).select_related("file")
        due = list(locked[:_LET_GO_TOGETHER])
        for export in due:
            export.let_go_at = at
            export.save(update_fields=["let_go_at"])
            let_bytes_go(export.file)  # type: ignore[arg-type]  # what was made has its file
        acts = [Act("reports.export_let_go", _subject(export), clause=CITY_PROCEDURE) for export in due]
        record_many(by=by, at=at, acts=acts)
    return len(due)


def _begin(by: Actor, question: Question, kind: str, at: datetime) -> Export:
    asked = question.require
    return Export.objects.create(
        report=question.report.code,
        title=question.report.title,
        query=question.exact,
        kind=kind,
        at=asked.at,
        known_at=asked.known_at,
        asked_by=asked.person,
        saw_everything=asked.scope.everything,
        asked_at=at,
    )


def _finish(
    by: Actor, export: Export, sheet: Sheet, spool: IO[bytes], written: Written, due: ScheduleRun | None = None
) -> None:
    """Keep the file and say so, also where the clock asked for it; inside the caller's transaction."""
    at = clock.now()
    export.file = store(by=by, name=sheet.name, content=spool, purpose=PURPOSE, subject=_subject(export))
    export.made_at, export.keep_until = at, at + KEPT
    export.rows, export.data_sha256 = written.rows, written.sha256
    export.save(update_fields=["file", "made_at", "keep_until", "rows", "data_sha256"])
    record(
        by=by,
        act="reports.exported",
        on=_subject(export),
        at=at,
        clause=CITY_PROCEDURE,
        after={
            "report": export.report,
            "kind": export.kind,
            "filters": {name: value for name, value in export.query.items() if name not in ("at", "known_at")},
            "as_of": export.at.isoformat(),
            "known_at": export.known_at.isoformat(),
            "rows": written.rows,
            "sha256": written.sha256,
            **({"scheduled": str(due.schedule.saved_id), "due": due.due_at.isoformat()} if due else {}),
        },
    )


def _subject(export: Export) -> Subject:
    return Subject(kind="reports.export", id=str(export.pk), label=str(export)[:300])


@contextmanager
def _room() -> Iterator[None]:
    """Say in a sentence that the disk was full; temporary files are gone by then, and the transaction with them."""
    try:
        yield
    except OSError as error:
        if error.errno in (errno.ENOSPC, errno.EDQUOT):
            raise NoRoom from error
        raise
