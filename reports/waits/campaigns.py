"""What waits about campaigns: one to open for a new version, to close for an old one, lists of people to exempt."""

from __future__ import annotations

from django.urls import reverse

from acknowledgements.models import Campaign, ListAct, ListKind
from acknowledgements.permissions import visible_lists
from acknowledgements.versions import never_asked, outlived
from policy.models import Publication
from reports.asking import Asked
from reports.waits.kind import Kind, Waiting, known
from reports.waits.relations import RELATIONS, SECOND, of_model, undecided


def _to_open(asked: Asked) -> Waiting | None:
    """Versions that change what people must know, and for which nobody opened a campaign."""
    if not asked.scope.everything:
        return None
    return Waiting(never_asked(asked.at, known(asked)), "effective_from")


def _to_close(asked: Asked) -> Waiting | None:
    return Waiting(outlived(asked.at, known(asked)), "followed_at") if asked.scope.everything else None


def _lists(asked: Asked) -> Waiting:
    seen = visible_lists(asked.person, asked.now).filter(act=ListKind.EXEMPT).order_by().values("pk")
    return undecided(asked, ListAct.objects.filter(pk__in=seen), "asked_at")


def _version(row: Publication) -> tuple[str, str]:
    return str(row.version), reverse("acknowledgements:campaigns")


def _campaign(row: Campaign) -> tuple[str, str]:
    return f"{row}: {row.version}", reverse("acknowledgements:campaign", args=[row.pk])


def _list(row: ListAct) -> tuple[str, str]:
    return f"Exemption of a list from {row.campaign.version}", reverse("acknowledgements:lists")


KINDS = (
    Kind(
        "campaign",
        "Campaign to open for a version in force",
        _to_open,
        of_model(Publication, _version, RELATIONS, "version__regulation"),
    ),
    Kind(
        "outlived",
        "Campaign for a text no longer in force",
        _to_close,
        of_model(Campaign, _campaign, RELATIONS, "version__regulation"),
    ),
    Kind(
        "list",
        "Exemption of a list to decide",
        _lists,
        of_model(ListAct, _list, SECOND, "campaign__version__regulation"),
    ),
)
