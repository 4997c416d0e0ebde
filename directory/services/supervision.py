"""Nobody is, through others, their own supervisor."""

from __future__ import annotations

from collections.abc import Callable, Collection, Iterable, Sequence
from datetime import datetime

from directory.models import Assignment, Employee
from directory.services.timelines import covering
from foundation.errors import InvalidInput


class Chain:
    """The assignments of those who stand above others: read a level at a time, of many people at once.

    `decided` gives the assignments of somebody whose change is decided but not written yet, or None.
    """

    def __init__(self, decided: Callable[[int], Sequence[Assignment] | None] = lambda _: None) -> None:
        self._decided = decided
        self._read: dict[int, list[Assignment]] = {}

    def read(self, people: Iterable[int]) -> None:
        """Read the assignments of some people and of everybody above them, at whatever moment."""
        wanted = set(people) - self._read.keys()
        while wanted:
            self._read |= {person: [] for person in wanted}
            rows = list(Assignment.objects.not_superseded().filter(employee_id__in=wanted))
            for row in rows:
                self._read[row.employee_id].append(row)
            above = {row.supervisor_id for row in rows if row.supervisor_id is not None}
            wanted = above - self._read.keys()

    def supervisor_of(self, person: int, moment: datetime) -> int | None:
        """The id of whom somebody reports to at a moment."""
        rows = self._decided(person)
        if rows is None:
            self.read([person])
            rows = self._read[person]
        row = covering(rows, moment)
        return row.supervisor_id if row else None


def refuse_circle(
    employee: Employee, supervisor: Employee | None, effective: datetime, chain: Chain | None = None
) -> None:
    """Raise `InvalidInput` where a supervisor would report, directly or through others, to the employee.

    Looks at the moment of the change, climbing from the new supervisor.
    """
    if supervisor is None:
        return
    chain = chain or Chain()
    climbed: set[int] = set()
    current: int | None = supervisor.pk
    while current is not None and current not in climbed:
        if current == employee.pk:
            raise InvalidInput(
                f"{supervisor.name} ({supervisor.number}) cannot supervise {employee.name} ({employee.number}).",
                why=f"{supervisor.name} is supervised, directly or through others, by {employee.name}.",
                remedy="Name another supervisor, or change the other assignment first.",
                field="supervisor",
            )
        climbed.add(current)
        current = chain.supervisor_of(current, effective)


def supervisors_among(people: Collection[Employee | None]) -> list[int]:
    """The ids of those of some supervisors who stand in the portal."""
    return [person.pk for person in people if person is not None and person.pk is not None]
