"""The rows of `accounts` in the access table; see `tests/access_table.py` for how a row is written.

Give an account to `city.department` with `account(city)`; its entry is by the designee unless a row says otherwise.
"""

from __future__ import annotations

from typing import Any

from tests.access_city import City
from tests.access_table import row
from tests.factories.accounts import AccountFactory


def account(city: City, **more: Any) -> dict[str, Any]:
    """An account of the city's department, active unless `more` names another state."""
    return {"reference": AccountFactory(department=city.department, entered_by=city.designee, **more).reference}


ACCOUNTS = [
    row("accounts:register", "GET", everyone=200),
    row("accounts:account", "GET", everyone=200, needs=account),
]
