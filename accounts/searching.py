"""What the search box finds of the register: accounts that one may see, by name or any spelling of an address."""

from __future__ import annotations

from datetime import datetime

from django.urls import reverse

from accounts.filters import said
from accounts.models import State
from accounts.permissions import visible_accounts
from accounts.reading import word_of
from directory.models import Employee
from foundation.searching import MOST_OF_A_KIND, SearchResult


def found(person: Employee, words: str, at: datetime) -> list[SearchResult]:
    """Accounts in use first, then by name."""
    accounts = visible_accounts(person, at).filter(said(words))
    in_use = accounts.in_states(State.ACTIVE, State.SUSPENDED).by_name()
    listed = list(in_use[:MOST_OF_A_KIND])
    if len(listed) < MOST_OF_A_KIND:
        others = accounts.not_in_states(State.ACTIVE, State.SUSPENDED).by_name()
        listed += others[: MOST_OF_A_KIND - len(listed)]
    return [
        SearchResult(
            "Accounts",
            account.now.name,
            reverse("accounts:account", args=[account.reference]),
            f"{account.now.handle} on {account.now.platform.name}: {word_of(account).lower()}",
        )
        for account in listed
    ]
