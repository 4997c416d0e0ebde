"""Acts on a file of papers: upload it with its scans, say which column is what, check, let in, cancel."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping, Sequence
from contextlib import ExitStack, contextmanager
from datetime import datetime
from itertools import islice
from tempfile import TemporaryFile
from typing import IO, Any, BinaryIO, cast

from django.db import transaction

from authorizations import notifications
from authorizations.lifecycle import PAPER_IMPORT
from authorizations.models import Authorization, PaperImport
from authorizations.paper_imports.columns import COLUMNS
from authorizations.paper_imports.deciding import Outcome
from authorizations.paper_imports.passing import Passing, count_rows, passing
from authorizations.paper_imports.scans import MEBIBYTE, Scans, archive
from authorizations.permissions import require_paper_importer
from foundation import clock
from foundation.actor import Actor
from foundation.audit.services import record
from foundation.citations import CITY_PROCEDURE
from foundation.errors import InvalidInput
from foundation.files.models import StoredFile
from foundation.files.services import open_file, store
from foundation.jobs import services as jobs
from foundation.tabular.outcomes import Kind, Tally
from foundation.tabular.rejects import Problem
from foundation.tabular.runs import ImportState, locked, move, put, rejects_of, store_rejects
from foundation.tabular.sheet import find_sheet, open_sheet

CHECKING, APPLYING, PURPOSE = "check_paper_import", "apply_paper_import", "paper_import"
LIMIT, SCANS_LIMIT = 20 * MEBIBYTE, 250 * MEBIBYTE
SAMPLE, SHOWN_OF_CELL, UNUSED_NAMED = 5, 120, 50
Progress = Callable[[int, int, str], None]
WHAT = "You cannot record papers from a file."


@transaction.atomic
def upload(
    *,
    by: Actor,
    name: str,
    content: IO[bytes],
    scans: IO[bytes] | None = None,
    named: Mapping[str, str] | None = None,
) -> PaperImport:
    """Keep a file of papers and the archive of their scans; what cannot be read is refused whole.

    `named` says which column is what, by title; without it their titles are guessed at, and somebody looks at it. A
    command leaves `scans` out: it gives them to `apply_file`.
    """
    at = clock.now()
    capacity = require_paper_importer(by, at, WHAT)
    stored = store(by=by, name=name, content=content, purpose=PURPOSE, limit=LIMIT)
    with open_file(stored) as stream:
        sheet = find_sheet(cast("BinaryIO", stream), lambda line: COLUMNS.likeness(line, named or {}))
        sample = [[cell[:SHOWN_OF_CELL] for cell in row.cells] for row in islice(sheet.rows, SAMPLE)]
    run = PaperImport.objects.create(
        file=stored,
        scans=_keep_archive(by, name, scans),
        uploaded_by=by.person,
        uploaded_at=at,
        sheet=sheet.number,
        above=sheet.above,
        header=list(sheet.header),
        sample=sample,
        places=COLUMNS.guess(sheet.header) if named is None else COLUMNS.places(named, sheet.header),
    )
    _record(run, by, at, capacity, {"file": stored.sha256, "name": stored.name}, act="authorizations.import_uploaded")
    return run


def _keep_archive(by: Actor, name: str, scans: IO[bytes] | None) -> StoredFile | None:
    if scans is None:
        return None
    with archive(scans) as found:
        if not found.names:
            raise InvalidInput("There is no scan in the ZIP.", remedy="Put the scans into it.", field="scans")
    scans.seek(0)
    called = f"{name.rpartition('.')[0] or name}.scans.zip"
    return store(by=by, name=called, content=scans, purpose=PURPOSE, limit=SCANS_LIMIT)


@transaction.atomic
def check_columns(run: PaperImport, *, by: Actor, places: Mapping[str, int]) -> PaperImport:
    """Say which column is what, and have a worker check the file by it."""
    run, at = locked(run)
    capacity = require_paper_importer(by, at, WHAT)
    COLUMNS.refuse_incomplete(places, run.header)
    move(run, PAPER_IMPORT, "put to the check", places=dict(places), **_NOTHING_YET)
    _record(run, by, at, capacity, {"columns": dict(places)}, act="authorizations.import_put_to_check")
    return _start(run, by, CHECKING, f"Check the papers of {run.file.name}")


def check_file(run: PaperImport, *, by: Actor, progress: Progress) -> None:
    """Find out what the file would do, changing nothing of the instruments; safe to repeat."""
    if run.state != ImportState.CHECKING:
        return
    tally, refused, unused, problem = Tally(), list[Any](), list[str](), ""
    with ExitStack() as stack:
        try:
            this = stack.enter_context(_pass(run, by, None))
            for outcome in this.would_do():
                _note(outcome, tally, refused)
                progress(tally.rows, 0, f"{tally.rows:,} rows read.")
            unused = _unused(this)
        except InvalidInput as error:
            problem = str(error)
    with transaction.atomic():
        run, at = locked(run)
        if run.state != ImportState.CHECKING:
            return
        put(run, counts=tally.counts, told=tally.told, refused=refused, unused=unused, rows=tally.rows)
        kept = None if problem else _make_rejects(run, by)
        act = "found unreadable" if problem else "checked"
        move(run, PAPER_IMPORT, act, checked_at=at, problem=problem, rejects=kept)
        _record(run, by, at, "worker", {"state": run.state, **tally.counts}, act="authorizations.import_checked")


@transaction.atomic
def let_in(run: PaperImport, *, by: Actor) -> PaperImport:
    """Have a worker let a checked file in; whoever asks for it is who records its papers."""
    run, at = locked(run)
    capacity = require_paper_importer(by, at, WHAT)
    move(run, PAPER_IMPORT, "let in", done=0, **_NOTHING_YET)
    _record(run, by, at, capacity, {"state": run.state}, act="authorizations.import_started")
    return _start(run, by, APPLYING, f"Record the papers of {run.file.name}")


def let_in_by_command(run: PaperImport, *, by: Actor) -> PaperImport:
    """Begin to let a file in without a look at it first; raises `InvalidInput` where it cannot be read to its end."""
    with open_file(run.file) as stream:
        rows = count_rows(cast("BinaryIO", stream), run.sheet, run.above)
    with transaction.atomic():
        run, at = locked(run)
        capacity = require_paper_importer(by, at, WHAT)
        move(run, PAPER_IMPORT, "let in by a command", rows=rows)
        _record(run, by, at, capacity, {"state": run.state}, act="authorizations.import_started")
    return run


@transaction.atomic
def cancel(run: PaperImport, *, by: Actor) -> PaperImport:
    """Let nothing of a file in."""
    run, at = locked(run)
    capacity = require_paper_importer(by, at, "You cannot cancel an import.")
    move(run, PAPER_IMPORT, "cancelled")
    _record(run, by, at, capacity, {}, act="authorizations.import_cancelled")
    return run


def apply_file(
    run: PaperImport,
    *,
    by: Actor,
    scans: Scans | None = None,
    progress: Progress = lambda _done, _total, _sentence: None,
    hold: Callable[[], None] = lambda: None,
    tell: Callable[[Outcome], None] = lambda _outcome: None,
) -> PaperImport:
    """Let the rows in, one by one; goes on where a killed worker stopped, so that each row is counted once.

    Those who decide are told once, at the end, of all that waits for them. `tell` is told what became of each row.
    """
    if run.state != ImportState.APPLYING:
        return run
    tally, refused = Tally(dict(run.counts), list(run.told)), list(run.refused)
    with _pass(run, by, scans) as this:
        this.pass_over(run.done, frozenset(line for line, _ in refused))

        def keep(outcome: Outcome) -> None:
            _note(outcome, tally, refused)
            put(run, done=run.done + 1, counts=tally.counts, told=tally.told, refused=refused)

        for outcome in this.let_in(by=by, run=run, hold=hold, keep=keep):
            tell(outcome)
            progress(run.done, run.rows, f"{run.done:,} of {run.rows:,} rows.")
        unused = _unused(this)
    with transaction.atomic():
        hold()
        run, at = locked(run)
        move(run, PAPER_IMPORT, "finished", applied_at=at, rejects=_make_rejects(run, by), unused=unused)
        _record(run, by, at, "worker", run.counts, act="authorizations.import_applied")
        recorded = Authorization.objects.filter(batch=run.pk).select_related("grantee", "department").order_by("pk")
        notifications.tell_of_papers(list(recorded), by=by, at=at)
    return run


@contextmanager
def _pass(run: PaperImport, by: Actor, scans: Scans | None) -> Iterator[Passing]:
    with ExitStack() as stack:
        stream = stack.enter_context(open_file(run.file))
        if scans is None:
            if run.scans is None:
                raise InvalidInput("The scans are not here.", remedy="Bring the file again, with its scans.")
            scans = stack.enter_context(archive(stack.enter_context(open_file(run.scans))))
        table = {"sheet": run.sheet, "above": run.above}
        yield stack.enter_context(passing(cast("BinaryIO", stream), scans, by=by, places=run.places, **table))


def _note(outcome: Outcome, tally: Tally, refused: list[tuple[int, Sequence[Problem]]]) -> None:
    tally.add(outcome)
    if outcome.kind == Kind.REJECTED:
        refused.append((outcome.line, outcome.problems))


def _unused(this: Passing) -> list[str]:
    return this.decider.scans.unused(this.decider.used)[:UNUSED_NAMED]


def _make_rejects(run: PaperImport, by: Actor) -> StoredFile | None:
    """The rows that did not go in, as they were: read once more, so that a killed worker has lost none of them."""
    wrong = dict(run.refused)
    if not wrong:
        return None
    with TemporaryFile() as spool, rejects_of(run, spool) as rejects, open_file(run.file) as stream:
        for row in open_sheet(cast("BinaryIO", stream), run.sheet, run.above).rows:
            if row.line in wrong:
                rejects.add(row.line, row.cells, wrong[row.line])
        return store_rejects(run, by=by, purpose=PURPOSE, spool=spool, rejects=rejects)


_NOTHING_YET: dict[str, Any] = {"counts": {}, "told": [], "refused": [], "unused": [], "rejects": None}


def _start(run: PaperImport, by: Actor, kind: str, title: str) -> PaperImport:
    put(run, job=jobs.start(by=by, kind=kind, title=title, parameters={"run": str(run.pk)}).pk)
    return run


def _record(run: PaperImport, by: Actor, at: datetime, capacity: str, after: dict[str, Any], *, act: str) -> None:
    record(by=by, act=act, on=run, at=at, capacity=capacity, clause=CITY_PROCEDURE, after=after)
