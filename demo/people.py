"""Writing the people of the demonstration: a few hundred at a time, with the past that each one has.

Rows are what the roster's services would have written at the time, the superseded ones too; their moments of recording
lie in the past, so that questions about the past have answers.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, field
from datetime import datetime
from itertools import islice
from typing import Any

from demo.calendar import Calendar
from demo.cast import BY_NUMBER
from demo.city import City, Person
from directory.models import Assignment, Department, Employee, EmployeeStatus, RoleHolding, Status

BATCH = 1000
BENCH = 12
"""How many of a department's people the loader remembers, to give them something to hold."""


@dataclass
class Staff:
    """Whom the loader remembers of a department, by id: the head and the first few who were never away."""

    head: int | None = None
    supervisors: dict[int, int] = field(default_factory=dict)
    bench: list[int] = field(default_factory=list)
    by_number: dict[str, int] = field(default_factory=dict)


class Hiring:
    """Writes departments' people, and remembers who is needed later."""

    def __init__(self, city: City, calendar: Calendar, departments: Mapping[str, Department]) -> None:
        self.city = city
        self.calendar = calendar
        self.departments = departments
        self.staff: dict[str, Staff] = {}
        self.written = 0

    def hire(self, row: Mapping[str, Any]) -> None:
        """Write everybody of one department."""
        code = row["code"]
        staff = self.staff[code] = Staff()
        above = self.staff[row["parent"]].head if row.get("parent") else None
        for batch in _batches(self.city.people(dict(row))):
            employees = self.write(batch)
            for person, employee in zip(batch, employees, strict=True):
                self._remember(staff, person, employee.pk)
            self._assign(batch, employees, staff, above)

    def write_one(self, person: Person) -> int:
        """Write somebody who comes alone, a former head, with where they worked; returns the id."""
        (employee,) = self.write([person])
        self._assign([person], [employee], self.staff[person.department], None)
        return int(employee.pk)

    def write(self, people: list[Person]) -> list[Employee]:
        """Write the identities, and what else stands for itself: absences and roles."""
        employees = Employee.objects.bulk_create(
            Employee(
                number=person.number,
                name=person.name,
                email=person.email,
                works_without_computer=person.without_computer,
                is_demo=True,
                password="!",  # noqa: S106  unusable: demo people sign in through the demo's own page
            )
            for person in people
        )
        self.written += len(employees)
        EmployeeStatus.objects.bulk_create(self._absences(people, employees))
        RoleHolding.objects.bulk_create(
            RoleHolding(employee=employee, role=person.role, **self._since(person.life.hired))
            for person, employee in zip(people, employees, strict=True)
            if person.role
        )
        return employees

    def _remember(self, staff: Staff, person: Person, pk: int) -> None:
        staff.by_number |= {person.number: pk} if person.number in BY_NUMBER else {}
        if person.place == "head":
            staff.head = pk
        elif person.place.startswith("s"):
            staff.supervisors[int(person.place[1:])] = pk
        elif (
            person.number not in BY_NUMBER
            and not (person.life.left or person.life.away or person.life.moved)
            and len(staff.bench) < BENCH
        ):
            staff.bench.append(pk)

    def _assign(self, people: list[Person], employees: list[Employee], staff: Staff, above: int | None) -> None:
        """Write where everybody works: first the rows that were superseded or never changed, then their successors."""
        first: list[Assignment] = []
        later: list[tuple[Assignment, Assignment]] = []
        for person, employee in zip(people, employees, strict=True):
            base = self._base(person, employee, _supervisor(person, staff, above))
            first.append(base)
            later += [(base, row) for row in self._successors(person, base)]
        Assignment.objects.bulk_create(first)
        for before, row in later:
            if row.replaces_id is None and row.lineage == before.lineage:
                row.replaces = before
        Assignment.objects.bulk_create(row for _, row in later)

    def _base(self, person: Person, employee: Employee, supervisor: int | None) -> Assignment:
        life = person.life
        changed = life.moved or life.promoted or life.left
        return Assignment(
            employee=employee,
            department=self.departments[life.moved_from or person.department],
            supervisor_id=None if life.moved_from else supervisor,
            title=life.title_before or person.title,
            standing=person.standing,
            superseded_at=self.calendar.midnight(changed) if changed else None,
            **self._since(life.hired),
        )

    def _successors(self, person: Person, base: Assignment) -> Iterator[Assignment]:
        """The row that ends the first one, and the one that goes on from there for who moved or rose."""
        life = person.life
        changed = life.moved or life.promoted or life.left
        if not changed:
            return
        at = self.calendar.midnight(changed)
        yield _copy(base, effective_until=at, recorded_at=at, lineage=base.lineage)
        if not life.left:
            yield _copy(
                base,
                department=self.departments[person.department],
                title=person.title,
                effective_from=at,
                recorded_at=at,
            )

    def _absences(self, people: list[Person], employees: list[Employee]) -> Iterator[EmployeeStatus]:
        for person, employee in zip(people, employees, strict=True):
            life = person.life
            if life.left:
                yield EmployeeStatus(employee=employee, status=Status.LEFT, **self._since(life.left))
            elif life.away:
                until = None if life.away_until is None else self.calendar.midnight(life.away_until)
                yield EmployeeStatus(
                    employee=employee, status=life.away_status, effective_until=until, **self._since(life.away)
                )

    def _since(self, days: int) -> dict[str, datetime]:
        at = self.calendar.midnight(days)
        return {"effective_from": at, "recorded_at": at}


def _supervisor(person: Person, staff: Staff, above: int | None) -> int | None:
    if person.place in {"head", "former head"}:
        return above
    if person.place.startswith("s"):
        return staff.head or above
    return staff.supervisors.get(int(person.place), staff.head or above)


def _copy(row: Assignment, **changes: Any) -> Assignment:
    columns = ("employee", "department", "supervisor_id", "title", "standing", "effective_from")
    return Assignment(**{**{name: getattr(row, name) for name in columns}, **changes})


def _batches(people: Iterable[Person]) -> Iterator[list[Person]]:
    remaining = iter(people)
    while batch := list(islice(remaining, BATCH)):
        yield batch
