"""Supervisors of a file: known, without circles, and in before their people.

Works on whole numbers, some 30 bytes a person, so that 300,000 rows need no more than a few megabytes.
"""

from __future__ import annotations

from array import array
from bisect import bisect_left
from collections import defaultdict
from collections.abc import Iterator
from heapq import merge
from typing import Any

from django.db import transaction
from django.db.models import Exists, OuterRef, Q, QuerySet, Subquery

from directory.models import Assignment, Employee, ImportRow, ImportRun, RowState
from foundation.effective import DatedQuerySet

BATCH = 500
UNKNOWN = {
    "column": "supervisor",
    "why": "Nobody has this number, neither in the portal nor in a right row of the file.",
    "remedy": "Correct the number, or add that person.",
}
CIRCLE = {
    "column": "supervisor",
    "why": "Following the supervisors upwards leads back to this person.",
    "remedy": "Correct one of the supervisors in the circle.",
}


def reject_unknown(run: ImportRun) -> None:
    """Reject rows whose supervisor nobody knows; again, while that takes a supervisor away from others."""
    known = Employee.objects.filter(number=OuterRef("supervisor"))
    coming = ImportRow.objects.filter(run=run, number=OuterRef("supervisor")).exclude(state=RowState.REJECTED)
    rows = ImportRow.objects.filter(run=run).exclude(state=RowState.REJECTED).exclude(supervisor="")
    while True:
        wrong = list(rows.exclude(Exists(known)).exclude(Exists(coming)).order_by("pk").defer("cells")[:BATCH])
        if not wrong:
            return
        for row in wrong:
            row.reject(value=row.supervisor, **UNKNOWN)
        ImportRow.objects.bulk_update(wrong, ["state", "problems"])


class Chain:
    """Who is under whom, as it will be once the file is in: two sorted arrays of whole numbers.

    People whom the portal knows go by their id, those who come with the file by the negative id of their row.
    """

    def __init__(self, run: ImportRun) -> None:
        self.people, self.supervisors = array("q"), array("q")
        for person, supervisor in _links(run):
            self.people.append(person)
            self.supervisors.append(supervisor)
        self.depths = array("i", bytes(4 * len(self.people)))
        self.circular: set[int] = set()

    def above(self, person: int) -> int | None:
        """The supervisor of somebody, where there is one."""
        place = bisect_left(self.people, person)
        if place < len(self.people) and self.people[place] == person:
            return self.supervisors[place]
        return None

    def depth(self, person: int) -> int:
        """How many supervisors stand above somebody; those in a circle are remembered as `circular`."""
        path: list[int] = []
        seen: set[int] = set()
        current: int | None = person
        base = 0
        while current is not None:
            place = bisect_left(self.people, current)
            if place >= len(self.people) or self.people[place] != current:
                break
            if self.depths[place]:
                base = self.depths[place]
                break
            if current in seen:
                self.circular.update(path[path.index(current) :])
                break
            seen.add(current)
            path.append(current)
            current = self.supervisors[place]
        for step, found in enumerate(reversed(path), start=1):
            self.depths[bisect_left(self.people, found)] = base + step
        return base + len(path)


def _links(run: ImportRun) -> Iterator[tuple[int, int]]:
    """Who is under whom, sorted by the database: those who come with the file (negative) before those who are known."""
    rows = ImportRow.objects.filter(run=run).exclude(state=RowState.REJECTED)
    theirs = rows.exclude(supervisor="")
    new = ImportRow.objects.filter(run=run, number=OuterRef("supervisor")).exclude(state=RowState.REJECTED)
    linked = theirs.annotate(known=_first(Employee.objects.filter(number=OuterRef("supervisor"))), coming=_first(new))
    coming = linked.filter(employee_id__isnull=True).order_by("-pk").values_list("pk", "known", "coming")
    for pk, known, above in coming.iterator(BATCH):
        yield -pk, (known if known is not None else -above)
    known_people = linked.filter(employee_id__isnull=False).order_by("employee_id")
    yield from merge(_held(rows), _said(known_people.values_list("employee_id", "known", "coming").iterator(BATCH)))


def _said(found: Iterator[tuple[int | None, int | None, int]]) -> Iterator[tuple[int, int]]:
    for person, known, above in found:
        if person is not None:
            yield person, (known if known is not None else -above)


def _held(rows: QuerySet[ImportRow]) -> Iterator[tuple[int, int]]:
    """Whose supervisor the file leaves as it is."""
    said = rows.filter(~Q(supervisor="") | Q(wanted__has_key="supervisor"))
    # Whose supervisor the file gives, as sorted numbers: for a NOT EXISTS the file could be walked once for each.
    told = said.filter(employee_id__isnull=False).order_by("employee_id").values_list("employee_id", flat=True)
    about = array("q", (person for person in told.iterator(BATCH) if person is not None))
    held: DatedQuerySet = Assignment.objects.not_superseded().filter(
        effective_until__isnull=True, supervisor__isnull=False
    )
    for person, supervisor in held.order_by("employee_id").values_list("employee_id", "supervisor_id").iterator(BATCH):
        place = bisect_left(about, person)
        if place == len(about) or about[place] != person:
            yield person, supervisor


def _first(rows: QuerySet[Any]) -> Subquery:
    # Without an order of its own: for one, SQLite would walk all rows of the file instead of looking the number up.
    return Subquery(rows.order_by().values("pk")[:1])


def order(run: ImportRun) -> None:
    """Write how deep each row stands, and reject those in a circle of supervisors."""
    chain = Chain(run)
    rows = ImportRow.objects.filter(run=run, state=RowState.PLANNED).exclude(supervisor="").order_by("pk")
    last = 0
    while batch := list(rows.filter(pk__gt=last).only("pk", "employee_id", "supervisor", "problems", "state")[:BATCH]):
        depths: dict[int, list[int]] = defaultdict(list)
        circular = []
        for row in batch:
            person = row.employee_id if row.employee_id is not None else -row.pk
            depths[chain.depth(person)].append(row.pk)
            if person in chain.circular:
                row.reject(value=row.supervisor, **CIRCLE)
                circular.append(row)
        with transaction.atomic():
            for depth, pks in depths.items():
                ImportRow.objects.filter(pk__in=pks).update(depth=depth)
            ImportRow.objects.bulk_update(circular, ["state", "problems"])
        last = batch[-1].pk
