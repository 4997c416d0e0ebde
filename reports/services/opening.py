"""Opening the file of a person: Employee Relations alone, with a reason, until the end of the day."""

from __future__ import annotations

from django.db import transaction

from directory.models import Employee, Role
from directory.permissions import require_role
from foundation import clock
from foundation.actor import Actor
from foundation.audit.services import record
from foundation.canonical import c1_hash
from foundation.citations import CITY_PROCEDURE
from foundation.errors import InvalidInput
from reports.models import FileOpening

LONGEST_REASON = 2_000


@transaction.atomic
def open_person_file(*, by: Actor, person: Employee, reason: str) -> FileOpening:
    """Open the file of somebody else, for the rest of the City's day; the reason stands apart, its hash in the trail.

    Raises `Refusal` for anybody but Employee Relations, `InvalidInput` without a reason or for the own file.
    """
    at = clock.now()
    capacity = require_role(by, Role.EMPLOYEE_RELATIONS, at, "You cannot open this file.")
    said = reason.strip()
    if not said or len(said) > LONGEST_REASON:
        raise InvalidInput(
            f"Say in at most {LONGEST_REASON:,} characters why you open this file.",
            why="Whoever reads the trail later wants to know, and so may the person.",
            clause=CITY_PROCEDURE,
            field="reason",
        )
    if by.person is None or by.person == person:
        raise InvalidInput("Your own file needs no reason.", remedy="Open it from your own page.")
    opening = FileOpening.objects.create(
        person=person, opened_by=by.person, opened_at=at, until=clock.end_of(clock.city_date(at)), reason=said
    )
    record(
        by=by,
        act="reports.person_file_opened",
        on=person,
        at=at,
        capacity=capacity,
        clause=CITY_PROCEDURE,
        after={"until": opening.until.isoformat(), "reason": c1_hash(said)},
    )
    return opening
