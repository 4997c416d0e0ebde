"""The rows of `accounts` in the access table; see `tests/access_table.py` for how a row is written.

Give an account to `city.department` with `account(city)`; its entry is by the designee unless a row says otherwise.
The owner of the table is the account's primary steward where `stewarded` makes it.
"""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

from accounts.models import OfficialAccount, PartyAccount, Platform
from accounts.permissions import department_ids
from accounts.services import (
    ProposedChange,
    mark_of_account,
    mark_of_details,
    mark_of_entry,
    mark_of_limits,
    propose_change,
)
from foundation import clock
from foundation.actor import Actor
from tests.access_city import City
from tests.access_table import row
from tests.factories.accounts import AccountFactory, AccountImportFactory, address
from tests.factories.pages import PartyAccountFactory


def account(city: City, **more: Any) -> dict[str, Any]:
    """An account of the city's department, active unless `more` names another state."""
    return {"reference": AccountFactory(department=city.department, entered_by=city.designee, **more).reference}


def stewarded(**more: Any) -> Callable[[City], dict[str, Any]]:
    """An account of which the owner is the steward."""
    return lambda city: account(city, primary=city.owner, **more)


def given(**more: Any) -> Callable[[City], dict[str, Any]]:
    """An account of the department; `more` names its state."""
    return lambda city: account(city, **more)


def sent(**more: Any) -> Callable[[City], dict[str, Any]]:
    """A form as its page gives it, for the one account there is."""

    def data(city: City) -> dict[str, Any]:
        at = clock.now()
        found = OfficialAccount.objects.as_of(at).get()
        return {"seen": mark_of_account(found, department_ids(found, at)), "department": city.department.pk, **more}

    return data


def changed(**more: Any) -> Callable[[City], dict[str, Any]]:
    """A form about an account's facts, of the one account there is."""

    def data(city: City) -> dict[str, Any]:
        seen = mark_of_details(OfficialAccount.objects.as_of(clock.now()).get()) if "name" in more else ""
        form = {**sent(responsible=city.department.pk, **more)(city)}
        return {**form, "seen": seen} if seen else form

    return data


WHY = {"reason": "As the table says"}
KEEPS = {"owner": 302, "authority": 302}
ONLY_AUTHORITY = {"authority": 302}


def deed(name: str, needs: Callable[[City], dict[str, Any]], *, data: dict[str, Any] | None = None, **who: int) -> None:
    """The page of an act, and the act: whoever does it sees its page; others are refused with the clause (403)."""
    seen = dict.fromkeys(who, 200)
    row(f"accounts:{name}", "GET", everyone=403, needs=needs, **seen)
    row(f"accounts:{name}", "POST", everyone=403, needs=needs, data=sent(**(data or {})), **who)


row("accounts:register", "GET", everyone=200)
row("accounts:own_pages", "GET", everyone=200)
row("accounts:requests", "GET", everyone=404, authority=200)
row("accounts:found", "GET", everyone=404, authority=200)
row("accounts:found", "POST", everyone=404, authority=400)
for name in ("ask", "enter"):
    more = {"employee_relations": 200} if name == "enter" else {}
    row(f"accounts:{name}", "GET", everyone=403, authority=200, **more)
    row(f"accounts:{name}", "POST", everyone=403, authority=200, **more)
row("accounts:account", "GET", everyone=200, needs=account)
deed("establish", stewarded(approved=True), **KEEPS)
deed("resume", given(suspended=True), **ONLY_AUTHORITY)
deed("adopt", given(found=True), data={"kind": "fresh"}, **ONLY_AUTHORITY)
deed("list", stewarded(found=True), **KEEPS, employee_relations=302)
deed("set_aside", given(found=True), data=WHY, **ONLY_AUTHORITY, employee_relations=302)
deed("suspend", stewarded(), data=WHY, **KEEPS, employee_relations=302)
deed("retire", given(), data=WHY, **ONLY_AUTHORITY)


def request_deed(
    name: str, needs: Callable[[City], dict[str, Any]], *, data: dict[str, Any] | None = None, **who: int
) -> None:
    """An act on a request: who does not see requests of the department is told that there is no such page."""
    sees = dict.fromkeys(("owner", "authority", "employee_relations", "records_custodian", "auditor"), 403)
    row(f"accounts:{name}", "GET", everyone=404, needs=needs, **{**sees, **dict.fromkeys(who, 200)})
    row(f"accounts:{name}", "POST", everyone=404, needs=needs, data=sent(**(data or {})), **{**sees, **who})


def asked_by_owner(city: City) -> dict[str, Any]:
    return {"reference": AccountFactory(department=city.department, entered_by=city.owner, requested=True).reference}


