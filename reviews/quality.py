"""How good the check is: what was measured, and what reviewers made of its findings in this portal."""

from __future__ import annotations

from collections import Counter
from dataclasses import dataclass
from datetime import datetime

from django.db.models import Count

from directory.models import Employee, Role
from directory.permissions import roles_of
from foundation.errors import NotVisible
from reviews.checks.clauses import CLAUSES
from reviews.checks.kept import OWN, UNSEEN, Counted, Kept, kept
from reviews.models import Disposition, Finding
from reviews.permissions import reach_of, visible_posts

OVERSEES_THE_CHECK = frozenset({Role.EMPLOYEE_RELATIONS, Role.AUDITOR})


_SAID = (Disposition.CHANGED, Disposition.ACCEPTABLE, Disposition.UNFOUNDED)


@dataclass(frozen=True)
class Disposed:
    """What became of the findings of one clause."""

    place: str
    title: str
    found: int
    changed: int
    acceptable: int
    unfounded: int

    @property
    def open(self) -> int:
        """Findings about which nobody has said anything."""
        return self.found - self.changed - self.acceptable - self.unfounded


@dataclass(frozen=True)
class Measured:
    """One clause as it was measured on both sets of posts."""

    place: str
    title: str
    unseen: Counted
    own: Counted


def sees_the_check(person: Employee, at: datetime) -> bool:
    """Whether somebody sees how good the check is: reviewers, Employee Relations and auditors."""
    return not reach_of(person, at).nothing or bool(OVERSEES_THE_CHECK & roles_of(person, at))


def require_sight(person: Employee, at: datetime) -> None:
    """Raise `NotVisible` for anybody but reviewers, Employee Relations and auditors."""
    if not sees_the_check(person, at):
        raise NotVisible("There is no such page.")


def measured() -> tuple[Kept, Kept, list[Measured]]:
    """Both measurements, and each clause in both."""
    sets = kept()
    unseen, own = sets[UNSEEN], sets[OWN]
    rows = [Measured(one.place, one.title, unseen.clauses[one.place], own.clauses[one.place]) for one in CLAUSES]
    return unseen, own, rows


def disposed(person: Employee, at: datetime) -> list[Disposed]:
    """What became of the findings in posts that somebody sees, clause by clause: numbers alone, in one query."""
    rows = Finding.objects.filter(round__post__in=visible_posts(person, at)).order_by()
    counted: dict[str, Counter[str]] = {}
    for clause, disposition, number in rows.values_list("clause", "disposition").annotate(Count("pk")):
        counted.setdefault(clause, Counter())[disposition or ""] += number
    return [
        Disposed(
            one.place,
            one.title,
            counted[one.place].total(),
            *(counted[one.place][word] for word in _SAID),
        )
        for one in CLAUSES
        if one.place in counted
    ]
