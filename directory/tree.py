"""The tree of departments at a moment, read with one query and walked in Python.

A view builds one `Tree` for its request and asks it as often as it likes; a city has hundreds of departments,
not millions, so that this costs less than one recursive query for each question.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from datetime import datetime

from directory.models import DepartmentProfile


@dataclass(frozen=True)
class Branch:
    """A department in the tree, with how deep it stands."""

    profile: DepartmentProfile
    depth: int

    @property
    def code(self) -> str:
        """The department's code."""
        return self.profile.department.code

    @property
    def department_id(self) -> int:
        """The department's id."""
        return self.profile.department_id


class Tree:
    """Departments by id with parents and children, as they were at a moment and known at another."""

    def __init__(self, at: datetime, known_at: datetime | None = None) -> None:
        profiles = DepartmentProfile.objects.in_effect(at, known_at).select_related("department")
        self.profiles: dict[int, DepartmentProfile] = {profile.department_id: profile for profile in profiles}
        self._children: dict[int | None, list[int]] = {}
        for profile in sorted(self.profiles.values(), key=lambda profile: (profile.name, profile.department_id)):
            # A parent that did not exist at the moment leaves its children at the top.
            parent = profile.parent_id if profile.parent_id in self.profiles else None
            self._children.setdefault(parent, []).append(profile.department_id)

    def __contains__(self, department_id: int) -> bool:
        return department_id in self.profiles

    def children(self, department_id: int | None) -> list[int]:
        """Ids of the departments directly under one (`None`: those at the top), by name."""
        return self._children.get(department_id, [])

    def with_divisions(self, departments: Iterable[int]) -> frozenset[int]:
        """The ids given and those of everything under them; an id unknown at the moment is kept as it is."""
        found: set[int] = set()
        waiting = list(departments)
        while waiting:
            department_id = waiting.pop()
            if department_id not in found:
                found.add(department_id)
                waiting.extend(self.children(department_id))
        return frozenset(found)

    def ancestors(self, department_id: int) -> list[int]:
        """Ids from the department's parent up to the top, the nearest first."""
        found: list[int] = []
        profile = self.profiles.get(department_id)
        while profile is not None and profile.parent_id is not None and profile.parent_id not in found:
            parent = self.profiles.get(profile.parent_id)
            if parent is not None:
                found.append(parent.department_id)
            profile = parent
        return found

    def walk(self, start: int | None = None) -> Iterator[Branch]:
        """Every department under `start` (`None`: all), parents before children, by name."""
        waiting = [(department_id, 0) for department_id in reversed(self.children(start))]
        while waiting:
            department_id, depth = waiting.pop()
            yield Branch(self.profiles[department_id], depth)
            waiting.extend((child, depth + 1) for child in reversed(self.children(department_id)))

    def name(self, department_id: int) -> str:
        """The department's name at the moment, or its id as text where it did not exist."""
        profile = self.profiles.get(department_id)
        return profile.name if profile else str(department_id)


def names_of_departments(at: datetime, known_at: datetime | None = None) -> dict[int, str]:
    """The names of all departments at a moment, by id: where nothing else is asked of the tree."""
    rows = DepartmentProfile.objects.in_effect(at, known_at)
    return dict(rows.values_list("department_id", "name"))


def names_by_code(codes: Iterable[str], at: datetime, known_at: datetime | None = None) -> dict[str, str]:
    """The names of some departments at a moment, by code."""
    rows = DepartmentProfile.objects.in_effect(at, known_at).filter(department__code__in=set(codes))
    return dict(rows.values_list("department__code", "name"))
