"""Acts on an organization's file in the browser: upload, check, let in, cancel."""

from __future__ import annotations

import json
from collections.abc import Callable
from dataclasses import asdict
from datetime import datetime
from time import sleep
from typing import IO, Any

from django.db import transaction

from directory.models import Role
from directory.permissions import require_role
from foundation import clock
from foundation.actor import Actor
from foundation.audit.services import record
from foundation.citations import CITY_PROCEDURE
from foundation.errors import Conflict, InvalidInput, Refusal
from foundation.files.models import StoredFile
from foundation.files.services import read, store
from foundation.jobs import services as jobs
from powers.lifecycle import ORGANIZATION_IMPORT
from powers.models import OrganizationImport, OrganizationState
from powers.organization_file import SECTIONS, read_document, sections_of
from powers.services.set_up import Imported, import_organization, let_in, steps_of

CHECKING, APPLYING, PURPOSE = "check_organization_import", "apply_organization_import", "organization_import"
MEBIBYTE = 1024 * 1024
LIMIT = 2 * MEBIBYTE
MOST_ROWS = 500
"""The check tries every row in one transaction: longer files go in by the command, at a quiet hour."""
BATCH = 25
BREATH = 0.04
"""Seconds between two batches: SQLite lets whoever waits try again only now and then, and would starve them."""
COUNTS = ("added", "changed", "waiting", "unchanged")
Progress = Callable[[int, int, str], None]


@transaction.atomic
def upload(*, by: Actor, name: str, content: IO[bytes]) -> OrganizationImport:
    """Keep a file, and have a worker check it; what is no organization's file is refused whole."""
    at = clock.now()
    capacity = require_role(by, Role.ADMINISTRATOR, at, "You cannot import the organization.")
    if by.person is None:
        raise Refusal("A person brings this file.", clause=CITY_PROCEDURE, remedy="Use manage.py import_organization.")
    given = content.read(LIMIT + 1)
    if len(given) > LIMIT:
        raise _too_much(f"The file is larger than {LIMIT // MEBIBYTE} MB.")
    rows = sum(len(found) for found in sections_of(read_document(given)).values())
    if rows > MOST_ROWS:
        raise _too_much(f"The file has {rows:,} rows, more than {MOST_ROWS:,}.")
    if not rows:
        raise InvalidInput("The file has no rows.", remedy="Choose a file with at least one row.", field="file")
    stored = store(by=by, name=name, content=given, purpose=PURPOSE, limit=LIMIT)
    run = OrganizationImport.objects.create(file=stored, uploaded_by=by.person, uploaded_at=at)
    _record(run, by, "uploaded", at, capacity, {"file": stored.sha256, "name": stored.name})
    return _start(run, by, CHECKING, f"Check the organization of {stored.name}")


def _too_much(what: str) -> InvalidInput:
    remedy = "Split it, or have it imported with manage.py import_organization."
    return InvalidInput(what, why="The check tries all of it at once.", remedy=remedy, field="file")


def check_file(run: OrganizationImport, *, by: Actor) -> None:
    """Find out what the file would do, changing nothing; safe to repeat."""
    if run.state != OrganizationState.UPLOADED:
        return
    imported = import_organization(read_document(read(run.file)), by=by, dry_run=True)
    with transaction.atomic():
        run, at = _locked(run)
        if run.state == OrganizationState.UPLOADED:
            _move(run, "checked", checked_at=at, **_added_up(run, imported))
            _record(run, by, "checked", at, "worker", _facts(run))


@transaction.atomic
def ask_to_apply(run: OrganizationImport, *, by: Actor) -> OrganizationImport:
    """Have a worker let a checked file in."""
    run, at = _locked(run)
    capacity = require_role(by, Role.ADMINISTRATOR, at, "You cannot import the organization.")
    _move(run, "let in", counts={}, problems=[], done=0)
    _record(run, by, "started", at, capacity, {"state": run.state})
    return _start(run, by, APPLYING, f"Let the organization of {run.file.name} in")


