"""What a campaign asks, in one cheap query: for who acknowledges, together with everybody else on the same day."""

from __future__ import annotations

from typing import Any

from django.db.models import Model, QuerySet

from acknowledgements.models import Campaign, Statement
from foundation.prepared import Prepared
from policy.models import Regulation, Version


def _in_their_order(model: type[Model], *names: str) -> tuple[str, ...]:
    """Columns in the order of the model's fields, as `from_db` takes them."""
    return tuple(field.attname for field in model._meta.concrete_fields if field.attname in names)


_CAMPAIGN = _in_their_order(Campaign, "id", "version_id", "audience", "state")
_VERSION = _in_their_order(Version, "id", "regulation_id", "text_hash", "issue_date")
_REGULATION = _in_their_order(Regulation, "id", "designation", "title")


def _campaign_rows(campaign: int) -> QuerySet[Any, Any]:
    version = [f"version__{name}" for name in _VERSION]
    regulation = [f"version__regulation__{name}" for name in _REGULATION]
    shown = ("statements__kind", "statements__text")
    campaigns = Campaign.objects.filter(pk=campaign).order_by("statements__place")
    return campaigns.values_list(*_CAMPAIGN, *version, *regulation, *shown)


_campaign = Prepared(_campaign_rows, campaign=int)


def campaign_asking(campaign_id: int) -> tuple[Campaign, list[Statement]] | None:
    """A campaign with its version and regulation, and its statements in their order.

    Of each only what an acknowledgement needs, all in one query; what a refusal says beyond that is fetched for it.
    """
    rows = _campaign.rows(campaign=campaign_id)
    if not rows:
        return None
    after_campaign, after_version = len(_CAMPAIGN), len(_CAMPAIGN) + len(_VERSION)
    campaign = Campaign.from_db("default", _CAMPAIGN, rows[0][:after_campaign])
    campaign.version = Version.from_db("default", _VERSION, rows[0][after_campaign:after_version])
    campaign.version.regulation = Regulation.from_db("default", _REGULATION, rows[0][after_version:-2])
    return campaign, [Statement(kind=kind, text=text) for *_, kind, text in rows if kind is not None]
