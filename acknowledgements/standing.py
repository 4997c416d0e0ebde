"""Where a person stands with a version, for others to see: done, not yet, with Employee Relations; no kind, no why."""

from __future__ import annotations

from datetime import datetime
from typing import Any

from django.db.models import Exists, OuterRef, Q, QuerySet

from acknowledgements.models import Decline, Question

DONE = "Done"
CARRIED_OVER = "Done, carried over"
NOT_YET = "Not yet"
WITH_RELATIONS = "With Employee Relations"


def with_relations(version_id: int, at: datetime, known_at: datetime | None = None) -> QuerySet[Any]:
    """Ids of the people whose matter Employee Relations has: a decline that stands, or a question without an answer.

    Who acknowledged is done, whatever else there is: ask for that first.
    """
    declined = Decline.objects.standing(at, known_at).filter(version_id=version_id).order_by()
    asked = Question.objects.unanswered(at, known_at).filter(version_id=version_id).order_by()
    return declined.values("person_id").union(asked.values("person_id"))


def is_with_relations(version_id: int, person: str, at: datetime, known_at: datetime | None = None) -> Q:
    """The same as a condition on a row, `person` naming the outer field that holds the person's id."""
    declined = Decline.objects.standing(at, known_at).filter(version_id=version_id, person_id=OuterRef(person))
    asked = Question.objects.unanswered(at, known_at).filter(version_id=version_id, person_id=OuterRef(person))
    return Q(Exists(declined)) | Q(Exists(asked))


def word_of(is_done: bool, is_with_employee_relations: bool) -> str:
    """What supervisors, authorities and auditors read."""
    if is_done:
        return DONE
    return WITH_RELATIONS if is_with_employee_relations else NOT_YET