request_deed("approve", asked_by_owner, **ONLY_AUTHORITY)
request_deed("decline", asked_by_owner, data=WHY, **ONLY_AUTHORITY)
request_deed("withdraw", asked_by_owner, owner=302)
row("accounts:verify", "GET", everyone=200)
row("accounts:public", "GET", everyone=404, public=404)


def checked_import(city: City) -> dict[str, Any]:
    return {"pk": AccountImportFactory(uploaded_by=city.administrator).pk}


IMPORTERS_SEE = {"administrator": 200, "employee_relations": 200}
IMPORTERS_ACT = {"administrator": 302, "employee_relations": 302}
COLUMNS = {"url": "0", "department": "2"}

row("accounts:export", "POST", everyone=200, data={"kind": "csv"})
row("accounts:imports", "GET", everyone=404, **IMPORTERS_SEE)
row("accounts:imports", "POST", everyone=404, administrator=400, employee_relations=400)
row("accounts:import", "GET", everyone=404, **IMPORTERS_SEE, needs=checked_import)
row("accounts:check_import", "POST", everyone=404, **IMPORTERS_ACT, needs=checked_import, data=COLUMNS)
row("accounts:apply_import", "POST", everyone=404, **IMPORTERS_ACT, needs=checked_import)
row("accounts:cancel_import", "POST", everyone=404, **IMPORTERS_ACT, needs=checked_import)


def party(city: City) -> dict[str, Any]:
    """An entry of the list of parties and candidates."""
    return {"lineage": PartyAccountFactory(entered_by=city.employee_relations).lineage}


ENTRY = {
    "name": "The Party",
    "kind": "party",
    "url": "https://x.com/theparty",
    "source": "The board of elections",
    "since": "2026-01-01",
}


def corrected(city: City) -> dict[str, Any]:
    """The form of the one entry there is."""
    return {**ENTRY, "seen": mark_of_entry(PartyAccount.objects.get())}


row("accounts:check_page", "POST", everyone=403, needs=stewarded(), owner=302, authority=302)
row("accounts:party_accounts", "GET", everyone=200)
row("accounts:party_links", "GET", everyone=200)
row("accounts:add_party", "GET", everyone=403, employee_relations=200)
row("accounts:add_party", "POST", everyone=403, employee_relations=302, data=ENTRY)
row("accounts:change_party", "GET", everyone=403, employee_relations=200, needs=party)
row("accounts:change_party", "POST", everyone=403, employee_relations=302, needs=party, data=corrected)
row("accounts:end_party", "GET", everyone=403, employee_relations=200, needs=party)
row(
    "accounts:end_party",
    "POST",
    everyone=403,
    employee_relations=302,
    needs=party,
    data=lambda city: {"through": "2026-12-31", "seen": mark_of_entry(PartyAccount.objects.get())},
)


def proposed(city: City) -> dict[str, Any]:
    """A change that the owner, as steward, proposed."""
    reference = account(city, primary=city.owner)["reference"]
    found = OfficialAccount.objects.as_of(clock.now()).get(reference=reference)
    change = ProposedChange(address=address("renamed"))
    made = propose_change(by=Actor.of_person(city.owner), account=found, change=change, reason="It was renamed")
    return {"reference": reference, "proposal_id": made.pk}


for name, data, who in (
    ("change_details", {"name": "Parks", "language": "English"}, KEEPS),
    ("propose_change", {"url": "@renamed", **WHY}, KEEPS),
    ("rename", {"url": "@renamed", "persistent_id": "1"}, {"owner": 409, "authority": 409}),
):
    seen = dict.fromkeys(who, 200)
    row(f"accounts:{name}", "GET", everyone=403, needs=stewarded(), **seen)
    row(f"accounts:{name}", "POST", everyone=403, needs=stewarded(), data=changed(**data), **who)
for name, who in (("approve_change", "authority"), ("decline_change", "authority"), ("withdraw_change", "owner")):
    row(f"accounts:{name}", "GET", everyone=403, needs=proposed, **{who: 200})
    row(f"accounts:{name}", "POST", everyone=403, needs=proposed, data=sent(**WHY), **{who: 302})


def platform_x(city: City) -> dict[str, Any]:
    return {"code": "x"}


row("accounts:platforms", "GET", everyone=200)
row("accounts:platform", "GET", everyone=200, needs=platform_x)
row("accounts:add_platform", "GET", everyone=403, administrator=200)
row("accounts:add_platform", "POST", everyone=403, administrator=400)
for name in ("change_platform", "set_limit"):
    row(f"accounts:{name}", "GET", everyone=403, administrator=200, needs=platform_x)
    row(f"accounts:{name}", "POST", everyone=403, administrator=400, needs=platform_x)
row(
    "accounts:end_limit",
    "POST",
    everyone=403,
    administrator=302,
    needs=lambda city: {"code": "x", "about": "text"},
    data=lambda city: {"seen": mark_of_limits(Platform.objects.get(code="x"), clock.now())},
)
