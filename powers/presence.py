"""Whether holders are there: leave and suspension rest what they hold, leaving and moving away end it for good."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Callable, Iterable
from datetime import datetime
from typing import Any

from django.db.models import QuerySet

from directory.models import Assignment, EmployeeStatus, Status
from powers.tree import Tree

RESTING = frozenset({Status.ON_LEAVE.value, Status.SUSPENDED.value})
Span = tuple[datetime, datetime | None]


Place = tuple[int, datetime, datetime | None, int]
Said = tuple[int, datetime, datetime | None, str]
_COLUMNS = ("employee_id", "effective_from", "effective_until")


def places_of(employee_ids: Any, known_at: datetime) -> QuerySet[Assignment, Place]:
    """Where some people (ids, or a subquery of them) ever worked, in order of time."""
    rows = Assignment.objects.known(known_at).filter(employee_id__in=employee_ids)
    return rows.order_by("effective_from").values_list(*_COLUMNS, "department_id")


def statuses_of(employee_ids: Any, known_at: datetime) -> QuerySet[EmployeeStatus, Said]:
    """Every status that some people (ids, or a subquery of them) ever had."""
    rows = EmployeeStatus.objects.known(known_at).filter(employee_id__in=employee_ids)
    return rows.values_list(*_COLUMNS, "status")


def _holds(span: Span, at: datetime) -> bool:
    return span[0] <= at and (span[1] is None or at < span[1])


class Presence:
    """Assignments and statuses of some people as known at `known_at`; two queries for any number of people."""

    def __init__(self, tree: Tree, known_at: datetime) -> None:
        self._tree = tree
        self._known_at = known_at
        self._loaded: set[int] = set()
        self._places: dict[int, list[tuple[Span, int]]] = defaultdict(list)
        self._statuses: dict[int, list[tuple[Span, str]]] = defaultdict(list)

    def load(self, employee_ids: Iterable[int]) -> None:
        """Fetch what is not yet there, for all of them at once."""
        missing = set(employee_ids) - self._loaded
        if not missing:
            return
        self._loaded |= missing
        for employee_id, since, until, department_id in places_of(missing, self._known_at):
            self._places[employee_id].append(((since, until), department_id))
        for employee_id, since, until, status in statuses_of(missing, self._known_at):
            self._statuses[employee_id].append(((since, until), status))

    def take(self, employee_ids: Iterable[int], places: Iterable[Place], statuses: Iterable[Said]) -> None:
        """Keep what was fetched otherwise about some people: rows of `places_of` and of `statuses_of`."""
        missing = set(employee_ids) - self._loaded
        self._loaded |= missing
        for employee_id, since, until, department_id in places:
            if employee_id in missing:
                self._places[employee_id].append(((since, until), department_id))
        for employee_id, since, until, status in statuses:
            if employee_id in missing:
                self._statuses[employee_id].append(((since, until), status))

    def rests(self, employee_id: int, at: datetime) -> bool:
        """On leave or suspended: nothing held is in effect meanwhile."""
        self.load([employee_id])
        return any(status in RESTING and _holds(span, at) for span, status in self._statuses[employee_id])

    def left_between(self, employee_id: int, start: datetime, at: datetime) -> bool:
        """Whether the person was gone at any moment from `start` to `at`: coming back revives nothing."""
        self.load([employee_id])
        return any(
            status == Status.LEFT and span[0] <= at and (span[1] is None or span[1] > start)
            for span, status in self._statuses[employee_id]
        )

    def office(self, employee_id: int, at: datetime) -> int | None:
        """The office that governs where somebody works, None where they work nowhere then."""
        self.load([employee_id])
        for span, department_id in self._places[employee_id]:
            if _holds(span, at):
                return self._tree.office(department_id, at)
        return None

    def moved_away(
        self, employee_id: int, start: datetime, at: datetime, excused: Callable[[int, datetime], bool] | None = None
    ) -> bool:
        """Whether the person came under another office than at `start`, at any moment until `at`.

        Where they worked nowhere at `start`, the first office after it counts. `excused(office, moment)` says
        which arrivals do not count (an office that the person heads).
        """
        self.load([employee_id])
        begins = {span[0] for span, _ in self._places[employee_id] if start < span[0] <= at}
        first: int | None = None
        last: int | None = None
        for moment in sorted({start, *begins, *self._tree.changes_between(start, at)}):
            office = self.office(employee_id, moment)
            if office is None or office == last:
                continue
            if first is None:
                first = office
            elif office != first and not (excused and excused(office, moment)):
                return True
            last = office
        return False
