"""What a campaign asks, in two cheap queries: for who acknowledges, together with everybody else on the same day."""

from __future__ import annotations

from typing import Any

from django.db.models import Model, QuerySet

from acknowledgements.models import Campaign, Statement
from foundation.prepared import Prepared
from policy.models import Regulation, Version


def _in_their_order(model: type[Model], *names: str) -> tuple[str, ...]:
    """Columns in the order of the model's fields, as `from_db` takes them."""
    return tuple(field.attname for field in model._meta.concrete_fields if field.attname in names)


_CAMPAIGN = _in_their_order(Campaign, "id", "version_id", "state", "opens_at", "opened_at")
_VERSION = _in_their_order(Version, "id", "regulation_id", "text_hash", "issue_date", "imported_at")
_REGULATION = _in_their_order(Regulation, "id", "designation", "title")


def _campaign_rows(campaign: int) -> QuerySet[Any, Any]:
    version = [f"version__{name}" for name in _VERSION]
    regulation = [f"version__regulation__{name}" for name in _REGULATION]
    return Campaign.objects.filter(pk=campaign).order_by().values_list(*_CAMPAIGN, *version, *regulation)


def _statement_rows(campaign: int) -> QuerySet[Any, Any]:
    return Statement.objects.filter(campaign_id=campaign).order_by("place").values_list("kind", "text")


_campaign = Prepared(_campaign_rows, campaign=int)
_statements = Prepared(_statement_rows, campaign=int)


def campaign_asking(campaign_id: int) -> Campaign | None:
    """A campaign with its version and regulation, of each only what an acknowledgement needs."""
    rows = _campaign.rows(campaign=campaign_id)
    if not rows:
        return None
    after_version = len(_CAMPAIGN) + len(_VERSION)
    campaign = Campaign.from_db("default", _CAMPAIGN, rows[0][: len(_CAMPAIGN)])
    campaign.version = Version.from_db("default", _VERSION, rows[0][len(_CAMPAIGN) : after_version])
    campaign.version.regulation = Regulation.from_db("default", _REGULATION, rows[0][after_version:])
    return campaign


def statements_of(campaign_id: int) -> list[Statement]:
    """The statements of a campaign in their order, as far as they are shown."""
    return [Statement(kind=kind, text=text) for kind, text in _statements.rows(campaign=campaign_id)]
