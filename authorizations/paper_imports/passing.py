"""Going through a file of papers once: to say what it would do, or to let its rows in, one in each transaction."""

from __future__ import annotations

import hashlib
from collections.abc import Callable, Iterator, Mapping
from contextlib import contextmanager
from dataclasses import dataclass, replace
from itertools import islice
from time import sleep
from typing import BinaryIO
from uuid import UUID

from django.db import transaction

from authorizations.models import PaperImport
from authorizations.paper_imports.deciding import Decider, Outcome
from authorizations.paper_imports.rows import RowReader
from authorizations.paper_imports.scans import Scans
from authorizations.services.papers import record_paper
from authorizations.services.writing import lock_people
from foundation import clock
from foundation.actor import Actor
from foundation.audit.services import Subject
from foundation.errors import InvalidInput
from foundation.files.models import StoredFile
from foundation.files.services import store
from foundation.tabular.outcomes import Kind
from foundation.tabular.reading import Row
from foundation.tabular.sheet import Sheet, open_sheet

BREATH = 0.04
"""Seconds between two rows: SQLite lets whoever waits try again only now and then, and would starve them."""
MOST_ROWS = 5_000


@dataclass
class Passing:
    """One pass through one file."""

    sheet: Sheet
    decider: Decider

    def would_do(self) -> Iterator[Outcome]:
        """What would become of the rows, one by one; writes nothing."""
        for row in _counted(self.sheet.rows):
            yield self.decider.decide(self.decider.reader.read(row), clock.now())

    def pass_over(self, done: int, refused: frozenset[int]) -> None:
        """Go past the rows dealt with before a worker was killed; `refused` are the lines of those rejected."""
        for row in islice(self.sheet.rows, done):
            if row.line not in refused:
                self.decider.remember(self.decider.reader.read(row))

    def let_in(
        self, *, by: Actor, run: PaperImport, hold: Callable[[], None], keep: Callable[[Outcome], None]
    ) -> Iterator[Outcome]:
        """Let the rows in, one by one: its scan, its record and the note of it in one transaction.

        `hold` is called first inside each, `keep` last, with what became of the row.
        """
        for row in self.sheet.rows:
            found = self.decider.reader.read(row)
            with transaction.atomic():
                hold()
                if found.plan is not None:
                    lock_people(found.plan.grantee, by.person)
                outcome = self.decider.decide(found, clock.now())
                if outcome.kind == Kind.ADDED:
                    self._record(outcome, by, run)
                keep(outcome)
            yield outcome
            sleep(BREATH)

    def _record(self, outcome: Outcome, by: Actor, run: PaperImport) -> None:
        plan, paper = outcome.understood.plan, outcome.understood.paper
        if plan is None or paper is None:
            raise ValueError(f"Line {outcome.line} says no paper.")
        scan = keep_scan(by, run, outcome.scan, self.decider.scans.read(outcome.scan))
        record_paper(by=by, plan=plan, paper=replace(paper, scan=scan), batch=run.pk)


def keep_scan(by: Actor, run: PaperImport, name: str, content: bytes) -> UUID:
    """Keep a scan once for each run: several people may stand on one paper."""
    about = Subject(kind=run._meta.label_lower, id=str(run.pk), label=str(run))
    known = StoredFile.objects.filter(purpose="authorization_scan", subject_kind=about.kind, subject_id=about.id)
    earlier = known.filter(sha256=_digest(content)).first()
    if earlier is not None:
        return earlier.pk
    return store(by=by, name=name, content=content, purpose="authorization_scan", subject=about).pk


@contextmanager
def passing(
    stream: BinaryIO, scans: Scans, *, by: Actor, sheet: int, above: int, places: Mapping[str, int]
) -> Iterator[Passing]:
    """A pass through an open file, whose table and columns are known, with its scans."""
    table = open_sheet(stream, sheet, above)
    decider = Decider(by, RowReader(table.header, places, table.kind, clock.now()), scans)
    try:
        yield Passing(table, decider)
    finally:
        decider.lines.close()


def count_rows(stream: BinaryIO, sheet: int, above: int) -> int:
    """How many rows a table has; raises `InvalidInput` where it cannot be read to its end, or has too many or none."""
    return sum(1 for _ in _counted(open_sheet(stream, sheet, above).rows))


def _counted(rows: Iterator[Row]) -> Iterator[Row]:
    number = 0
    for number, row in enumerate(rows, start=1):
        if number > MOST_ROWS:
            raise InvalidInput(
                f"The file has more than {MOST_ROWS:,} rows.", remedy="Bring the papers in several files."
            )
        yield row
    if not number:
        raise InvalidInput(
            "The file has a header and no rows.", remedy="Choose the file again, and look into it before you send it."
        )


def _digest(content: bytes) -> str:
    return hashlib.sha256(content).hexdigest()
