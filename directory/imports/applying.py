"""The second pass: what was planned, in transactions of about a fifth of a second, so that others write meanwhile."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Callable, Iterator, Sequence
from datetime import datetime
from time import monotonic
from typing import Any

from django.db import transaction
from django.db.models import OuterRef, Subquery

from directory.imports.planning import HIRE, IDENTITY, LEAVE, LEFT, MOVE, OTHER, RETURN, SUSPEND, TITLE
from directory.models import Department, Employee, ImportRow, ImportRun, RowState, Status
from directory.services import roster
from foundation.actor import Actor
from foundation.errors import PortalError

SECONDS = 0.2
FEWEST_ROWS, MOST_ROWS = 20, 500
"""Rows that a batch reads: about twice as many as the one before it could deal with in its time."""
TOGETHER = 100
"""People whom one call changes: so many take less than the time of a batch on a slow machine too."""


class Gone(Exception):
    """A department or a supervisor whom the row names is no longer there."""


class Held:
    """What the portal holds of those whom the rows of a batch name as supervisors, in one query."""

    def __init__(self, rows: Sequence[ImportRow], departments: dict[str, Department]) -> None:
        self.departments = departments
        numbers = {row.supervisor for row in rows if row.supervisor}
        self._people = {person.number: person for person in Employee.objects.filter(number__in=numbers)}

    def person(self, number: str) -> Employee:
        """Somebody by number, who may have come with an earlier row of the same batch."""
        if number not in self._people:
            found = Employee.objects.filter(number=number).first()
            if found is None:
                raise Gone
            self._people[number] = found
        return self._people[number]

    def department(self, code: str) -> Department:
        """A department by code."""
        if code not in self.departments:
            raise Gone
        return self.departments[code]

    def changed(self, person: Employee) -> None:
        """Take note of somebody who was hired or renamed in this batch."""
        self._people[person.number] = person


class RowWork:
    """A row on its way in: what it wants, and the steps by which it comes about."""

    def __init__(self, row: ImportRow, held: Held) -> None:
        self.row = row
        self.held = held
        self.wanted: dict[str, Any] = row.wanted

    @property
    def effective(self) -> datetime | None:
        """From when the row speaks; None = from now."""
        return self.moment("effective")

    def moment(self, name: str) -> datetime | None:
        """A date of the row as the instant it means."""
        return datetime.fromisoformat(self.wanted[name]) if name in self.wanted else None

    def assignment(self) -> dict[str, Any]:
        """What the row says of an assignment."""
        values: dict[str, Any] = {name: self.wanted[name] for name in ("title", "standing") if name in self.wanted}
        if "department" in self.wanted:
            values["department"] = self.held.department(self.wanted["department"])
        if "supervisor" in self.wanted:
            number = self.wanted["supervisor"]
            values["supervisor"] = self.held.person(number) if number else None
        return values

    def identity(self) -> dict[str, Any]:
        """What the row says of who somebody is."""
        return {name: self.wanted[name] for name in ("name", "email", "works_without_computer") if name in self.wanted}

    def change(self) -> roster.Change:
        """What the row does to the person, as a whole or not at all; raises `Gone`."""
        return roster.Change(number=self.row.number, steps=[step for act in self.row.acts for step in STEPS[act](self)])


def _hire(work: RowWork) -> list[roster.Step]:
    identity = work.identity()
    known = Employee.objects.filter(pk=work.row.employee_id).first() if work.row.employee_id else None
    identity.setdefault("name", known.name if known else "")
    hired = roster.Hire(number=work.row.number, effective=work.effective, **{**identity, **work.assignment()})
    return [hired, roster.Identify(**identity)] if known else [hired]


def _reassign(work: RowWork) -> list[roster.Step]:
    return [roster.Reassign(effective=work.effective, changes=work.assignment())]


def _be_away(status: Status) -> Callable[[RowWork], list[roster.Step]]:
    return lambda work: [roster.BeAway(status=status, effective=work.effective, until=work.moment("until"))]


STEPS: dict[str, Callable[[RowWork], list[roster.Step]]] = {
    HIRE: _hire,
    IDENTITY: lambda work: [roster.Identify(**work.identity())],
    **dict.fromkeys((MOVE, TITLE, OTHER), _reassign),
    LEAVE: _be_away(Status.ON_LEAVE),
    SUSPEND: _be_away(Status.SUSPENDED),
    RETURN: lambda work: [roster.ComeBack(effective=work.effective)],
    LEFT: lambda work: [roster.LeaveTheCity(effective=work.moment("last_day") or work.effective)],
}


def apply_batch(
    run: ImportRun, by: Actor, departments: dict[str, Department], hold: Callable[[], None], before: int = 0
) -> int:
    """Apply the next rows in one short transaction; returns how many were dealt with (0 = all are).

    `before` is how many the last batch dealt with. `hold` is called first inside the transaction: a job holds its
    claim there. Each row stands or falls alone.
    """
    with transaction.atomic():
        hold()
        rows = list(
            ImportRow.objects.select_for_update()
            .filter(run=run, state=RowState.PLANNED)
            .order_by("depth", "line")
            .defer("cells")[: min(max(2 * before, FEWEST_ROWS), MOST_ROWS)]
        )
        began = monotonic()
        held = Held(rows, departments)
        done = 0
        for group in _groups(rows):
            _apply(group, by, held)
            done += len(group)
            if monotonic() - began > SECONDS:
                break
    return done


def _groups(rows: Sequence[ImportRow]) -> Iterator[list[ImportRow]]:
    """Rows that go in together: so many, and none under a supervisor who comes with the same group."""
    group: list[ImportRow] = []
    coming: set[str] = set()
    for row in rows:
        if len(group) == TOGETHER or row.supervisor in coming:
            yield group
            group, coming = [], set()
        group.append(row)
        if HIRE in row.acts:
            coming.add(row.number)
    if group:
        yield group


def _apply(rows: Sequence[ImportRow], by: Actor, held: Held) -> None:
    wrong: list[ImportRow] = []
    right: list[tuple[ImportRow, roster.Change]] = []
    for row in rows:
        try:
            right.append((row, RowWork(row, held).change()))
        except Gone:
            row.reject(
                column="",
                value="",
                why="The roster changed after the file was checked: a person or department is no longer there.",
                remedy="Import the rejects file again: it is checked anew.",
            )
            wrong.append(row)
    applied: dict[tuple[datetime, ...], list[int]] = defaultdict(list)
    for (row, _), result in zip(right, roster.change_many([change for _, change in right], by=by), strict=True):
        if isinstance(result, PortalError):
            _reject(row, result)
            wrong.append(row)
        else:
            held.changed(result.employee)
            applied[result.recorded].append(row.pk)
    person = Employee.objects.filter(number=OuterRef("number")).values("pk")
    for recorded, pks in applied.items():
        # When the changes were recorded is what undoing them needs.
        moments = [moment.isoformat() for moment in recorded]
        ImportRow.objects.filter(pk__in=pks).update(
            state=RowState.APPLIED, recorded=moments, employee_id=Subquery(person)
        )
    ImportRow.objects.bulk_update(wrong, ["state", "problems"])


def _reject(row: ImportRow, error: PortalError) -> None:
    column = getattr(error, "field", "")
    row.reject(
        column=column,
        value=str(row.wanted.get(column, "")),
        why=" ".join(part for part in (error.what, error.why) if part),
        remedy=error.remedy,
    )
