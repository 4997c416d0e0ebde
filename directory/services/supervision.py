"""Nobody is, through others, their own supervisor."""

from __future__ import annotations

from datetime import datetime

from directory.models import Assignment, Employee
from foundation.errors import InvalidInput


def refuse_circle(employee: Employee, supervisor: Employee | None, effective: datetime) -> None:
    """Raise `InvalidInput` where a supervisor would report, directly or through others, to the employee.

    Looks at the moment of the change, climbing from the new supervisor with one query a level.
    """
    if supervisor is None:
        return
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
        in_effect = Assignment.objects.not_superseded().covering(effective)
        current = in_effect.filter(employee_id=current).values_list("supervisor_id", flat=True).first()
