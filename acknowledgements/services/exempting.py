"""Exemptions: asked for by one of Employee Relations, decided by another, ended early by either (City procedure)."""

from __future__ import annotations

from datetime import date, datetime
from typing import Any

from django.db import IntegrityError, transaction

from acknowledgements import notifications
from acknowledgements.audience import place_of
from acknowledgements.models import Acknowledgement, Exemption
from acknowledgements.services.entering import words
from directory.models import Employee, Role
from directory.permissions import require_role
from foundation import clock, dates
from foundation.actor import Actor
from foundation.audit.services import record
from foundation.canonical import c1_hash
from foundation.citations import CITY_PROCEDURE
from foundation.errors import Conflict, InvalidInput, Refusal
from policy.carrying import counted_for
from policy.models import Version

FARTHEST_YEARS = 2
_ACTS = {
    Exemption.Decision.APPROVED: "exemption_approved",
    Exemption.Decision.REFUSED: "exemption_refused",
    Exemption.Decision.WITHDRAWN: "exemption_withdrawn",
}
_CANNOT = "You cannot exempt anybody."
WHY = "Say why. Only Employee Relations and auditors read it."


def ask_exemption(*, by: Actor, person: Employee, version: Version, last_day: date, reason: str) -> Exemption:
    """Ask that somebody is not asked for a version through a day; it holds once a second person approves it."""
    try:
        return _ask(by, person, version, last_day, reason)
    except IntegrityError:
        raise Conflict(
            "Nothing was recorded again.",
            why=f"An exemption of {person.name} waits for a second person already.",
            remedy="Decide on that one first.",
        ) from None


@transaction.atomic
def _ask(by: Actor, person: Employee, version: Version, last_day: date, reason: str) -> Exemption:
    at = clock.now()
    capacity, asker = _of_relations(by, person, at)
    reason = words(reason, WHY, "reason")
    _check(person, version, last_day, at)
    row = Exemption.objects.create(
        person=person, version=version, reason=reason, until=clock.end_of(last_day), asked_by=asker, asked_at=at
    )
    _record(by, "exemption_asked", row, capacity, at, {"until": row.until.isoformat(), "reason_hash": c1_hash(reason)})
    return row


@transaction.atomic
def approve_exemption(*, by: Actor, exemption: Exemption) -> Exemption:
    """Approve, as the second person: from now on, and until its end, nobody asks or reminds that person."""
    locked = _waiting(exemption)
    at = clock.now()
    capacity, decider = _of_relations(by, locked.person, at)
    _not_who_asked(decider, locked)
    if locked.until <= at:
        raise Conflict("Nothing was changed.", why="Its end is past.", remedy="Ask for another one.")
    _check(locked.person, locked.version, locked.last_day, at)
    return _decide(by, locked, Exemption.Decision.APPROVED, decider, capacity, "", at)


@transaction.atomic
def refuse_exemption(*, by: Actor, exemption: Exemption, reason: str) -> Exemption:
    """Refuse, as the second person, with a reason; or, as who asked for it, withdraw it."""
    locked = _waiting(exemption)
    at = clock.now()
    capacity, decider = _of_relations(by, locked.person, at)
    reason = words(reason, "Say why.", "reason")
    own = decider.pk == locked.asked_by_id
    return _decide(
        by, locked, Exemption.Decision.WITHDRAWN if own else Exemption.Decision.REFUSED, decider, capacity, reason, at
    )


@transaction.atomic
def end_exemption(*, by: Actor, exemption: Exemption, reason: str) -> Exemption:
    """End an exemption in force before its day, with a reason; the days it lasted move the person's due date on."""
    locked = _locked(exemption)
    at = clock.now()
    capacity, person = _of_relations(by, locked.person, at)
    reason = words(reason, "Say why it ends.", "reason")
    if not locked.is_in_force(at):
        raise Conflict(
            "Nothing was changed.", why="This exemption is not in force.", remedy="Open the list again to see it."
        )
    locked.ended_at, locked.ended_by, locked.ended_why = at, person, reason
    locked.save(update_fields=["ended_at", "ended_by", "ended_why"])
    _record(by, "exemption_ended", locked, capacity, at, {"reason_hash": c1_hash(reason)})
    notifications.exemption_ended(locked, by=by, at=at)
    return locked


