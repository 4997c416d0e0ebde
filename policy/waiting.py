"""What waits for Employee Relations: clauses to match, publications and explanations that a second person decides."""

from __future__ import annotations

from datetime import datetime
from functools import partial

from django.db.models import QuerySet
from django.urls import reverse

from directory.models import Employee
from foundation import dates
from foundation.waiting import WaitingItem, WaitingQueue
from policy.following import waiting_for_matches
from policy.models import Explanation, PublicationRequest
from policy.permissions import may_publish


def waiting_for(person: Employee, at: datetime) -> list[WaitingItem | WaitingQueue]:
    """Requests of others in Employee Relations that this person may decide, and what stays unmatched."""
    if not may_publish(person, at):
        return []
    requests = PublicationRequest.objects.filter(decision__isnull=True).exclude(requested_by=person)
    explanations = Explanation.objects.filter(decision__isnull=True).exclude(written_by=person)
    return [
        WaitingQueue(requests, "requested_at", partial(_publications, requests)),
        WaitingQueue(waiting_for_matches(at), "recorded_at", _matches),
        WaitingQueue(explanations, "written_at", _explanations),
    ]


def _publications(requests: QuerySet[PublicationRequest], number: int, since: datetime) -> WaitingItem:
    """The oldest request in words; it is asked for only where there is one."""
    request = requests.select_related("version__regulation", "requested_by").order_by("requested_at").first()
    if request is None or number > 1:
        return WaitingItem(
            title="Publications to confirm",
            sentence="Colleagues ask that versions of the policy be in force; a second person decides on each.",
            url=reverse("policy:versions"),
            action="Look at them",
            since=since,
            count=number,
        )
    return WaitingItem(
        title=f"Confirm the publication of {request.version.regulation}",
        sentence=f"{request.requested_by.name} asks that the {request.version.called} be in force from "
        f"{dates.day(request.effective_from)}.",
        url=reverse("policy:version", args=[request.version_id]),
        action="Confirm or refuse",
        since=since,
    )


def _matches(number: int, since: datetime) -> WaitingItem:
    return WaitingItem(
        title="Clauses to match, on which powers rest",
        sentence="A version that is in force, or will be, has another wording than the portal was written for. Nobody "
        "holds the powers that rest on these clauses under it until you say which clause takes the place of each.",
        url=reverse("policy:versions"),
        action="Match the clauses",
        since=since,
        count=number,
    )


def _explanations(number: int, since: datetime) -> WaitingItem:
    return WaitingItem(
        title="Explanations of your own accounts to approve",
        sentence="A colleague wrote them; they are shown to everybody once you approve them.",
        url=reverse("policy:own_accounts"),
        action="Look at them",
        since=since,
        count=number,
    )
