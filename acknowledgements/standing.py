"""Where a person stands with a version, for others to see: done, not yet, with Employee Relations; no kind, no why.

Employee Relations and auditors, who see everybody, read also who is exempt or away; to others an exemption is with
Employee Relations, and who is away has not done it yet. Neither is ever overdue.
"""

from __future__ import annotations

from datetime import datetime
from typing import Any

from django.db.models import Exists, OuterRef, Q, QuerySet

from acknowledgements.exempt import exempt_people, is_exempt
from acknowledgements.models import Decline, Question
from directory.models import EmployeeStatus

DONE = "Done"
CARRIED_OVER = "Done, carried over"
NOT_YET = "Not yet"
WITH_RELATIONS = "With Employee Relations"
EXEMPT = "Exempt"
AWAY = "Away"
OVERDUE = "Overdue"


def with_relations(
    version_id: int, at: datetime, known_at: datetime | None = None, *, and_exempt: bool = False
) -> QuerySet[Any]:
    """Ids of the people whose matter Employee Relations has: a decline that stands, or a question without an answer.

    Who acknowledged is done, whatever else there is: ask for that first. `and_exempt` counts exemptions in.
    """
    declined = Decline.objects.standing(at, known_at).filter(version_id=version_id).order_by()
    asked = Question.objects.unanswered(at, known_at).filter(version_id=version_id).order_by()
    found = [declined.values("person_id"), asked.values("person_id")]
    if and_exempt:
        found.append(exempt_people(version_id, at, known_at))
    return found[0].union(*found[1:])


def is_with_relations(
    version_id: int, person: str, at: datetime, known_at: datetime | None = None, *, and_exempt: bool = False
) -> Q:
    """The same as a condition on a row, `person` naming the outer field that holds the person's id."""
    declined = Decline.objects.standing(at, known_at).filter(version_id=version_id, person_id=OuterRef(person))
    asked = Question.objects.unanswered(at, known_at).filter(version_id=version_id, person_id=OuterRef(person))
    found = Q(Exists(declined)) | Q(Exists(asked))
    return found | Q(is_exempt(version_id, person, at, known_at)) if and_exempt else found


def is_away(person: str, at: datetime, known_at: datetime | None = None) -> Exists:
    """Whether somebody is on leave or suspended, as a condition on a row."""
    return Exists(EmployeeStatus.objects.in_effect(at, known_at).away().filter(employee_id=OuterRef(person)))


def excused(version_id: int, at: datetime, known_at: datetime | None = None) -> QuerySet[Any]:
    """Ids of the people who are away, or exempt from a version: neither is overdue."""
    away = EmployeeStatus.objects.in_effect(at, known_at).away().order_by().values("employee_id")
    return away.union(exempt_people(version_id, at, known_at))


def word_of(is_done: bool, is_with_employee_relations: bool, is_exempt: bool = False, is_away: bool = False) -> str:
    """What stands in lists and files; the last two are given only to who sees everybody."""
    if is_done:
        return DONE
    if is_exempt:
        return EXEMPT
    if is_with_employee_relations:
        return WITH_RELATIONS
    return AWAY if is_away else NOT_YET
