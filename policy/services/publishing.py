"""Publishing a version: asked by one person of Employee Relations, confirmed by a second (City procedure)."""

from __future__ import annotations

from datetime import datetime

from django.db import transaction

from directory.models import Employee, Role
from directory.permissions import require_role
from foundation import clock, dates
from foundation.actor import Actor
from foundation.audit.services import record
from foundation.canonical import c1_hash
from foundation.citations import CITY_PROCEDURE
from foundation.effective import supersede
from foundation.errors import Conflict, InvalidInput, Refusal
from policy import notifications
from policy.carrying import version_before
from policy.models import Carrying, Change, Decision, Publication, PublicationRequest, Regulation, Version
from policy.services.matching import match_by_itself


def _person(by: Actor, what: str) -> Employee:
    if by.person is None:
        raise Refusal(
            what,
            why="Two named persons publish a version, never the system by itself.",
            clause=CITY_PROCEDURE,
            remedy="Name who asks and who confirms (--by and --confirmed-by).",
        )
    return by.person


@transaction.atomic
def request_publication(
    version: Version, *, effective_from: datetime, by: Actor, change: Change = Change.MATERIAL
) -> PublicationRequest:
    """Ask that a draft be published from a moment on; a second person of Employee Relations decides.

    `change` says whether it asks everyone again (City procedure); where no version stood before it, nothing is said.
    """
    Regulation.objects.select_for_update().get(pk=version.regulation_id)
    at = clock.now()
    what = "You cannot ask for the publication of a version."
    person = _person(by, what)
    capacity = require_role(by, Role.EMPLOYEE_RELATIONS, at, what)
    _require_publishable(version)
    _require_asked_once(version)
    _require_free_moment(version.regulation, effective_from)
    before = _carrying_from(version, effective_from, change)
    request = PublicationRequest.objects.create(
        version=version,
        effective_from=effective_from,
        change=change if before else None,
        carries_from=before if change == Change.IMMATERIAL else None,
        requested_by=person,
        requested_at=at,
    )
    record(
        by=by,
        act="policy.publication_requested",
        on=version,
        at=at,
        capacity=capacity,
        before={"state": "draft"},
        after={
            "state": "requested",
            "effective_from": effective_from.isoformat(),
            "text_hash": version.text_hash,
            "change": request.change,
        },
    )
    notifications.publication_requested(request, by=by, at=at)
    return request


def _require_asked_once(version: Version) -> None:
    if version.publication_requests.filter(decision__isnull=True).exists():
        raise Conflict(
            "The publication of this version has been asked for already.",
            why="One request at a time waits for a second person.",
            remedy="Open the version to see who asked, and who may decide.",
        )


def _carrying_from(version: Version, effective_from: datetime, change: Change) -> Version | None:
    """The version in force before, from which acknowledgements carry over; refused where there is none to carry."""
    before = version_before(version.regulation, effective_from)
    if before is None and change == Change.IMMATERIAL:
        raise InvalidInput(
            "Nothing can carry over.",
            why="No version of this regulation is in force before that day.",
            remedy="Choose that everyone is asked, or another day.",
            field="change",
        )
    return before


@transaction.atomic
def confirm_publication(request: PublicationRequest, *, by: Actor) -> Publication:
    """Publish: decided by a second person, under lock, so that of two at once one wins and the other is told."""
    regulation = Regulation.objects.select_for_update().get(pk=request.version.regulation_id)
    at = clock.now()
    person, capacity = _second_person(request, by, at, "You cannot confirm this publication.")
    _require_publishable(request.version)
    _require_free_moment(regulation, request.effective_from)
    _require_same_predecessor(request, regulation)
    _decide(request, Decision.CONFIRMED, person, at)
    publication = _begin(request, regulation, at)
    _carry_over(request, at)
    matched, open_citations = match_by_itself(publication, at=at)
    record(
        by=by,
        act="policy.published",
        on=request.version,
        at=at,
        capacity=capacity,
        before={"state": "requested"},
        after={
            "state": "published",
            "effective_from": publication.effective_from.isoformat(),
            "text_hash": request.version.text_hash,
            "requested_by": request.requested_by.number,
            "change": request.change,
            "carries_from": request.carries_from_id,
            "citations_matched": len(matched),
            "citations_open": list(open_citations),
        },
    )
    notifications.published(publication, open_citations, by=by, at=at)
    return publication


@transaction.atomic
def refuse_publication(request: PublicationRequest, *, reason: str, by: Actor) -> PublicationRequest:
    """Refuse: the version is a draft again; the reason is kept and told to who asked."""
    if not reason.strip():
        raise InvalidInput(
            "A refusal needs a reason.", remedy="Write what must change before it is published.", field="reason"
        )
    Regulation.objects.select_for_update().get(pk=request.version.regulation_id)
    at = clock.now()
    person, capacity = _second_person(request, by, at, "You cannot refuse this publication.")
    _decide(request, Decision.REFUSED, person, at, reason.strip())
    _record_end(request, "policy.publication_refused", by, at, capacity)
    notifications.publication_refused(request, by=by, at=at)
    return request


