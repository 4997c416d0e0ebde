"""Annulling an acknowledgement entered in error: two people with a reason, and the row is kept (DESIGN 3.7)."""

from __future__ import annotations

from datetime import datetime

from django.db import IntegrityError, transaction
from django.urls import reverse

from acknowledgements.models import Acknowledgement, Annulment
from acknowledgements.services.acknowledging import OBJECT_KIND
from directory.models import Employee, Role
from directory.permissions import require_role
from foundation import clock
from foundation.actor import Actor
from foundation.audit.services import Subject, record
from foundation.canonical import c1_hash
from foundation.citations import CITY_PROCEDURE
from foundation.errors import Conflict, InvalidInput, Refusal
from foundation.plain_text import require_plain
from notifications.services import notify

_CANNOT = "You cannot annul an acknowledgement."


def request_annulment(*, by: Actor, acknowledgement: Acknowledgement, reason: str) -> Annulment:
    """Ask that an acknowledgement be annulled; a second person of Employee Relations decides."""
    try:
        return _request(by, acknowledgement, reason)
    except IntegrityError:
        raise Conflict(
            "The annulment was not requested.",
            why="Somebody asked for the annulment of this acknowledgement already.",
            remedy="It waits for a second person of Employee Relations.",
        ) from None


@transaction.atomic
def _request(by: Actor, acknowledgement: Acknowledgement, reason: str) -> Annulment:
    locked = _locked(acknowledgement)
    at = clock.now()
    capacity = require_role(by, Role.EMPLOYEE_RELATIONS, at, _CANNOT)
    person = _not_ones_own(by, locked)
    reason = _given(reason, "Say why the acknowledgement was entered in error.")
    annulment = Annulment.objects.create(acknowledgement=locked, reason=reason, requested_by=person, requested_at=at)
    _record(by, "annulment_requested", annulment, capacity, at, {"reason_hash": c1_hash(reason)})
    return annulment


@transaction.atomic
def confirm_annulment(*, by: Actor, annulment: Annulment) -> Annulment:
    """Annul as the second person: the acknowledgement no longer counts, is kept, and its person is told."""
    _locked(annulment.acknowledgement)
    at = clock.now()
    capacity = _second_person(by, annulment, at)
    _decide(by, annulment, Annulment.Decision.CONFIRMED, "", at)
    Acknowledgement.objects.filter(pk=annulment.acknowledgement_id, annulled_at__isnull=True).update(annulled_at=at)
    _record(by, "annulled", annulment, capacity, at, {"annulled_at": at.isoformat()})
    acknowledgement = annulment.acknowledgement
    notify(
        by=by,
        to=acknowledgement.person,
        kind="acknowledgements.annulled",
        subject=f"Your acknowledgement {acknowledgement.reference} has been annulled",
        body=(
            f"Employee Relations has annulled {acknowledgement.reference} as entered in error: {annulment.reason} "
            "If the version is still asked for, it waits for you again."
        ),
        link=reverse("acknowledgements:receipt", args=[acknowledgement.reference]),
        at=at,
        key=f"annulled:{annulment.pk}",
    )
    return annulment


@transaction.atomic
def refuse_annulment(*, by: Actor, annulment: Annulment, reason: str) -> Annulment:
    """Let the acknowledgement stand, as the second person, with a reason."""
    _locked(annulment.acknowledgement)
    at = clock.now()
    capacity = _second_person(by, annulment, at)
    reason = _given(reason, "Say why the acknowledgement stands.")
    _decide(by, annulment, Annulment.Decision.REFUSED, reason, at)
    _record(by, "annulment_refused", annulment, capacity, at, {"reason_hash": c1_hash(reason)})
    return annulment


def _locked(acknowledgement: Acknowledgement) -> Acknowledgement:
    locked = Acknowledgement.objects.select_for_update(of=("self",)).select_related("person", "version")
    found = locked.get(pk=acknowledgement.pk)
    if found.annulled_at is not None:
        raise Conflict(
            "Nothing was changed.",
            why=f"{found.reference} has been annulled already.",
            remedy="Its page says who did it, when and why.",
        )
    return found


def _second_person(by: Actor, annulment: Annulment, at: datetime) -> str:
    capacity = require_role(by, Role.EMPLOYEE_RELATIONS, at, _CANNOT)
    _not_ones_own(by, annulment.acknowledgement)
    if by.person is None or annulment.requested_by_id == by.person.pk:
        raise Refusal(
            "You cannot decide on your own request.",
            why="An acknowledgement is annulled by two people.",
            clause=CITY_PROCEDURE,
            remedy="A second person of Employee Relations decides.",
        )
    return capacity


def _not_ones_own(by: Actor, acknowledgement: Acknowledgement) -> Employee:
    if by.person is None or acknowledgement.person_id == by.person.pk:
        raise Refusal(
            _CANNOT,
            why="This acknowledgement is your own, and nobody decides for themselves.",
            clause=CITY_PROCEDURE,
            remedy="Ask somebody else of Employee Relations.",
        )
    return by.person


def _decide(by: Actor, annulment: Annulment, decision: Annulment.Decision, reason: str, at: datetime) -> None:
    decided = Annulment.objects.filter(pk=annulment.pk, decision__isnull=True).update(
        decision=decision, decided_by=by.person, decided_at=at, decision_reason=reason
    )
    if not decided:
        raise Conflict(
            "Nothing was changed.",
            why="Somebody decided on this request already.",
            remedy="Open its page again to see how.",
        )
    annulment.refresh_from_db()


def _given(reason: str, sentence: str) -> str:
    if not reason.strip():
        raise InvalidInput(sentence, why="Without a reason nobody can check it later.", field="reason")
    require_plain(reason, "reason")
    return reason.strip()


def _record(by: Actor, act: str, annulment: Annulment, capacity: str, at: datetime, after: dict[str, str]) -> None:
    acknowledgement = annulment.acknowledgement
    record(
        by=by,
        act=f"acknowledgements.{act}",
        on=Subject(OBJECT_KIND, acknowledgement.reference, acknowledgement.reference),
        at=at,
        capacity=capacity,
        clause=CITY_PROCEDURE,
        after={"annulment": annulment.pk, **after},
    )
