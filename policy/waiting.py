"""What waits for Employee Relations: publications and explanations that a second person decides."""

from __future__ import annotations

from datetime import datetime

from django.urls import reverse

from directory.models import Employee
from foundation import clock
from foundation.waiting import WaitingItem
from policy.models import Explanation, PublicationRequest
from policy.permissions import may_publish

MOST = 5


def waiting_for(person: Employee, at: datetime) -> list[WaitingItem]:
    """Requests of others in Employee Relations that this person may decide."""
    if not may_publish(person, at):
        return []
    requests = (
        PublicationRequest.objects.filter(decision__isnull=True)
        .exclude(requested_by=person)
        .select_related("version__regulation", "requested_by")
        .order_by("requested_at")[:MOST]
    )
    found = [
        WaitingItem(
            title=f"Confirm the publication of {request.version.regulation}",
            sentence=f"{request.requested_by.name} asks that the {request.version.called} be in force from "
            f"{clock.city_date(request.effective_from):%B %d, %Y}.",
            url=reverse("policy:version", args=[request.version_id]),
            action="Confirm or refuse",
            since=request.requested_at,
        )
        for request in requests
    ]
    return [*found, *_explanations(person)]


def _explanations(person: Employee) -> list[WaitingItem]:
    waiting = Explanation.objects.filter(decision__isnull=True).exclude(written_by=person).select_related("written_by")
    return [
        WaitingItem(
            title=f"Approve the explanation of {row.citation}",
            sentence=f"{row.written_by.name} wrote it for Your own accounts.",
            url=reverse("policy:explanation", args=[row.citation]),
            action="Approve or refuse",
            since=row.written_at,
        )
        for row in waiting.order_by("written_at")[:MOST]
    ]
