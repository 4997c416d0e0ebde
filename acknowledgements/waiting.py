"""What waits for a person: a version to acknowledge; for Employee Relations, annulments and late campaigns."""

from __future__ import annotations

from datetime import datetime

from django.db.models import Exists, OuterRef
from django.urls import reverse

from acknowledgements.audience import place_shown
from acknowledgements.models import Acknowledgement, Annulment, Campaign
from acknowledgements.permissions import runs_campaigns
from directory.models import Employee
from foundation.waiting import WaitingItem, WaitingQueue

_AT_MOST = 5


def waiting_for(person: Employee, at: datetime) -> list[WaitingItem | WaitingQueue]:
    """The cards of the home page; at most four queries, whatever waits."""
    items: list[WaitingItem | WaitingQueue] = [_to_acknowledge(campaign) for campaign in campaigns_waiting(person, at)]
    if runs_campaigns(person, at):
        items.append(_annulments(person))
    return items


def campaigns_waiting(person: Employee, at: datetime) -> list[Campaign]:
    """The running campaigns that ask a person for something not done yet, the first due first."""
    done = Acknowledgement.objects.not_annulled().filter(person=person, version_id=OuterRef("version_id"))
    campaigns = list(
        Campaign.objects.running(at)
        .exclude(Exists(done))
        .select_related("version__regulation")
        .defer("version__text", "version__front_matter")
        .order_by("due_at")[:_AT_MOST]
    )
    place = place_shown(person, at) if campaigns else None
    return campaigns if place is not None and place.is_bound else []


def _to_acknowledge(campaign: Campaign) -> WaitingItem:
    called = campaign.version.called
    return WaitingItem(
        title=f"Acknowledge {campaign.version.regulation}",
        sentence=f"The {called}. About 12 minutes.",
        url=reverse("acknowledgements:read", args=[campaign.pk]),
        action="Read and acknowledge",
        since=campaign.opens_at,
        due=campaign.due_at,
    )


def _annulments(person: Employee) -> WaitingQueue:
    waiting = (
        Annulment.objects.filter(decision__isnull=True)
        .exclude(requested_by=person)
        .exclude(acknowledgement__person=person)
    )
    return WaitingQueue(waiting, "requested_at", _to_annul)


def _to_annul(number: int, since: datetime) -> WaitingItem:
    return WaitingItem(
        title="Acknowledgements to annul",
        sentence="A colleague says that they were entered in error; a second person decides.",
        url=reverse("acknowledgements:annulments"),
        action="Decide",
        since=since,
        count=number,
    )