@transaction.atomic
def cancel(run: OrganizationImport, *, by: Actor) -> OrganizationImport:
    """Let nothing of a file in."""
    run, at = _locked(run)
    capacity = require_role(by, Role.ADMINISTRATOR, at, "You cannot cancel an import.")
    _move(run, "cancelled")
    _record(run, by, "cancelled", at, capacity, {})
    return run


def apply_file(run: OrganizationImport, *, by: Actor, progress: Progress, hold: Callable[[], None]) -> None:
    """Let the rows in, batch by batch; goes on where a killed worker stopped, so that each row is counted once."""
    if run.state != OrganizationState.APPLYING:
        return
    document, refused = read_document(read(run.file)), Imported()
    steps = steps_of(document, refused)
    while batch := steps[run.done : run.done + BATCH]:
        with transaction.atomic():
            hold()
            part = Imported()
            let_in(batch, part, by=by)
            run.done += len(batch)
            _put(run, done=run.done, **_added_up(run, part))
        sleep(BREATH)
        progress(run.done, len(steps), f"{run.done:,} of {len(steps):,} rows.")
    with transaction.atomic():
        hold()
        run, at = _locked(run)
        found = _added_up(run, refused)
        _move(run, "finished", applied_at=at, rejects=_rejects(run, found["problems"], document, by), **found)
        _record(run, by, "applied", at, "worker", _facts(run))


def _added_up(run: OrganizationImport, part: Imported) -> dict[str, Any]:
    counts = {section: dict(run.counts.get(section, {})) for section in SECTIONS}
    problems = list(run.problems)
    for section in SECTIONS:
        tally = getattr(part, section)
        for name in COUNTS:
            counts[section][name] = counts[section].get(name, 0) + getattr(tally, name, 0)
        problems += [{"section": section, **asdict(problem)} for problem in tally.problems]
    problems.sort(key=lambda problem: (SECTIONS.index(problem["section"]), problem["row"]))
    return {"counts": counts, "problems": problems}


def _rejects(
    run: OrganizationImport, problems: list[dict[str, Any]], document: dict[str, Any], by: Actor
) -> StoredFile | None:
    """The rows that did not go in, as they were: a file of the same form, to be mended and imported."""
    rows: dict[str, list[Any]] = {}
    for problem in problems:
        rows.setdefault(problem["section"], []).append(document[problem["section"]][problem["row"] - 1])
    if not rows:
        return None
    content = json.dumps(rows, ensure_ascii=False, indent=2).encode()
    return store(by=by, name=f"rejects of {run.file.name}", content=content, purpose=PURPOSE)


def _start(run: OrganizationImport, by: Actor, kind: str, title: str) -> OrganizationImport:
    _put(run, job=jobs.start(by=by, kind=kind, title=title, parameters={"run": str(run.pk)}).pk)
    return run


def _locked(run: OrganizationImport) -> tuple[OrganizationImport, datetime]:
    return OrganizationImport.objects.select_for_update().get(pk=run.pk), clock.now()


def _move(run: OrganizationImport, act: str, **values: Any) -> None:
    end = ORGANIZATION_IMPORT.require(act, run.state)
    # The condition is the lock on SQLite, which has no row locks.
    if not OrganizationImport.objects.filter(pk=run.pk, state=run.state).update(state=end, **values):
        raise Conflict("Somebody acted on this import at the same moment.", remedy="Open it again.")
    run.refresh_from_db()


def _put(run: OrganizationImport, **values: Any) -> None:
    OrganizationImport.objects.filter(pk=run.pk).update(**values)
    run.refresh_from_db()


def _facts(run: OrganizationImport) -> dict[str, Any]:
    return {"state": run.state, "counts": run.counts, "rejected": len(run.problems)}


def _record(run: OrganizationImport, by: Actor, act: str, at: datetime, capacity: str, after: dict[str, Any]) -> None:
    act = f"powers.organization_import_{act}"
    record(by=by, act=act, on=run, at=at, capacity=capacity, clause=CITY_PROCEDURE, after=after)
