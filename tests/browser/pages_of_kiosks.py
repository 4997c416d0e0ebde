"""The portal's pages about kiosks that the browser opens: see `tests/browser/pages.py`. Those for who is in at one are
looked at in `test_kiosk.py`."""

from __future__ import annotations

from typing import Any

from tests.access_city import City
from tests.browser.page import Page
from tests.factories.acknowledgements import CampaignFactory
from tests.factories.kiosks import KioskFactory, used_code


def two_kiosks(city: City) -> dict[str, Any]:
    KioskFactory()
    KioskFactory(withdrawn=True)
    return {}


def a_campaign(city: City) -> dict[str, Any]:
    CampaignFactory()
    return {}


def used_where_issued(city: City) -> dict[str, Any]:
    CampaignFactory()
    kiosk = KioskFactory()
    used_code(city.owner, kiosk=kiosk, issued_on=kiosk)
    used_code(city.employee, kiosk=kiosk, address="10.0.0.7")
    return {}


PAGES = [
    Page("a device that is no kiosk", "kiosk:start", "anonymous", status=403),
    Page("kiosks", "kiosks:kiosks", "employee_relations", needs=two_kiosks),
    Page("making codes for one's people", "kiosks:codes", "supervisor", needs=a_campaign),
    Page("making codes for anybody", "kiosks:codes", "employee_relations", needs=a_campaign),
    Page("codes issued and used in one place", "kiosks:same_place", "employee_relations", needs=used_where_issued),
]
