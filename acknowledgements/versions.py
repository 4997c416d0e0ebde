"""Which published versions one may ask about or plan for, and which of them is meant when none is named."""

from __future__ import annotations

from datetime import datetime
from typing import Any

from django.db.models import Case, Exists, OuterRef, Q, QuerySet, Subquery, Value, When

from acknowledgements.models import Campaign, CampaignState
from foundation.effective import open_at
from policy.models import Change, Publication, Version


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


def outlived(at: datetime, known_at: datetime | None = None) -> QuerySet[Campaign]:
    """Campaigns that nobody has closed although their version is in force no more, with `followed_at`: since when.

    Without `known_at` it is the present.
    """
    ended = Publication.objects.known(known_at or at).filter(version_id=OuterRef("version_id"), effective_until__lte=at)
    rows = Campaign.objects.filter(opens_at__lte=at)
    if known_at is None:
        rows = rows.filter(state__in=(CampaignState.OPENED, CampaignState.PAUSED))
    else:
        rows = rows.filter(open_at("opened_at", "closed_at", min(at, known_at)))
    return rows.annotate(followed_at=Subquery(ended.values("effective_until")[:1])).filter(followed_at__isnull=False)


def never_asked(at: datetime, known_at: datetime | None = None) -> QuerySet[Any]:
    """Publications in force of versions that change what people must know, and for which no campaign was ever opened.

    Nobody is asked to acknowledge such a version until somebody opens one (City procedure). Without `known_at` it is
    the present.
    """
    opened = Campaign.objects.filter(version_id=OuterRef("version_id"), opened_at__isnull=False)
    if known_at is not None:
        opened = opened.filter(opened_at__lte=min(at, known_at))
    in_force: QuerySet[Any] = Publication.objects.in_effect(at, known_at).filter(request__change=Change.MATERIAL)
    return in_force.exclude(Exists(opened))


def followed_by(campaign: Campaign, at: datetime) -> Version | None:
    """The version that is in force in place of the one that a campaign still asks for; none where that one is."""
    if not outlived(at).filter(pk=campaign.pk).exists():
        return None
    others = Version.objects.in_force(at).filter(regulation=campaign.version.regulation_id)
    return others.select_related("regulation").defer("text", "front_matter").first()
