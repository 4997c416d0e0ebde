"""Acts on a file of accounts: upload, say which column is what, check, let in, cancel."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping
from contextlib import contextmanager
from datetime import datetime
from itertools import islice
from tempfile import TemporaryFile
from typing import IO, Any, BinaryIO, cast

from django.db import transaction

from accounts.imports.columns import COLUMNS
from accounts.imports.deciding import Outcome
from accounts.imports.passing import Passing, count_rows, passing
from accounts.lifecycle import IMPORT
from accounts.models import AccountImport, ImportState
from accounts.services.importing import IMPORTERS
from directory.models import Role
from directory.permissions import require_role
from foundation import clock
from foundation.actor import Actor
from foundation.audit.services import record
from foundation.citations import CITY_PROCEDURE
from foundation.errors import InvalidInput
from foundation.files.services import open_file, store
from foundation.jobs import services as jobs
from foundation.tabular.outcomes import Tally
from foundation.tabular.runs import locked, move, note, put, rejects_of, store_rejects
from foundation.tabular.sheet import find_sheet

CHECKING, APPLYING, PURPOSE = "check_account_import", "apply_account_import", "account_import"
MEBIBYTE = 1024 * 1024
LIMIT = 200 * MEBIBYTE
LIMIT_IN_BROWSER = 20 * MEBIBYTE
"""The first lines are read while somebody waits, and those of a workbook ask for all of its texts."""
SAMPLE, SHOWN_OF_CELL = 5, 120
Progress = Callable[[int, int, str], None]


@transaction.atomic
def upload(
    *, by: Actor, name: str, content: IO[bytes], named: Mapping[str, str] | None = None, limit: int = LIMIT
) -> AccountImport:
    """Keep a file of accounts and read its first lines; what cannot be read is refused whole.

    `named` says which column is what, by title; without it their titles are guessed at, and somebody looks at it.
    """
    at = clock.now()
    capacity = require_role(by, IMPORTERS, at, "You cannot import accounts.")
    stored = store(by=by, name=name, content=content, purpose=PURPOSE, limit=limit)
    with open_file(stored) as stream:
        sheet = find_sheet(cast("BinaryIO", stream), lambda line: COLUMNS.likeness(line, named or {}))
        sample = [[cell[:SHOWN_OF_CELL] for cell in row.cells] for row in islice(sheet.rows, SAMPLE)]
    run = AccountImport.objects.create(
        file=stored,
        uploaded_by=by.person,
        uploaded_at=at,
        sheet=sheet.number,
        above=sheet.above,
        header=list(sheet.header),
        sample=sample,
        places=COLUMNS.guess(sheet.header) if named is None else COLUMNS.places(named, sheet.header),
    )
    _record(run, by, at, capacity, {"file": stored.sha256, "name": stored.name}, act="accounts.import_uploaded")
    return run


@transaction.atomic
def check_columns(
    run: AccountImport, *, by: Actor, places: Mapping[str, int], creates_departments: bool = False
) -> AccountImport:
    """Say which column is what, and have a worker check the file by it."""
    run, at = locked(run)
    capacity = _require(by, at, creates_departments)
    COLUMNS.refuse_incomplete(places, run.header)
    chosen = dict(places)
    fresh: dict[str, Any] = {"counts": {}, "told": [], "departments": [], "rejects": None}
    move(run, IMPORT, "put to the check", places=chosen, creates_departments=creates_departments, **fresh)
    after = {"columns": chosen, "creates_departments": creates_departments}
    _record(run, by, at, capacity, after, act="accounts.import_put_to_check")
    return _start(run, by, CHECKING, f"Check the accounts of {run.file.name}")


def check_file(run: AccountImport, *, by: Actor, progress: Progress) -> None:
    """Find out what the file would do, changing nothing of the register; safe to repeat."""
    if run.state != ImportState.CHECKING:
        return
    tally, problem = Tally(), ""
    with TemporaryFile() as spool, rejects_of(run, spool) as rejects:
        try:
            with _pass(run) as this:
                for outcomes in this.would_do():
                    note(outcomes, tally, rejects)
                    progress(tally.rows, 0, f"{tally.rows:,} rows read.")
                departments = list(this.departments.new.items())
        except InvalidInput as error:
            problem, departments = str(error), []
        with transaction.atomic():
            run, at = locked(run)
            if run.state != ImportState.CHECKING:
                return
            found = {"counts": tally.counts, "told": tally.told, "rows": tally.rows, "departments": departments}
            kept = None if problem else store_rejects(run, by=by, purpose=PURPOSE, spool=spool, rejects=rejects)
            act = "found unreadable" if problem else "checked"
            move(run, IMPORT, act, checked_at=at, problem=problem, rejects=kept, **found)
            _record(run, by, at, "worker", {"state": run.state, **tally.counts}, act="accounts.import_checked")


@transaction.atomic
def let_in(run: AccountImport, *, by: Actor) -> AccountImport:
    """Have a worker let a checked file in."""
    run, at = locked(run)
    capacity = _require(by, at, run.creates_departments)
    move(run, IMPORT, "let in", counts={}, told=[], departments=[], done=0, rejects=None)
    _record(run, by, at, capacity, {"state": run.state}, act="accounts.import_started")
    return _start(run, by, APPLYING, f"Let the accounts of {run.file.name} in")


def let_in_by_command(run: AccountImport, *, by: Actor, creates_departments: bool = False) -> AccountImport:
    """Begin to let a file in without a look at it first; raises `InvalidInput` where it cannot be read to its end."""
    with open_file(run.file) as stream:
        rows = count_rows(cast("BinaryIO", stream), run.sheet, run.above)
    with transaction.atomic():
        run, at = locked(run)
        capacity = _require(by, at, creates_departments)
        move(run, IMPORT, "let in by a command", rows=rows, creates_departments=creates_departments)
        _record(run, by, at, capacity, {"state": run.state}, act="accounts.import_started")
    return run


@transaction.atomic
def cancel(run: AccountImport, *, by: Actor) -> AccountImport:
    """Let nothing of a file in."""
    run, at = locked(run)
    capacity = require_role(by, IMPORTERS, at, "You cannot cancel an import.")
    move(run, IMPORT, "cancelled")
    _record(run, by, at, capacity, {}, act="accounts.import_cancelled")
    return run


def apply_file(
    run: AccountImport,
    *,
    by: Actor,
    progress: Progress = lambda _done, _total, _sentence: None,
    hold: Callable[[], None] = lambda: None,
    tell: Callable[[Outcome], None] = lambda _outcome: None,
) -> AccountImport:
    """Let the rows in, batch by batch; goes on where a killed worker stopped, so that each row is counted once.

    `tell` is told what became of each row.
    """
    if run.state != ImportState.APPLYING:
        return run
    tally = Tally(dict(run.counts), list(run.told))
    with TemporaryFile() as spool, rejects_of(run, spool) as rejects, _pass(run) as this:
        note(this.replay(run.done), Tally(), rejects)
        known = dict(run.departments)

        def keep(outcomes: list[Outcome]) -> None:
            note(outcomes, tally, rejects)
            made = list({**known, **this.departments.new}.items())
            run.done += len(outcomes)
            put(run, done=run.done, counts=tally.counts, told=tally.told, departments=made)

        for outcomes in this.let_in(by=by, source=f"Import of {run.file.name}", hold=hold, keep=keep):
            for outcome in outcomes:
                tell(outcome)
            progress(run.done, run.rows, f"{run.done:,} of {run.rows:,} rows.")
        with transaction.atomic():
            hold()
            run, at = locked(run)
            move(
                run,
                IMPORT,
                "finished",
                applied_at=at,
                rejects=store_rejects(run, by=by, purpose=PURPOSE, spool=spool, rejects=rejects),
            )
            after = {**run.counts, "departments": [code for code, _ in run.departments]}
            _record(run, by, at, "worker", after, act="accounts.import_applied")
    return run


@contextmanager
def _pass(run: AccountImport) -> Iterator[Passing]:
    with (
        open_file(run.file) as stream,
        passing(
            cast("BinaryIO", stream),
            sheet=run.sheet,
            above=run.above,
            places=run.places,
            creates_departments=run.creates_departments,
        ) as this,
    ):
        yield this


def _require(by: Actor, at: datetime, creates_departments: bool) -> str:
    capacity = require_role(by, IMPORTERS, at, "You cannot import accounts.")
    if creates_departments:
        require_role(by, Role.ADMINISTRATOR, at, "You cannot make departments with an import.")
    return capacity


def _start(run: AccountImport, by: Actor, kind: str, title: str) -> AccountImport:
    put(run, job=jobs.start(by=by, kind=kind, title=title, parameters={"run": str(run.pk)}).pk)
    return run


def _record(run: AccountImport, by: Actor, at: datetime, capacity: str, after: dict[str, Any], *, act: str) -> None:
    record(by=by, act=act, on=run, at=at, capacity=capacity, clause=CITY_PROCEDURE, after=after)
