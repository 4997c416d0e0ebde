"""The pages of `authorizations`; see `tests/browser/pages.py`."""

from __future__ import annotations

from typing import Any

import tests.access_table  # noqa: F401 - whole before its parts, which take from each other
from tests.access_authorizations import authorization
from tests.access_city import City
from tests.browser.page import Page


def revoked(city: City) -> dict[str, Any]:
    return authorization(city, revoked=True)


def unknown(city: City) -> dict[str, Any]:
    return {"reference": "PRF-2026-999"}


PAGES = [
    Page("is a letter genuine?", "authorizations:verify_any"),
    Page("a letter in force", "authorizations:verify", needs=authorization),
    Page("a letter not in force, and why", "authorizations:verify", "authority", needs=revoked),
    Page("a letter of no number", "authorizations:verify", needs=unknown),
]
