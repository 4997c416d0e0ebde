"""The rows of `authorizations` in the access table; see `tests/access_table.py` for how a row is written."""

from __future__ import annotations

from typing import Any

from tests.access_city import City
from tests.access_table import row
from tests.factories.authorizations import AuthorizationFactory


def authorization(city: City, **more: Any) -> dict[str, Any]:
    """An authorization that the authority gave the owner; `more` names its state."""
    return {"reference": AuthorizationFactory(grantee=city.owner, **more).reference}


row("authorizations:verify_any", "GET", everyone=200)
row("authorizations:verify", "GET", everyone=200, needs=authorization)
row("authorizations:verify", "POST", everyone=400, needs=authorization)
