"""Which published versions one may ask about or plan for, and which of them is meant when none is named."""

from __future__ import annotations

from datetime import datetime
from typing import Any

from django.db.models import Case, Exists, OuterRef, Q, QuerySet, Subquery, Value, When

from acknowledgements.models import Campaign
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
