"""The pages of `accounts`; see `tests/browser/pages.py`."""

from __future__ import annotations

from typing import Any

from tests.access_accounts import account
from tests.access_city import City
from tests.browser.page import Page
from tests.factories.accounts import AccountFactory


def accounts_in_every_state(city: City) -> dict[str, Any]:
    for trait in ("requested", "approved", "suspended", "retired", "declined", "found", "listed"):
        AccountFactory(department=city.department, **{trait: True})
    AccountFactory(department=city.department, primary=city.owner)
    return {}


PAGES = [
    Page("the register", "accounts:register", needs=accounts_in_every_state),
    Page("an empty register", "accounts:register"),
    Page("an account", "accounts:account", "authority", needs=account),
]
