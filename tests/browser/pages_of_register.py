"""The pages of the register itself: looking, asking, deciding, changing, platforms; see `tests/browser/pages.py`."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

from tests.access_accounts import account, asked_by_owner, given, proposed, stewarded
from tests.access_city import City
from tests.browser.page import Page
from tests.factories.accounts import AccountFactory


def accounts_in_every_state(city: City) -> dict[str, Any]:
    for trait in ("requested", "approved", "suspended", "retired", "declined", "found", "listed"):
        AccountFactory(department=city.department, **{trait: True})
    AccountFactory(department=city.department, primary=city.owner)
    return {}


def a_change(city: City) -> dict[str, Any]:
    return {"reference": proposed(city)["reference"]}


def waiting(city: City) -> dict[str, Any]:
    proposed(city)
    asked_by_owner(city)
    AccountFactory(department=city.department, found=True)
    return {}


def of_platform(code: str) -> Callable[[City], dict[str, Any]]:
    return lambda city: {"code": code}


REGISTER = [
    Page("the register", "accounts:register", needs=accounts_in_every_state),
    Page("an empty register", "accounts:register"),
    Page("the register for an authority", "accounts:register", "authority", accounts_in_every_state),
    Page(
        "a search of the register", "accounts:register", needs=accounts_in_every_state, query="?q=nothing+so&state=all"
    ),
    Page("officials' own pages", "accounts:own_pages", needs=accounts_in_every_state),
    Page("no official's own page", "accounts:own_pages"),
    Page("an account", "accounts:account", "authority", needs=account),
    Page("an account for its steward", "accounts:account", needs=stewarded()),
    Page("a request", "accounts:account", "authority", needs=asked_by_owner),
    Page("a suspended account", "accounts:account", "authority", needs=given(suspended=True)),
    Page("an account with a change that waits", "accounts:account", "authority", needs=a_change),
    Page("approving an account", "accounts:approve", "authority", needs=asked_by_owner),
    Page("declining an account", "accounts:decline", "authority", needs=asked_by_owner),
    Page("taking a request back", "accounts:withdraw", needs=asked_by_owner),
    Page("establishing an account", "accounts:establish", needs=stewarded(approved=True)),
    Page("adopting an account", "accounts:adopt", "authority", needs=given(found=True)),
    Page("listing an official's own page", "accounts:list", "authority", needs=given(found=True)),
    Page("setting a page aside", "accounts:set_aside", "authority", needs=given(found=True)),
    Page("suspending an account", "accounts:suspend", needs=stewarded()),
    Page("resuming an account", "accounts:resume", "authority", needs=given(suspended=True)),
    Page("retiring an account", "accounts:retire", "authority", needs=account),
    Page("an approval refused", "accounts:approve", needs=asked_by_owner, status=403),
    Page("changing details", "accounts:change_details", needs=stewarded()),
    Page("proposing a change", "accounts:propose_change", needs=stewarded()),
    Page("recording a rename", "accounts:rename", needs=stewarded()),
    Page("approving a change", "accounts:approve_change", "authority", needs=proposed),
    Page("declining a change", "accounts:decline_change", "authority", needs=proposed),
    Page("taking a change back", "accounts:withdraw_change", needs=proposed),
    Page("requests to decide", "accounts:requests", "authority", needs=waiting),
    Page("no request to decide", "accounts:requests", "authority"),
    Page("accounts that were found", "accounts:found", "authority", needs=accounts_in_every_state),
    Page("nothing found", "accounts:found", "authority"),
    Page("asking for an account", "accounts:ask", "authority"),
    Page("asking without an answer", "accounts:ask", "authority", query="?url=", status=400),
    Page("registering an account", "accounts:enter", "employee_relations"),
    Page("the platforms", "accounts:platforms"),
    Page("a platform", "accounts:platform", "administrator", of_platform("facebook"), query="?try=fb.com/stl"),
    Page("a platform without limits", "accounts:platform", needs=of_platform("digg"), query="?try=digg.com/search"),
    Page("changing a platform", "accounts:change_platform", "administrator", of_platform("youtube")),
    Page("adding a platform", "accounts:add_platform", "administrator"),
    Page("recording a limit", "accounts:set_limit", "administrator", of_platform("x"), query="?about=text"),
]
