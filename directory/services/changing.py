"""How changes of people are made: one, or many at once in the few statements of one.

A verb of the roster is a `Step`: it decides on what stands (a `Life`) and only notes what it would write (a `Draft`).
`change_one` takes one step for one person; `change_many` takes the steps of many and writes them together, each person
standing or falling alone. So there is one place for each rule.
"""

from __future__ import annotations

from collections.abc import Collection, Iterator, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from django.db import transaction

from directory.identity import is_identity
from directory.models import Employee
from directory.services.consequences import watched
from directory.services.drafts import Book, Step
from foundation.actor import Actor
from foundation.effective import NotYetWritten
from foundation.errors import Conflict, PortalError


@dataclass(frozen=True, kw_only=True)
class Change:
    """What is to be done to one person, step by step, as a whole or not at all."""

    number: str
    steps: Sequence[Step]


@dataclass(frozen=True)
class Changed:
    """What became of a change: the person, what its last step returned, and when dated facts of it were recorded."""

    employee: Employee
    result: Any
    recorded: tuple[datetime, ...]


@transaction.atomic
def change_one(number: str, step: Step, *, by: Actor) -> Changed:
    """Take one step for one person: lock, read the clock, decide, write."""
    book = Book.open([number], [step], by)
    draft = book.draft(number)
    result = step.take(draft)
    book.accept(draft)
    book.write()
    return Changed(draft.employee, result, draft.recorded)


@transaction.atomic
def change_many(changes: Sequence[Change], *, by: Actor) -> list[Changed | PortalError]:
    """Make many changes by the rules of the single verbs, with as many rows and entries, in a few statements.

    In the place of each comes what became of it, or why it could not be made. Who is named as a supervisor stands in
    the portal already.
    """
    results: list[Changed | PortalError] = []
    for part in _parts(changes, by):
        results.extend(_together(part, by) if len(part) > 1 else [_alone(part[0], by)])
    return results


def _parts(changes: Sequence[Change], by: Actor) -> Iterator[list[Change]]:
    """What is written together: nobody twice, and alone whoever is watched or acts (they may lose their role)."""
    numbers = [change.number for change in changes if is_identity(change.number)]
    ids = dict(Employee.objects.filter(number__in=numbers).values_list("number", "pk"))
    alone = watched(ids.values()) | {by.person.pk if by.person else None}
    part: list[Change] = []
    inside: set[str] = set()
    for change in changes:
        by_itself = ids.get(change.number) in alone if change.number in ids else False
        if part and (by_itself or change.number in inside):
            yield part
            part, inside = [], set()
        part.append(change)
        inside.add(change.number)
        if by_itself:
            yield part
            part, inside = [], set()
    if part:
        yield part


def _together(part: Collection[Change], by: Actor) -> list[Changed | PortalError]:
    try:
        with transaction.atomic():
            book = Book.open([change.number for change in part], [step for each in part for step in each.steps], by)
            results = [_decided(book, change) for change in part]
            book.write()
            return results
    except (Conflict, NotYetWritten):
        # Somebody changed one of them at the same moment, or a step rests on what another only noted.
        return [_alone(change, by) for change in part]


def _decided(book: Book, change: Change) -> Changed | PortalError:
    draft = book.draft(change.number)
    result = None
    try:
        for step in change.steps:
            result = step.take(draft)
    except PortalError as error:
        draft.discard()
        return error
    book.accept(draft)
    return Changed(draft.employee, result, draft.recorded)


def _alone(change: Change, by: Actor) -> Changed | PortalError:
    """The steps of one change, each written before the next is decided."""
    done: list[Changed] = []
    try:
        with transaction.atomic():
            done.extend(change_one(change.number, step, by=by) for step in change.steps)
    except PortalError as error:
        return error
    last = done[-1]
    return Changed(last.employee, last.result, tuple(sorted({moment for each in done for moment in each.recorded})))
