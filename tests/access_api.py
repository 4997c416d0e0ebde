"""The rows of the API, and of its clients' pages, in the access table; see `tests/access_table.py`.

What a token opens stands in `tests/accounts/test_api.py`; the rows here send the session that each person has, and
nothing for who is not signed in. Nothing is written with a session.
"""

from __future__ import annotations

from typing import Any

from tests.access_accounts import account
from tests.access_city import City
from tests.access_table import row
from tests.factories.api_clients import ApiClientFactory


def client_of_api(city: City) -> dict[str, Any]:
    return {"pk": ApiClientFactory(made_by=city.administrator).pk}


API = [
    row("api_documentation", "GET", public=200),
    row("api:openapi-json", "GET", public=200),
    row("api:api-root", "GET", public=404),
    row("api:verify", "GET", everyone=200, public=401, data={"url": "@stlgov"}),
    row("api:accounts", "GET", everyone=200, public=401),
    row("api:account", "GET", everyone=200, public=401, needs=account),
    row("api:decisions", "POST", everyone=401, public=401),  # with a token alone
    row("api:reports", "GET", everyone=200, public=401),
    row("api:report", "GET", everyone=200, public=401, needs=lambda city: {"code": "powers"}),
    row("directory:api_clients", "GET", everyone=403, administrator=200),
    row("directory:new_api_client", "GET", everyone=403, administrator=200),
    row("directory:new_api_client", "POST", everyone=403, administrator=302),  # to show the password once more
    row("directory:revoke_api_client", "GET", everyone=403, administrator=200, needs=client_of_api),
    row("directory:revoke_api_client", "POST", everyone=403, administrator=302, needs=client_of_api),
]
