"""Declining to acknowledge, with a reason: it stops reminders, and an acknowledgement may follow at any time."""

from __future__ import annotations

from datetime import datetime

from django.conf import settings
from django.db import IntegrityError, transaction
from django.utils.module_loading import import_string

from acknowledgements import notifications
from acknowledgements.models import Acknowledgement, Channel, Decline
from acknowledgements.services.entering import Entered, Taken, take, words
from directory.models import Employee, Role
from directory.permissions import require_role
from foundation import clock
from foundation.actor import Actor
from foundation.audit.services import record
from foundation.canonical import c1_hash
from foundation.citations import CITY_PROCEDURE
from foundation.errors import Conflict, InvalidInput, Refusal
from policy.models import Version


def decline(*, by: Actor, version: Version, reason: str, entered: Entered | None = None) -> Decline:
    """Record that somebody does not acknowledge a version; `entered` where it came by telephone or on paper.

    What it means for written authorizations the apps above write in the same transaction (settings `AFTER_DECLINES`).
    """
    try:
        return _decline(by, version, reason, entered)
    except IntegrityError:
        raise Conflict(
            "Nothing was recorded again.",
            why="This version has been declined already.",
            remedy="It can still be acknowledged at any time.",
        ) from None


@transaction.atomic
def _decline(by: Actor, version: Version, reason: str, entered: Entered | None) -> Decline:
    # Whoever acknowledges at the same moment is not held up: the later of the two facts is the one that counts.
    at = clock.now()
    taken = take(by, version, entered, at, "Your decline was not recorded.")
    _require_not_done(taken.person, version)
    reason = words(reason, "Say why. Only Employee Relations reads it.", "reason")
    row = Decline.objects.create(
        person=taken.person,
        version=version,
        department_id=taken.place.department_id,
        channel=taken.channel,
        reason=reason,
        at=taken.said_at,
        recorded_at=at,
        entered_by=taken.entered_by,
    )
    _record(by, "declined", row, taken.capacity, at, _facts(taken, version, reason), taken.place.department_code)
    notifications.declined(row, by=by, at=at)
    for name in settings.AFTER_DECLINES:
        import_string(name)(by=by, decline=row, at=at)
    return row


@transaction.atomic
def take_back_decline(*, by: Actor, decline: Decline, reason: str = "") -> Decline:
    """Take a decline back: the person, or, with a reason, Employee Relations where they entered it."""
    row = (
        Decline.objects.select_for_update(no_key=True, of=("self",))
        .select_related("person", "version")
        .get(pk=decline.pk)
    )
    at = clock.now()
    capacity = _who_takes_back(by, row, at)
    reason = reason.strip()
    if by.person and by.person.pk != row.person_id and not reason:
        raise InvalidInput("Say why it was entered in error.", why="The person reads it.", field="reason")
    taken = Decline.objects.filter(pk=row.pk, taken_back_at__isnull=True).update(
        taken_back_at=at, taken_back_by=by.person, taken_back_why=reason
    )
    if not taken:
        raise Conflict("It was taken back already.", remedy="Nothing was changed.")
    row.refresh_from_db()
    _record(by, "decline_taken_back", row, capacity, at, {"reason_hash": c1_hash(reason) if reason else ""})
    notifications.decline_taken_back(row, by=by, at=at)
    return row


def _who_takes_back(by: Actor, row: Decline, at: datetime) -> str:
    if by.person is not None and by.person.pk == row.person_id:
        return "employee"
    capacity = require_role(by, Role.EMPLOYEE_RELATIONS, at, "You cannot take this decline back.")
    if row.channel == Channel.PORTAL:
        raise Refusal(
            "You cannot take this decline back.",
            why=f"{row.person.name} made it in the portal.",
            clause=CITY_PROCEDURE,
            remedy=f"{row.person.name} can take it back, or acknowledge.",
        )
    return capacity


def _require_not_done(person: Employee, version: Version) -> None:
    done = Acknowledgement.objects.not_annulled().filter(person=person, version=version).first()
    if done is not None:
        raise Conflict(
            "Nothing was recorded.",
            why=f"{version} has been acknowledged: {done.reference}.",
            remedy="If that was an error, Employee Relations has it annulled.",
        )


def _facts(taken: Taken, version: Version, reason: str) -> dict[str, object]:
    return {
        "version": version.pk,
        "text_hash": version.text_hash,
        "channel": taken.channel,
        "for": taken.person.number,
        "said_at": taken.said_at.isoformat(),
        "reason_hash": c1_hash(reason),
    }


def _record(
    by: Actor, act: str, row: Decline, capacity: str, at: datetime, after: dict[str, object], department: str = ""
) -> None:
    record(
        by=by,
        act=f"acknowledgements.{act}",
        on=row,
        at=at,
        capacity=capacity,
        clause=CITY_PROCEDURE,
        department_code=department,
        after=after,
    )
