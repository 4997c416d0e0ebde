"""The second pass: what was planned, in transactions of about a fifth of a second, so that others write meanwhile."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Callable, Iterator, Sequence
from datetime import datetime
from functools import cached_property
from time import monotonic
from typing import Any

from django.db import transaction
from django.db.models import OuterRef, Subquery

from directory.imports.planning import HIRE, IDENTITY, LEAVE, LEFT, MOVE, OTHER, RETURN, SUSPEND, TITLE
from directory.models import Assignment, Department, Employee, EmployeeStatus, ImportRow, ImportRun, RowState
from directory.services import roster
from foundation import clock
from foundation.actor import Actor
from foundation.errors import PortalError

SECONDS = 0.2
FEWEST_ROWS, MOST_ROWS = 20, 500
"""Rows that a batch reads: about twice as many as the one before it could deal with in its time."""
TOGETHER = 100
"""New people whom one call hires: so many take less than the time of a batch on a slow machine too."""

Act = Callable[["RowWork"], None]


class Held:
    """What the portal holds of those whom the rows of a batch name: the people and their supervisors, in one query."""

    def __init__(self, rows: Sequence[ImportRow], departments: dict[str, Department]) -> None:
        self.departments = departments
        numbers = {row.number for row in rows} | {row.supervisor for row in rows if row.supervisor}
        self._people = {person.number: person for person in Employee.objects.filter(number__in=numbers)}

    def person(self, number: str) -> Employee:
        """Somebody by number, who may have come with an earlier row of the same batch."""
        if number not in self._people:
            self._people[number] = Employee.objects.get(number=number)
        return self._people[number]

    def came(self, person: Employee) -> None:
        """Take note of somebody who was hired in this batch."""
        self._people[person.number] = person

    def knows(self, number: str) -> bool:
        """Whether somebody was there when the batch began, or came with it."""
        return number in self._people


class RowWork:
    """A row on its way in: what it wants, for whom, by whom."""

    def __init__(self, row: ImportRow, by: Actor, held: Held) -> None:
        self.row = row
        self.by = by
        self.held = held
        self.wanted: dict[str, Any] = row.wanted

    @cached_property
    def employee(self) -> Employee:
        """The person, once there is one."""
        return self.held.person(self.row.number)

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
            values["department"] = self.held.departments[self.wanted["department"]]
        if "supervisor" in self.wanted:
            number = self.wanted["supervisor"]
            values["supervisor"] = self.held.person(number) if number else None
        return values

    def identity(self) -> dict[str, Any]:
        """What the row says of who somebody is."""
        return {name: self.wanted[name] for name in ("name", "email", "works_without_computer") if name in self.wanted}


def _hire(work: RowWork) -> None:
    identity = work.identity()
    known = Employee.objects.filter(pk=work.row.employee_id).first() if work.row.employee_id else None
    identity.setdefault("name", known.name if known else "")
    hired = {**identity, **work.assignment()}
    work.employee = roster.hire(by=work.by, number=work.row.number, effective=work.effective, **hired)
    if known:
        roster.change_identity(known, by=work.by, **identity)


ACTS: dict[str, Act] = {
    HIRE: _hire,
    IDENTITY: lambda work: _drop(roster.change_identity(work.employee, by=work.by, **work.identity())),
    **dict.fromkeys(
        (MOVE, TITLE, OTHER),
        lambda work: _drop(roster.reassign(work.employee, by=work.by, effective=work.effective, **work.assignment())),
    ),
    LEAVE: lambda work: _drop(
        roster.start_leave(work.employee, by=work.by, effective=work.effective, until=work.moment("until"))
    ),
    SUSPEND: lambda work: _drop(
        roster.suspend(work.employee, by=work.by, effective=work.effective, until=work.moment("until"))
    ),
    RETURN: lambda work: _drop(roster.return_from_leave(work.employee, by=work.by, effective=work.effective)),
    LEFT: lambda work: _drop(
        roster.leave_the_city(work.employee, by=work.by, effective=work.moment("last_day") or work.effective)
    ),
}


def _drop(_: object) -> None:
    """The services return what they wrote; the import needs none of it."""


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
        alone: list[ImportRow] = []
        for group in _groups(rows, held):
            if len(group) > 1:
                alone.extend(_hire_together(group, by, held))
            else:
                _apply(group[0], by, held)
                alone.append(group[0])
            done += len(group)
            if monotonic() - began > SECONDS:
                break
        ImportRow.objects.bulk_update(alone, ["state", "problems", "recorded", "employee_id"])
    return done


def _groups(rows: Sequence[ImportRow], held: Held) -> Iterator[list[ImportRow]]:
    """Rows as they are dealt with: new people of one depth, whose supervisors are in, together; any other alone.

    Asks `held` only when a group is wanted, so that whoever came with the groups before is known by then.
    """
    group: list[ImportRow] = []
    for row in rows:
        together = _is_simple_hire(row, held)
        if group and (not together or row.depth != group[0].depth or len(group) == TOGETHER):
            yield group
            group = []
            together = _is_simple_hire(row, held)
        if together:
            group.append(row)
        else:
            yield [row]
    if group:
        yield group


def _is_simple_hire(row: ImportRow, held: Held) -> bool:
    return (
        row.acts == [HIRE]
        and row.employee_id is None
        and not held.knows(row.number)
        and row.wanted["department"] in held.departments
        and (not row.supervisor or held.knows(row.supervisor))
    )


def _hire_together(rows: Sequence[ImportRow], by: Actor, held: Held) -> list[ImportRow]:
    """Hire the new people of some rows; returns the rows that did not go in, with what is wrong."""
    works = [RowWork(row, by, held) for row in rows]
    hires = [
        roster.Hire(number=work.row.number, effective=work.effective, **{**work.identity(), **work.assignment()})
        for work in works
    ]
    refused: list[ImportRow] = []
    hired: dict[datetime, list[int]] = defaultdict(list)
    for row, result in zip(rows, roster.hire_many(hires, by=by), strict=True):
        if isinstance(result, PortalError):
            _reject(row, result)
            refused.append(row)
        else:
            held.came(result.employee)
            hired[result.recorded_at].append(row.pk)
    person = Employee.objects.filter(number=OuterRef("number")).values("pk")
    for recorded_at, pks in hired.items():
        ImportRow.objects.filter(pk__in=pks).update(
            state=RowState.APPLIED, recorded=[recorded_at.isoformat()], employee_id=Subquery(person)
        )
    return refused


def _apply(row: ImportRow, by: Actor, held: Held) -> None:
    since = clock.now()
    work = RowWork(row, by, held)
    try:
        with transaction.atomic():
            for act in row.acts:
                ACTS[act](work)
            row.employee_id = work.employee.pk
            row.recorded = _recorded(row.employee_id, since)
        row.state = RowState.APPLIED
        held.came(work.employee)
    except PortalError as error:
        _reject(row, error)
    except (Employee.DoesNotExist, KeyError):
        row.reject(
            column="",
            value="",
            why="The roster changed after the file was checked: a person or department is no longer there.",
            remedy="Import the rejects file again: it is checked anew.",
        )


def _reject(row: ImportRow, error: PortalError) -> None:
    column = getattr(error, "field", "")
    row.reject(
        column=column,
        value=str(row.wanted.get(column, "")),
        why=" ".join(part for part in (error.what, error.why) if part),
        remedy=error.remedy,
    )


def _recorded(employee_id: int, since: datetime) -> list[str]:
    """The moments at which a row's changes were recorded: what undoing them needs."""
    moments: set[datetime] = set()
    for model in (Assignment, EmployeeStatus):
        rows = model._default_manager.filter(employee_id=employee_id, recorded_at__gte=since)
        moments.update(rows.values_list("recorded_at", flat=True))
    return [moment.isoformat() for moment in sorted(moments)]
