"""Acts on an import of people: upload, check, apply, confirm by a second person, cancel, undo."""

from __future__ import annotations

from collections.abc import Callable
from datetime import datetime
from time import sleep
from typing import IO, Any

from django.db import transaction
from django.db.models import Count

from directory.imports.applying import apply_batch
from directory.imports.checking import check, needs_second_person
from directory.imports.rejects import store_rejects
from directory.lifecycle import IMPORT
from directory.models import Department, Employee, ImportRow, ImportRun, Role, RowState, RunState
from directory.permissions import require_role
from directory.services.corrections import undo
from foundation import clock
from foundation.actor import Actor
from foundation.audit.services import record
from foundation.citations import CITY_PROCEDURE
from foundation.errors import Conflict, InvalidInput, PortalError, Refusal
from foundation.files.services import store
from foundation.jobs import services as jobs
from foundation.numbers import how_many

CHECKING, APPLYING = "check_people_import", "apply_people_import"
LIMIT = 200 * 1024 * 1024
BREATH = 0.11
"""Seconds between two batches: SQLite lets whoever waits try again every tenth of a second, and would starve them."""
Progress = Callable[[int, int, str], None]


@transaction.atomic
def upload(*, by: Actor, name: str, content: IO[bytes]) -> ImportRun:
    """Keep a file of people; nothing is read yet."""
    at = clock.now()
    capacity = require_role(by, Role.ADMINISTRATOR, at, "You cannot import people.")
    stored = store(by=by, name=name, content=content, purpose="people_import", limit=LIMIT)
    run = ImportRun.objects.create(file=stored, uploaded_by=by.person, uploaded_at=at)
    _record(run, by, "import_uploaded", at, capacity, {"file": stored.sha256, "name": stored.name})
    return run


def start_checking(run: ImportRun, *, by: Actor) -> ImportRun:
    """Have a worker check the file."""
    return _start(run, by, CHECKING, f"Check the people of {run.file.name}")


def _start(run: ImportRun, by: Actor, kind: str, title: str) -> ImportRun:
    job = jobs.start(by=by, kind=kind, title=title, parameters={"run": str(run.pk)})
    ImportRun.objects.filter(pk=run.pk).update(job=job.pk)
    run.job = job.pk
    return run


def check_file(run: ImportRun, *, by: Actor, progress: Progress) -> ImportRun:
    """Read and check the whole file into staging; safe to repeat until the run is checked."""
    if run.state != RunState.UPLOADED:
        return run
    state, problem = RunState.CHECKED, ""
    try:
        check(run, lambda done, sentence: progress(done, 0, sentence))
    except InvalidInput as error:
        state, problem = RunState.UNREADABLE, str(error)
    with transaction.atomic():
        at = clock.now()
        moved = ImportRun.objects.filter(pk=run.pk, state=RunState.UPLOADED)
        if moved.update(state=state, problem=problem, checked_at=at):
            run.refresh_from_db()
            _record(run, by, "import_checked", at, "worker", {"state": run.state, **run.counts})
    return run


@transaction.atomic
def ask_to_apply(run: ImportRun, *, by: Actor, in_background: bool = True) -> ImportRun:
    """Let a checked file in; one that would end much is put before a second person first (City procedure)."""
    run, at = _locked(run)
    capacity = require_role(by, Role.ADMINISTRATOR, at, "You cannot import people.")
    if needs_second_person(run):
        _move(run, "put before a second person")
        _record(run, by, "import_put_before_second", at, capacity, _ended(run))
        return run
    _move(run, "applied")
    _record(run, by, "import_started", at, capacity, {"state": run.state})
    return _start(run, by, APPLYING, f"Apply the people of {run.file.name}") if in_background else run


def may_confirm(run: ImportRun, person: Employee) -> bool:
    """Whether somebody is not the one who brought the file."""
    return run.uploaded_by_id != person.pk


@transaction.atomic
def confirm(run: ImportRun, *, by: Actor, in_background: bool = True) -> ImportRun:
    """Let in, as the second person, a file that ends much."""
    run, at = _locked(run)
    who = (Role.ADMINISTRATOR, Role.EMPLOYEE_RELATIONS)
    capacity = require_role(by, who, at, "You cannot confirm an import.")
    if by.person is None or not may_confirm(run, by.person):
        raise Refusal(
            "You cannot confirm this import.",
            why="Whoever brought the file does not confirm it: a second person looks at what it ends.",
            clause=CITY_PROCEDURE,
            remedy="Ask another administrator, or Employee Relations.",
        )
    run.confirmed_by, run.confirmed_at = by.person, at
    run.save(update_fields=["confirmed_by", "confirmed_at"])
    _move(run, "confirmed")
    _record(run, by, "import_confirmed", at, capacity, _ended(run))
    return _start(run, by, APPLYING, f"Apply the people of {run.file.name}") if in_background else run


