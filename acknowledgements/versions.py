"""Which published versions one may ask about or plan for, and which of them is meant when none is named."""

from __future__ import annotations

from datetime import datetime
from typing import Any

from django.db.models import Case, Exists, OuterRef, Q, QuerySet, Subquery, Value, When

from acknowledgements.models import Campaign, CampaignState
from policy.models import Publication, Version


def offered(at: datetime) -> QuerySet[Any]:
    """Published versions, each with `in_force_from`: the one in force first, those not in force yet last.

    Of several in force, one that a campaign runs for comes first; of the others likewise.
    """
    publication = Publication.objects.known(at).filter(version_id=OuterRef("pk"))
    in_force = Exists(publication.covering(at))
    running = Exists(Campaign.objects.running(at).filter(version_id=OuterRef("pk")))
    place = Case(
        When(Q(in_force) & Q(running), then=Value(0)),
        When(in_force, then=Value(1)),
        When(running, then=Value(2)),
        When(in_force_from__lte=at, then=Value(3)),
        default=Value(4),
    )
    found: QuerySet[Any] = (
        Version.objects.published(at)
        .annotate(in_force_from=Subquery(publication.values("effective_from")[:1]))
        .order_by(place, "-pk")
        .select_related("regulation")
        .defer("text", "front_matter")
    )
    return found


def outlived(at: datetime) -> QuerySet[Campaign]:
    """Campaigns that nobody has closed although their version is in force no more, with `followed_at`: since when."""
    publication = Publication.objects.known(at).filter(version_id=OuterRef("version_id"), effective_until__lte=at)
    return (
        Campaign.objects.filter(state__in=(CampaignState.OPENED, CampaignState.PAUSED), opens_at__lte=at)
        .annotate(followed_at=Subquery(publication.values("effective_until")[:1]))
        .filter(followed_at__isnull=False)
    )


def followed_by(campaign: Campaign, at: datetime) -> Version | None:
    """The version that is in force in place of the one that a campaign still asks for; none where that one is."""
    if not outlived(at).filter(pk=campaign.pk).exists():
        return None
    others = Version.objects.in_force(at).filter(regulation=campaign.version.regulation_id)
    return others.select_related("regulation").defer("text", "front_matter").first()
