"""The rows of the kiosk, and of the portal's pages about kiosks; see `tests/access_table.py` for how a row is written.

The kiosk itself knows nobody's sign-in: on a device that is no kiosk it takes no code, and without a stay each page
leads to the first one.
"""

from __future__ import annotations

from typing import Any

from tests.access_city import City
from tests.access_table import row
from tests.factories.acknowledgements import CampaignFactory
from tests.factories.kiosks import KioskFactory


def campaign(city: City) -> dict[str, Any]:
    return {"campaign_id": CampaignFactory().pk}


def nothing_but_a_campaign(city: City) -> dict[str, Any]:
    CampaignFactory()
    return {}


def kiosk(city: City) -> dict[str, Any]:
    return {"kiosk_id": KioskFactory().pk}


def owners_number(city: City) -> dict[str, Any]:
    return {"numbers": city.owner.number, "is_handed_over": "on"}


READERS = {"everyone": 404, "employee_relations": 200, "auditor": 200}
ACTS = {"everyone": 404, "employee_relations": 302, "auditor": 403}
ISSUERS = {"everyone": 404, "employee_relations": 200, "supervisor": 200}

KIOSK = [
    row("kiosk:start", "GET", public=403),
    row("kiosk:start", "POST", public=403, data={"number": "1", "code": "ABCD-EFGH"}),
    row("kiosk:waiting", "GET", public=302),
    row("kiosk:read", "GET", public=302, needs=campaign),
    row("kiosk:read", "POST", public=302, needs=campaign),
    row("kiosk:receipt", "GET", public=302, needs=campaign),
    row("kiosk:still", "GET", public=302),
    row("kiosk:still", "POST", public=302),
    row("kiosk:touched", "POST", public=302),
    row("kiosk:out", "POST", public=302),
    row("kiosks:kiosks", "GET", **READERS),
    row("kiosks:kiosks", "POST", **ACTS, data={"name": "Break room"}),
    row("kiosks:withdraw", "POST", **ACTS, needs=kiosk),
    row("kiosks:codes", "GET", **ISSUERS),
    row("kiosks:codes", "POST", **ISSUERS, needs=nothing_but_a_campaign, data=owners_number),
    row("kiosks:same_place", "GET", **READERS),
]
