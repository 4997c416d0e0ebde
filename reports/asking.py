"""What was asked: by whom, as of when and as known when, narrowed how; and whose matters the asker sees."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from datetime import datetime
from functools import cached_property
from typing import Any, TypeVar

from django.db.models import Model, Q, QuerySet

from directory.models import Employee, Role
from directory.names import Names
from directory.permissions import departments_overseen, has_people, people_under, roles_of
from directory.tree import Tree, names_of_departments
from foundation.dates import exact

SEES_EVERYTHING = frozenset({Role.EMPLOYEE_RELATIONS, Role.AUDITOR})
"""Who sees everybody's matters in reports; closed matter stays closed to them, too (DESIGN 3.10)."""
Narrowed = TypeVar("Narrowed", bound=QuerySet[Any, Any])


@dataclass(frozen=True)
class Scope:
    """Whose matters somebody sees in reports, asked of the present moment `now`."""

    person: Employee
    now: datetime
    everything: bool = False
    departments: frozenset[int] = frozenset()
    """Ids of the departments overseen by office, with their divisions."""
    has_people: bool = False

    @property
    def is_own(self) -> bool:
        """Whether somebody sees nothing but their own matters."""
        return not (self.everything or self.departments or self.has_people)

    def of(self, *, people: Sequence[str] = (), departments: Sequence[str] = ()) -> Q:
        """The condition under which a row is in sight, by the fields that hold its people and its departments (ids)."""
        if self.everything:
            return Q()
        seen = Q(pk__in=[])
        for name in people:
            seen |= Q(**{name: self.person.pk})
            if self.has_people:
                seen |= Q(**{f"{name}__in": people_under(self.person, self.now)})
        if self.departments:
            for name in departments:
                seen |= Q(**{f"{name}__in": self.departments})
        return seen

    def narrow(self, rows: Narrowed, *, people: Sequence[str] = (), departments: Sequence[str] = ()) -> Narrowed:
        """The rows in sight: those of the own people or departments, or all; see `of`."""
        return rows if self.everything else rows.filter(self.of(people=people, departments=departments))

    @property
    def words(self) -> str:
        """Whose matters, in words, for the statement of an export."""
        if self.everything:
            return "The whole City"
        parts = ["the own department with its divisions"] if self.departments else []
        parts += ["the own people"] if self.has_people else []
        return " and ".join(parts).capitalize() if parts else "Only the own matters"


def scope_of(person: Employee, now: datetime) -> Scope:
    """Whose matters somebody sees: Employee Relations and auditors all; an authority the department with its divisions;
    a supervisor the own people; others themselves."""
    if SEES_EVERYTHING & roles_of(person, now):
        return Scope(person, now, everything=True)
    overseen = departments_overseen(person, now)
    departments = Tree(now).with_divisions(overseen) if overseen else frozenset()
    return Scope(person, now, departments=departments, has_people=has_people(person, now))


@dataclass(frozen=True)
class Asked:
    """A question: everything that its answer depends on. The same pair of moments has the same rows for ever."""

    scope: Scope
    at: datetime
    known_at: datetime
    filters: Mapping[str, Any] = field(default_factory=dict)
    """The cleaned filters of the report's form; what was left empty is not in it."""
    sort: str = ""
    """Code of the column by which the rows are sorted, with a minus before it for backwards."""

    @property
    def person(self) -> Employee:
        """Who asks."""
        return self.scope.person

    @property
    def now(self) -> datetime:
        """The moment at which is asked: what may be seen is asked of it."""
        return self.scope.now

    @cached_property
    def tree(self) -> Tree:
        """The departments as they were at the moment asked about."""
        return Tree(self.at, self.known_at)

    @cached_property
    def _departments_called(self) -> dict[int, str]:
        return names_of_departments(self.at, self.known_at)

    def name_of(self, department_id: int) -> str:
        """A department's name at the moment asked about, or its id as text where it did not exist."""
        return self._departments_called.get(department_id, str(department_id))

    @cached_property
    def names(self) -> Names:
        """What people were called, as known at the moment of knowing."""
        return Names(self.known_at)

    @cached_property
    def departments(self) -> frozenset[int]:
        """Ids of the departments asked for, with their divisions then; empty where all are."""
        chosen: Sequence[Model] = self.filters.get("departments", ())
        return self.tree.with_divisions(one.pk for one in chosen) if chosen else frozenset()

    @property
    def is_now(self) -> bool:
        """Whether it is asked about the present, as it is known."""
        return self.at == self.known_at == self.now

    @property
    def moment_words(self) -> str:
        """The pair in words, for headings and statements."""
        if self.is_now:
            return f"As of now, {exact(self.at)}"
        known = "as known then" if self.known_at == self.at else f"as known at {exact(self.known_at)}"
        return f"As of {exact(self.at)}, {known}"
