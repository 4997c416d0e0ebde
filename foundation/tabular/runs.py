"""A table on its way in: what its columns are, what its check found, what came of it, and its rejects.

Each app that lets tables in has a model of its own (a subclass of `TableImport`) with its table of acts; what all of
them do with a run stands here.
"""

from __future__ import annotations

import io
from collections.abc import Iterable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from datetime import datetime
from typing import IO, Any, ClassVar, TypeVar
from uuid import uuid4

from django.conf import settings
from django.db import models

from foundation import clock
from foundation.actor import Actor
from foundation.errors import Conflict
from foundation.files.models import StoredFile
from foundation.files.services import store
from foundation.lifecycle import Lifecycle
from foundation.tabular.columns import title_at
from foundation.tabular.outcomes import Kind, Outcome, Tally
from foundation.tabular.rejects import RejectsWriter


class ImportState(models.TextChoices):
    """What was done with a file; the checking and the letting in are jobs."""

    UPLOADED = "uploaded", "Uploaded: say which column is what"
    CHECKING = "checking", "Being checked"
    CHECKED = "checked", "Checked, nothing is in yet"
    UNREADABLE = "unreadable", "Cannot be read"
    APPLYING = "applying", "Going in"
    APPLIED = "applied", "Is in"
    CANCELLED = "cancelled", "Cancelled"


class TableImport(models.Model):
    """One file of rows. The stored file is the staging: its rows are decided anew when they go in.

    `sheet` and `above` say where its table is (`foundation.tabular.sheet`), `places` which column (from 0) is what.
    """

    id = models.UUIDField(primary_key=True, default=uuid4, editable=False)
    state = models.CharField("state", max_length=12, choices=ImportState, default=ImportState.UPLOADED)
    file = models.ForeignKey(StoredFile, on_delete=models.PROTECT, related_name="+")
    uploaded_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="+", null=True, blank=True
    )
    """Empty where a command without `--by` brought the file."""
    uploaded_at = models.DateTimeField("uploaded at", db_index=True)
    sheet = models.PositiveSmallIntegerField("sheet of the workbook", default=0)
    above = models.PositiveSmallIntegerField("lines above the titles", default=0)
    header = models.JSONField("titles of the columns", default=list)
    sample = models.JSONField("first rows", default=list)
    places = models.JSONField("which column is what", default=dict)
    rows = models.PositiveIntegerField("rows of the file", default=0)
    done = models.PositiveIntegerField("rows dealt with", default=0)
    """Where a killed worker goes on: written in the transaction of the rows."""
    counts = models.JSONField("what became of the rows, or would", default=dict)
    told = models.JSONField("the first rows that are wrong or duplicates, in words", default=list)
    problem = models.TextField("why the file cannot be read", blank=True)
    checked_at = models.DateTimeField("checked at", null=True, blank=True)
    applied_at = models.DateTimeField("applied at", null=True, blank=True)
    rejects = models.ForeignKey(StoredFile, on_delete=models.PROTECT, related_name="+", null=True, blank=True)
    job = models.UUIDField("the job at work on it", null=True, blank=True)

    class Meta:
        abstract = True
        ordering: ClassVar = ["-uploaded_at"]

    @property
    def titles(self) -> list[str]:
        """What the columns are called: by title, or by place."""
        return [title_at(self.header, place) for place in range(len(self.header))]

    @property
    def sample_rows(self) -> list[list[str]]:
        """The first rows, each as long as the header."""
        return [[*row, *[""] * (len(self.header) - len(row))] for row in self.sample]


@dataclass(frozen=True)
class Told:
    """What a page tells of the rows that are wrong, and of duplicates: the first of them, and how many there are."""

    wrong: list[dict[str, Any]]
    duplicates: list[dict[str, Any]]
    number_wrong: int
    number_duplicates: int

    @classmethod
    def of(cls, run: TableImport, first: int = 20) -> Told:
        """What is to be told of a run."""
        lines = {kind: [line for line in run.told if line["kind"] == kind] for kind in (Kind.REJECTED, Kind.DUPLICATE)}
        numbers = run.counts.get(Kind.REJECTED, 0), run.counts.get(Kind.DUPLICATE, 0)
        return cls(lines[Kind.REJECTED][:first], lines[Kind.DUPLICATE][:first], *numbers)


Run = TypeVar("Run", bound=TableImport)


def locked(run: Run) -> tuple[Run, datetime]:
    """The run held until the transaction ends and read again, and the moment after the lock."""
    held: Run = type(run)._default_manager.select_for_update().get(pk=run.pk)
    return held, clock.now()


def move(run: TableImport, lifecycle: Lifecycle, act: str, **values: Any) -> None:
    """Do an act of the table of acts with a run; raises `Conflict` where it is in no state for it."""
    end = lifecycle.require(act, run.state)
    # The condition is the lock on SQLite, which has no row locks.
    if not type(run)._default_manager.filter(pk=run.pk, state=run.state).update(state=end, **values):
        raise Conflict("Somebody acted on this import at the same moment.", remedy="Open it again.")
    run.refresh_from_db()


def put(run: TableImport, **values: Any) -> None:
    """Note how far the work on a run is."""
    type(run)._default_manager.filter(pk=run.pk).update(**values)
    for name, value in values.items():
        setattr(run, name, value)


@contextmanager
def rejects_of(run: TableImport, spool: IO[bytes]) -> Iterator[RejectsWriter]:
    """A writer of the rows that do not go in, under the titles of their own file."""
    text = io.TextIOWrapper(spool, encoding="utf-8-sig", newline="", write_through=True)
    try:
        yield RejectsWriter(text, run.header)
    finally:
        text.detach()


def note(outcomes: Iterable[Outcome], tally: Tally, rejects: RejectsWriter) -> None:
    """Count what became of some rows, and put those rejected into their file."""
    for outcome in outcomes:
        tally.add(outcome)
        if outcome.kind == Kind.REJECTED:
            rejects.add(outcome.line, outcome.cells, outcome.problems)


def store_rejects(
    run: TableImport, *, by: Actor, purpose: str, spool: IO[bytes], rejects: RejectsWriter
) -> StoredFile | None:
    """The rows that did not go in, as they were: a file of the same form, to be mended and imported."""
    if not rejects.rows:
        return None
    spool.seek(0)
    name = f"{run.file.name.rpartition('.')[0] or run.file.name}.rejects.csv"
    return store(by=by, name=name, content=spool, purpose=purpose, subject=run)
