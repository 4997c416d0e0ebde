"""What policy writes to people: to Employee Relations about publishing."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import datetime

from django.urls import reverse

from directory.models import Employee, Role, RoleHolding
from foundation import clock, dates
from foundation.actor import Actor
from foundation.numbers import how_many
from notifications.services import Letter, notify, notify_many
from policy.following import governing
from policy.models import Explanation, Publication, PublicationRequest
from powers.catalogue import POWERS

KIND = "policy.publishing"


def _employee_relations(at: datetime, but_for: Employee | None) -> list[Employee]:
    holders = RoleHolding.objects.usable(at).filter(role=Role.EMPLOYEE_RELATIONS)
    people = Employee.objects.filter(pk__in=holders.values("employee_id"))
    return list(people.exclude(pk=but_for.pk) if but_for else people)


def _tell(subject: str, body: str, link: str, key: str, *, by: Actor, at: datetime) -> None:
    letters = [
        Letter(to=person, subject=subject, body=body, link=link, key=f"{key}:{person.pk}")
        for person in _employee_relations(at, by.person)
    ]
    notify_many(by=by, kind=KIND, letters=letters, at=at)


def publication_requested(request: PublicationRequest, *, by: Actor, at: datetime) -> None:
    """Tell the others in Employee Relations that one of them is to confirm."""
    day = clock.city_date(request.effective_from)
    _tell(
        f"Confirm or refuse: {request.version}",
        f"{request.requested_by.name} asks that it be in force from {dates.day(day)}. "
        "A second person in Employee Relations decides (City procedure).",
        reverse("policy:version", args=[request.version_id]),
        f"policy.requested:{request.pk}",
        by=by,
        at=at,
    )


def published(publication: Publication, open_citations: Sequence[str], *, by: Actor, at: datetime) -> None:
    """Tell Employee Relations that a version is published, and which citations wait for a match."""
    day = clock.city_date(publication.effective_from)
    body = f"It is in force from {dates.day(day)}."
    if open_citations:
        body += (
            f" Of what the portal cites, {how_many(len(open_citations), 'clause')} cannot be found there with the same "
            f"words: say which clause takes the place of each ({', '.join(open_citations)})."
        )
    resting = [power.name for power in POWERS.values() if power.basis in open_citations]
    if resting and governing(at).filter(pk=publication.pk).exists():
        body += f"\n\nUnder this version nobody can do this until then: {'; '.join(resting)}."
    _tell(
        f"Published: {publication.version}",
        body,
        reverse("policy:version", args=[publication.version_id]),
        f"policy.published:{publication.lineage}",
        by=by,
        at=at,
    )


def publication_refused(request: PublicationRequest, *, by: Actor, at: datetime) -> None:
    """Tell who asked why it was refused."""
    notify(
        by=by,
        to=request.requested_by,
        kind=KIND,
        subject=f"Not published: {request.version}",
        body=f"{by.name} refused: {request.reason}",
        link=reverse("policy:version", args=[request.version_id]),
        at=at,
        key=f"policy.refused:{request.pk}",
    )


def explanation_proposed(explanation: Explanation, *, by: Actor, at: datetime) -> None:
    """Tell the others in Employee Relations that an explanation waits for one of them."""
    _tell(
        f"Approve or refuse: the explanation of {explanation.citation}",
        f"{by.name} wrote it. A second person in Employee Relations decides (City procedure).",
        reverse("policy:explanation", args=[explanation.citation]),
        f"policy.explanation:{explanation.pk}",
        by=by,
        at=at,
    )
