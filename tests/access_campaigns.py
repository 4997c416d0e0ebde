"""Who gets what of campaigns and coverage: what several files of the access table say."""

from __future__ import annotations

from typing import Any

from tests.access_city import City
from tests.factories.acknowledgements import CampaignFactory

CAMPAIGN_PAGES = {"everyone": 404, "employee_relations": 200, "auditor": 200}
CAMPAIGN_ACTS = {"everyone": 404, "employee_relations": 200, "auditor": 403}
COVERAGE = {"everyone": 404, "employee_relations": 200, "auditor": 200, "authority": 200, "supervisor": 200}


def nothing_but_a_campaign(city: City) -> dict[str, Any]:
    CampaignFactory()
    return {}
