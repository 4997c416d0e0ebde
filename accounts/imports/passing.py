"""Going through a file once: to say what it would do, or to let its rows in."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping
from contextlib import contextmanager
from dataclasses import dataclass
from itertools import islice
from time import sleep
from typing import BinaryIO

from django.db import transaction

from accounts.imports.deciding import Decider, Outcome, batches
from accounts.imports.departments import Departments
from accounts.imports.rows import RowReader
from accounts.platforms import address_book
from accounts.services.importing import register_many
from foundation import clock
from foundation.actor import Actor
from foundation.errors import Conflict, InvalidInput
from foundation.tabular.outcomes import Kind
from foundation.tabular.sheet import Sheet, open_sheet

BREATH = 0.04
"""Seconds between two batches: SQLite lets whoever waits try again only now and then, and would starve them."""


@dataclass
class Passing:
    """One pass through one file."""

    sheet: Sheet
    decider: Decider

    @property
    def departments(self) -> Departments:
        """The departments that the rows name."""
        return self.decider.reader.departments

    def would_do(self) -> Iterator[list[Outcome]]:
        """What would become of the rows, batch by batch; writes nothing."""
        at, empty = clock.now(), True
        for rows in batches(self.sheet.rows):
            empty = False
            outcomes = self.decider.decide(rows, at)
            self.departments.use(_departments_of(outcomes))
            yield outcomes
        if empty:
            raise _no_rows()

    def replay(self, done: int) -> Iterator[Outcome]:
        """The rows that went in before a worker was killed, so that later ones are told from them."""
        for rows in batches(islice(self.sheet.rows, done)):
            yield from self.decider.within_file(rows)

    def let_in(
        self, *, by: Actor, source: str, hold: Callable[[], None], keep: Callable[[list[Outcome]], None]
    ) -> Iterator[list[Outcome]]:
        """Let the rows in, batch by batch, each in a short transaction; reading and comparing happen between them.

        `hold` is called first inside each, `keep` last, with what became of its rows.
        """
        for rows in batches(self.sheet.rows):
            outcomes = self.decider.decide(rows, clock.now())
            with transaction.atomic():
                hold()
                self.departments.make(_departments_of(outcomes), by, source)
                self._enter([outcome for outcome in outcomes if outcome.kind == Kind.ADDED], by)
                keep(outcomes)
            yield outcomes
            sleep(BREATH)

    def _enter(self, outcomes: list[Outcome], by: Actor) -> None:
        plans = [self.decider.plan(outcome) for outcome in outcomes]
        for outcome, entered in zip(outcomes, register_many(by=by, plans=plans), strict=True):
            if isinstance(entered, Conflict):  # somebody entered it after the batch was compared
                outcome.kind, outcome.note = Kind.DUPLICATE, f"{entered.what} {entered.why}"


@contextmanager
def passing(
    stream: BinaryIO, *, sheet: int, above: int, places: Mapping[str, int], creates_departments: bool
) -> Iterator[Passing]:
    """A pass through an open file, whose table and columns are known."""
    table = open_sheet(stream, sheet, above)
    departments = Departments(clock.now(), creates=creates_departments)
    decider = Decider(RowReader(table.header, places, address_book(), departments, table.kind))
    try:
        yield Passing(table, decider)
    finally:
        decider.lines.close()


def count_rows(stream: BinaryIO, sheet: int, above: int) -> int:
    """How many rows a table has; raises `InvalidInput` where it cannot be read to its end: before anything goes in."""
    rows = sum(1 for _ in open_sheet(stream, sheet, above).rows)
    if not rows:
        raise _no_rows()
    return rows


def _departments_of(outcomes: list[Outcome]) -> list[str]:
    return [outcome.understood.department for outcome in outcomes if outcome.kind == Kind.ADDED]


def _no_rows() -> InvalidInput:
    return InvalidInput(
        "The file has a header and no rows.", remedy="Choose the file again, and look into it before you send it."
    )