@transaction.atomic
def withdraw_publication(request: PublicationRequest, *, by: Actor) -> PublicationRequest:
    """Take one's own request back: the version is a draft again."""
    Regulation.objects.select_for_update().get(pk=request.version.regulation_id)
    at = clock.now()
    what = "You cannot withdraw this request."
    person = _person(by, what)
    capacity = require_role(by, Role.EMPLOYEE_RELATIONS, at, what)
    if person.pk != request.requested_by_id:
        raise Refusal(
            what,
            why=f"{request.requested_by.name} asked for it.",
            clause=CITY_PROCEDURE,
            remedy="Refuse it, with your reason, if it should not be published.",
        )
    _decide(request, Decision.WITHDRAWN, person, at)
    _record_end(request, "policy.publication_withdrawn", by, at, capacity)
    return request


def _second_person(request: PublicationRequest, by: Actor, at: datetime, what: str) -> tuple[Employee, str]:
    person = _person(by, what)
    capacity = require_role(by, Role.EMPLOYEE_RELATIONS, at, what)
    if person.pk == request.requested_by_id:
        raise Refusal(
            what,
            why="You asked for it yourself, and a second person decides.",
            clause=CITY_PROCEDURE,
            remedy="Ask another person in Employee Relations, or withdraw your request.",
        )
    return person, capacity


def _decide(request: PublicationRequest, decision: Decision, person: Employee, at: datetime, reason: str = "") -> None:
    taken = PublicationRequest.objects.filter(pk=request.pk, decision__isnull=True).update(
        decision=decision, decided_by_id=person.pk, decided_at=at, reason=reason or None
    )
    request.refresh_from_db()
    if not taken:
        decided_by = request.decided_by.name if request.decided_by else "Somebody"
        raise Conflict(
            "This request has been decided already.",
            why=f"{decided_by} decided it: {request.get_decision_display()}.",
            remedy="Open the version to see how it stands.",
        )


def _require_publishable(version: Version) -> None:
    fresh = Version.objects.get(pk=version.pk)
    if fresh.discarded_at:
        raise Conflict(
            "This version has been discarded.",
            why="A discarded draft is not published.",
            remedy="Import the text again if it should be published after all.",
        )
    if fresh.publications.exists():
        raise Conflict(
            "This version has been published already.",
            why="A version is published once.",
            remedy="Open it to see since when it is in force.",
        )


def _require_free_moment(regulation: Regulation, moment: datetime) -> None:
    taken = Publication.objects.not_superseded().filter(regulation=regulation, effective_from=moment).first()
    if taken:
        raise Conflict(
            "Another version takes effect at the same moment.",
            why=f"The {taken.version.called} is in force from {dates.day(moment)}.",
            remedy="Choose another day.",
        )


def _require_same_predecessor(request: PublicationRequest, regulation: Regulation) -> None:
    """What carries over was said of one version: if another has come between, somebody looks again."""
    if request.carries_from_id is None:
        return
    before = version_before(regulation, request.effective_from)
    if before is None or before.pk != request.carries_from_id:
        raise Conflict(
            "This was not published.",
            why="Another version takes effect before it than the one from which acknowledgements were to carry over.",
            remedy="Refuse the request, compare with the version that now stands before it, and ask again.",
        )


def _carry_over(request: PublicationRequest, at: datetime) -> None:
    if request.carries_from_id is None:
        return
    earlier = Carrying.objects.filter(version_id=request.carries_from_id).values_list("counted_id", flat=True)
    Carrying.objects.bulk_create(
        Carrying(version_id=request.version_id, counted_id=counted, recorded_at=at)
        for counted in (request.carries_from_id, *earlier)
    )


def _begin(request: PublicationRequest, regulation: Regulation, at: datetime) -> Publication:
    """Write the publication; the version in force until then ends where it begins."""
    begins = request.effective_from
    others = list(Publication.objects.not_superseded().filter(regulation=regulation).order_by("effective_from"))
    until = next((other.effective_from for other in others if other.effective_from > begins), None)
    before = next((other for other in others if other.is_in_effect(begins)), None)
    if before:
        supersede(before, at=at, effective_until=begins)
    return Publication.objects.create(
        regulation=regulation,
        version=request.version,
        request=request,
        effective_from=begins,
        effective_until=until,
        recorded_at=at,
    )


def _record_end(request: PublicationRequest, act: str, by: Actor, at: datetime, capacity: str) -> None:
    record(
        by=by,
        act=act,
        on=request.version,
        at=at,
        capacity=capacity,
        before={"state": "requested"},
        after={
            "state": "draft",
            "requested_by": request.requested_by.number,
            **({"reason_hash": c1_hash(request.reason)} if request.reason else {}),
        },
    )