def _of_relations(by: Actor, person: Employee, at: datetime) -> tuple[str, Employee]:
    capacity = require_role(by, Role.EMPLOYEE_RELATIONS, at, _CANNOT)
    if by.person is None:
        raise Refusal("A person exempts, not a program.", clause=CITY_PROCEDURE)
    if by.person.pk == person.pk:
        raise Refusal(
            _CANNOT,
            why="It would be your own exemption, and nobody decides for themselves.",
            clause=CITY_PROCEDURE,
            remedy="Ask somebody else of Employee Relations.",
        )
    return capacity, by.person


def _not_who_asked(decider: Employee, exemption: Exemption) -> None:
    if decider.pk == exemption.asked_by_id:
        raise Refusal(
            "You cannot approve what you asked for.",
            why="An exemption takes two people.",
            clause=CITY_PROCEDURE,
            remedy="A second person of Employee Relations decides.",
        )


def check_last_day(last_day: date, at: datetime) -> None:
    """Raise `InvalidInput` for a last day that is past or too far away."""
    today = clock.city_date(at)
    if not today <= last_day or last_day.year > today.year + FARTHEST_YEARS:
        raise InvalidInput(
            "An exemption has an end that is still to come.",
            why=f"{dates.day(last_day)} is {'past' if last_day < today else 'too far away'}.",
            remedy=f"Give a day from today on, within {FARTHEST_YEARS} years.",
            field="last_day",
        )


def _check(person: Employee, version: Version, last_day: date, at: datetime) -> None:
    check_last_day(last_day, at)
    place = place_of(person, at)
    if place is None or not place.is_bound:
        raise InvalidInput(
            f"{person.name} is not asked anyhow.",
            why=f"{version.regulation} does not bind them now, according to the roster.",
            field="number",
        )
    counted = counted_for(version.pk, at)
    if Acknowledgement.objects.standing(at).filter(person=person, version_id__in=counted).exists():
        raise Conflict(
            "Nothing was recorded.",
            why=f"{person.name} has acknowledged {version}.",
            remedy="Nothing is asked of them any more.",
        )
    if Exemption.objects.in_force(at).filter(person=person, version=version).exists():
        raise Conflict(
            "Nothing was recorded.",
            why=f"{person.name} is exempt already.",
            remedy="End that exemption first, or ask for another once it is over.",
        )


def _locked(exemption: Exemption) -> Exemption:
    locked = Exemption.objects.select_for_update(of=("self",)).select_related("person", "version__regulation")
    return locked.get(pk=exemption.pk)


def _waiting(exemption: Exemption) -> Exemption:
    locked = _locked(exemption)
    if locked.decision is not None:
        raise Conflict(
            "Nothing was changed.",
            why="Somebody decided on this exemption already.",
            remedy="Open the list again to see how.",
        )
    return locked


def _decide(
    by: Actor, row: Exemption, decision: Exemption.Decision, decider: Employee, capacity: str, reason: str, at: datetime
) -> Exemption:
    row.decision, row.decided_by, row.decided_at, row.decision_reason = decision, decider, at, reason
    row.save(update_fields=["decision", "decided_by", "decided_at", "decision_reason"])
    after = {"reason_hash": c1_hash(reason)} if reason else {}
    _record(by, _ACTS[decision], row, capacity, at, {**after, "until": row.until.isoformat()})
    if decision == Exemption.Decision.APPROVED:
        notifications.exempted([row], by=by, at=at)
    return row


def _record(by: Actor, act: str, row: Exemption, capacity: str, at: datetime, after: dict[str, Any]) -> None:
    record(
        by=by,
        act=f"acknowledgements.{act}",
        on=row,
        at=at,
        capacity=capacity,
        clause=CITY_PROCEDURE,
        after={"person": row.person_id, "version": row.version_id, **after},
    )
