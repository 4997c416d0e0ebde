"""The pages of `accounts`; see `tests/browser/pages.py`."""

from __future__ import annotations

from collections.abc import Callable
from datetime import timedelta
from typing import Any

import tests.access_table  # noqa: F401 - whole before its parts, which take from each other
from foundation import clock, dated_settings
from foundation.actor import Actor
from tests.access_accounts import party
from tests.access_api import client_of_api
from tests.access_city import City
from tests.access_keeping import hand_over
from tests.browser.page import Page
from tests.browser.pages_of_register import REGISTER
from tests.factories.accounts import AccountFactory, AccountImportFactory, HandOverFactory
from tests.factories.api_clients import ApiClientFactory
from tests.factories.directory import LONG_AGO
from tests.factories.pages import LinkCheckFactory, PartyAccountFactory, PartyLinkFactory


def accounts_in_every_state(city: City) -> dict[str, Any]:
    for trait in ("requested", "approved", "suspended", "retired", "declined", "found", "listed"):
        AccountFactory(department=city.department, **{trait: True})
    AccountFactory(department=city.department, primary=city.owner)
    return {}


def one_account(city: City) -> dict[str, Any]:
    AccountFactory(department=city.department, facts__handle="STLpolice")
    return {}


def an_open_register(city: City) -> dict[str, Any]:
    accounts_in_every_state(city)
    dated_settings.change(
        by=Actor.of_person(city.administrator),
        key="accounts.public_register",
        value=True,
        effective_from=clock.now(),
        reason="The City opened its register.",
    )
    return one_account(city)


def some_clients(city: City) -> dict[str, Any]:
    ApiClientFactory(made_by=city.administrator, department=city.department)
    ApiClientFactory(made_by=city.administrator, revoked=True)
    return {}


def an_import_of_accounts(**state: bool) -> Callable[[City], dict[str, Any]]:
    def needs(city: City) -> dict[str, Any]:
        return {"pk": AccountImportFactory(uploaded_by=city.administrator, **state).pk}

    return needs


def imports_of_accounts(city: City) -> dict[str, Any]:
    AccountImportFactory(uploaded_by=city.administrator, applied=True)
    return {}


def checked_account(city: City) -> dict[str, Any]:
    """An account whose page was read, could not be read, and links to a party."""
    made = AccountFactory(department=city.department, primary=city.owner)
    LinkCheckFactory(account=made)
    last = LinkCheckFactory(account=made, missing=True, at=LONG_AGO + timedelta(days=7))
    PartyLinkFactory(check_made=last, party__candidate=True)
    return {"reference": made.reference}


def listed_parties(city: City) -> dict[str, Any]:
    """Entries of every kind, a link found, a website looked at."""
    checked_account(city)
    LinkCheckFactory(website=True)
    PartyAccountFactory(is_office_account=True, why_spared="The office account of the Mayor", candidate=True)
    PartyAccountFactory(is_partisan=False, candidate=True, effective_until=LONG_AGO + timedelta(days=99))
    return {}


def kept_by_owner(city: City) -> dict[str, Any]:
    """Accounts of which the owner is steward, long unconfirmed; one is to be handed over."""
    made = [AccountFactory(department=city.department, primary=city.owner) for _ in range(3)]
    HandOverFactory(account=made[0])
    AccountFactory(department=city.department, requested=True)
    return {"reference": made[0].reference}


def of_department(city: City) -> dict[str, Any]:
    kept_by_owner(city)
    return {"code": city.department.code}


def place(role: str) -> Callable[[City], dict[str, Any]]:
    return lambda city: {**kept_by_owner(city), "role": role}


def listed(city: City) -> dict[str, Any]:
    kept_by_owner(city)
    return {}


PAGES = [
    Page("a department's overview", "accounts:department", "authority", needs=of_department),
    Page("an empty overview", "accounts:department", needs=lambda city: {"code": city.department.code}),
    Page("accounts to confirm", "accounts:confirmations", needs=listed),
    Page("nothing to confirm", "accounts:confirmations"),
    Page("confirming one account", "accounts:confirm", needs=kept_by_owner),
    Page("where the keys are", "accounts:keys", needs=kept_by_owner),
    Page("naming a steward", "accounts:name_steward", needs=place("backup")),
    Page("laying a stewardship down", "accounts:end_stewardship", needs=place("primary")),
    Page("open hand-overs", "accounts:hand_overs", needs=listed),
    Page("no open hand-over", "accounts:hand_overs"),
    Page("a hand-over", "accounts:hand_over", needs=hand_over),
    Page("an account to be handed over", "accounts:account", needs=kept_by_owner),
    *REGISTER,
    Page("is this ours", "accounts:verify"),
    Page("an account that is ours", "accounts:verify", needs=one_account, query="?url=@stlpolice"),
    Page(
        "a page that looks like ours",
        "accounts:verify",
        needs=one_account,
        query="?url=https://faceb00k.com/stl_police",
    ),
    Page("a question without words", "accounts:verify", query="?url=%20", status=400),
    Page("official accounts for everybody", "accounts:public", "anonymous", needs=an_open_register),
    Page(
        "is this ours, for everybody", "accounts:verify", "anonymous", needs=an_open_register, query="?url=@stlpolice"
    ),
    Page("the API's document", "api_documentation", "administrator"),
    Page("programs that ask", "directory:api_clients", "administrator", needs=some_clients),
    Page("a token for a program", "directory:new_api_client", "administrator"),
    Page("revoking a token", "directory:revoke_api_client", "administrator", needs=client_of_api),
    Page("no imports of accounts", "accounts:imports", "administrator"),
    Page("imports of accounts", "accounts:imports", "employee_relations", needs=imports_of_accounts),
    Page("the columns of a file", "accounts:import", "administrator", needs=an_import_of_accounts(uploaded=True)),
    Page("a checked file of accounts", "accounts:import", "administrator", needs=an_import_of_accounts()),
    Page("accounts that are in", "accounts:import", "employee_relations", needs=an_import_of_accounts(applied=True)),
    Page("an account whose page was looked at", "accounts:account", "authority", needs=checked_account),
    Page("parties and candidates", "accounts:party_accounts", "employee_relations", needs=listed_parties),
    Page("an empty list of parties", "accounts:party_accounts"),
    Page("links to parties", "accounts:party_links", needs=listed_parties),
    Page("adding a party", "accounts:add_party", "employee_relations"),
    Page("correcting a party", "accounts:change_party", "employee_relations", needs=party),
    Page("ending a party", "accounts:end_party", "employee_relations", needs=party),
]
