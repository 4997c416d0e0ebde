"""Every page that the browser opens as the right person, at three widths, with axe: add a line for each page you make.

    Page("notices", "notifications:notices", "owner")

The words are the test's name; the person is one of `tests/access_city.py`, or "anonymous"; `needs` takes the City and
returns the route's arguments, making what the page shows (so that it is not looked at empty); `status` where it is an
error page.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from typing import Any

from tests.access_city import City
from tests.factories.notifications import NoticeFactory


@dataclass(frozen=True)
class Page:
    words: str
    route: str
    person: str = "owner"
    needs: Callable[[City], Mapping[str, Any]] | None = None
    query: str = ""
    status: int = 200


def three_notices(city: City) -> dict[str, Any]:
    NoticeFactory.create_batch(3, person=city.owner)
    return {}


PAGES = [
    Page("sign in", "account_login", "anonymous"),
    Page("sign out", "account_logout"),
    Page("change my password", "account_change_password"),
    Page("ask for a sign-in link", "directory:ask_for_link", "anonymous"),
    Page("sign in with a printed code", "directory:sign_in_by_code", "anonymous"),
    Page("home with nothing to do", "home"),
    Page("home of an authority", "home", "authority"),
    Page("search before a word", "search"),
    Page("search that finds nothing", "search", query="?q=nothing+like+this"),
    Page("search by name", "search", query="?q=Olive"),
    Page("notices", "notifications:notices", needs=three_notices),
    Page("no notices", "notifications:notices"),
    Page("preferences", "notifications:preferences"),
]
