"""The people of a coverage, one line each: where they work, how they stand, and by which acknowledgement.

Pages, files and reports take their lines from here.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Collection, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from django.db.models import Count, Exists, OuterRef, QuerySet, Subquery

from acknowledgements.coverage import Moment, Scope, assigned, standing_of
from acknowledgements.models import Acknowledgement, Method
from acknowledgements.standing import CARRIED_OVER, word_of
from directory.names import Names
from policy.carrying import counted_for


@dataclass(frozen=True)
class PersonLine:
    """Somebody who is counted: `word` says how they stand, the last three by which acknowledgement, if any."""

    assignment: int
    department_id: int
    code: str
    number: str
    name: str
    title: str
    word: str
    when: datetime | None
    how: str | None
    receipt: str | None


def in_order(assignments: QuerySet[Any], names: Names) -> QuerySet[Any]:
    """By department and by the name as it was known, which is `called` in what is returned."""
    named: QuerySet[Any] = assignments.annotate(called=names.column("employee"))
    return named.order_by("department_id", "called", "employee_id")


def described(assignments: QuerySet[Any], version_id: int, moment: Moment, scope: Scope) -> QuerySet[Any, Any]:
    """What `line_of` makes lines of, for some assignments.

    Of several acknowledgements that count, the newest version's is told. Some subqueries for each
    row: for a page, ask it of the page's rows alone.
    """
    at, known_at = moment.at, moment.known_at
    standing = Acknowledgement.objects.standing(at, known_at).filter(version_id__in=counted_for(version_id, known_at))
    kept = standing.filter(person_id=OuterRef("employee_id")).order_by("-version_id")
    found: QuerySet[Any, Any] = assignments.annotate(
        **standing_of("employee_id", version_id, moment, scope)
    ).values_list(
        "pk",
        "department_id",
        "department__code",
        "employee_id",
        "employee__number",
        "employee__name",
        "title",
        "with_relations",
        "exempt",
        "away",
        *(Subquery(kept.values(name)[:1]) for name in ("version_id", "at", "method", "reference")),
    )
    return found


def line_of(row: Sequence[Any], version_id: int, names: Names) -> PersonLine:
    """The line of a row of `described`."""
    assignment, department, code, person, number, name, title, heard, exempt, away, of, when, how, receipt = row
    carried = of is not None and of != version_id
    word = CARRIED_OVER if carried else word_of(of is not None, heard, exempt, away)
    way = Method(how).label if how else None
    called = names.called(person, name)
    return PersonLine(assignment, department, code, number, called, title, word, when, way, receipt)


def ways_of(version_id: int, moment: Moment, scope: Scope, departments: Collection[int] = ()) -> Counter[str]:
    """How the people counted acknowledged (labels), each counted once: one grouped statement."""
    at, known_at = moment.at, moment.known_at
    counted = counted_for(version_id, known_at)
    rows = Acknowledgement.objects.standing(at, known_at).filter(version_id__in=counted)
    if len(counted) > 1:
        newer = rows.filter(person_id=OuterRef("person_id"), version_id__gt=OuterRef("version_id"))
        rows = rows.exclude(Exists(newer))
    there = assigned(version_id, moment, scope, departments).filter(employee_id=OuterRef("person_id"))
    found = rows.filter(Exists(there)).order_by().values("method").annotate(number=Count("pk"))
    return Counter({Method(method).label: number for method, number in found.values_list("method", "number")})