@transaction.atomic
def cancel(run: ImportRun, *, by: Actor) -> ImportRun:
    """Let nothing of a file in."""
    run, at = _locked(run)
    capacity = require_role(by, Role.ADMINISTRATOR, at, "You cannot cancel an import.")
    _move(run, "cancelled")
    _record(run, by, "import_cancelled", at, capacity, {})
    return run


def apply_file(run: ImportRun, *, by: Actor, progress: Progress, hold: Callable[[], None] = lambda: None) -> ImportRun:
    """Apply what was planned, batch by batch; safe to repeat: what is in is not planned any more."""
    if run.state != RunState.APPLYING:
        return run
    by = Actor.of_person(run.uploaded_by, request_id=by.request_id) if run.uploaded_by else by
    departments = {department.code: department for department in Department.objects.all()}
    total = ImportRow.objects.filter(run=run, state=RowState.PLANNED).count()
    done = dealt_with = 0
    while dealt_with := apply_batch(run, by, departments, hold, dealt_with):
        done += dealt_with
        sleep(BREATH)
        progress(done, total, f"{done:,} of {total:,} rows.")
    _finish(run, by)
    run.refresh_from_db()
    return run


@transaction.atomic
def _finish(run: ImportRun, by: Actor) -> None:
    at = clock.now()
    counts: dict[str, Any] = {**run.counts, **dict.fromkeys(RowState.values, 0)}
    states = ImportRow.objects.filter(run=run).order_by().values_list("state")
    counts |= dict(states.annotate(Count("pk")))
    moved = ImportRun.objects.filter(pk=run.pk, state=RunState.APPLYING)
    if moved.update(state=RunState.APPLIED, counts=counts, applied_at=at, rejects=store_rejects(run, by)):
        _record(run, by, "import_applied", at, "worker", counts)


def undo_run(run: ImportRun, *, by: Actor) -> tuple[int, list[str]]:
    """Undo the endings and other changes of an applied file, person by person, by dated corrections.

    Returns how many people were put back, and a sentence for each who was not because later entries rest on it.
    Names, e-mail addresses and people who came with the file stay: a hire is undone by its assignment.
    """
    at = clock.now()
    require_role(by, Role.ADMINISTRATOR, at, "You cannot undo an import.")
    IMPORT.require("undone", run.state)
    undone, left = 0, []
    rows = ImportRow.objects.filter(run=run, state=RowState.APPLIED).exclude(recorded=[]).order_by("-depth", "-line")
    for row in rows.defer("cells").iterator(500):
        employee = Employee.objects.get(number=row.number)
        try:
            with transaction.atomic():
                for moment in reversed(row.recorded):
                    undo(employee, by=by, recorded_at=datetime.fromisoformat(moment))
            undone += 1
        except PortalError as error:
            left.append(f"Line {row.line}, {employee.name} ({employee.number}): {error}")
    with transaction.atomic():
        run, at = _locked(run)
        _move(run, "undone")
        _record(run, by, "import_undone", at, Role.ADMINISTRATOR.label, {"undone": undone, "left": len(left)})
    return undone, left


def _ended(run: ImportRun) -> dict[str, int]:
    return {"people": run.people_ended, "powers": run.powers_ended}


def _locked(run: ImportRun) -> tuple[ImportRun, datetime]:
    return ImportRun.objects.select_for_update().get(pk=run.pk), clock.now()


def _move(run: ImportRun, act: str) -> None:
    end = IMPORT.require(act, run.state)
    if not ImportRun.objects.filter(pk=run.pk, state=run.state).update(state=end):
        raise Conflict("Somebody acted on this import at the same moment.", remedy="Open it again.")
    run.state = end


def _record(run: ImportRun, by: Actor, act: str, at: datetime, capacity: str, after: dict[str, Any]) -> None:
    record(by=by, act=f"directory.{act}", on=run, at=at, capacity=capacity, clause=CITY_PROCEDURE, after=after)


def summary(run: ImportRun, *, dry: bool = False) -> str:
    """One line of counts: what a file did, or would do."""
    counts = run.counts
    acts = (
        ("hire", "hired"),
        ("move", "moved"),
        ("title", "given another title"),
        ("reassign", "given another supervisor or standing"),
        ("identity", "changed in name or e-mail"),
        ("leave", "on leave"),
        ("suspend", "suspended"),
        ("return", "back at work"),
        ("left", "left"),
    )
    did = ", ".join(f"{counts[key]:,} {words}" for key, words in acts if counts.get(key))
    rows = sum(counts.get(state, 0) for state in RowState.values)
    lead = "Checked only, nothing changed" if dry else RunState(run.state).label
    tail = (
        f"{counts.get('unchanged', 0):,} unchanged, {counts.get('rejected', 0):,} rejected of {how_many(rows, 'row')}."
    )
    return f"{lead}: {did + ', ' if did else ''}{tail}"
