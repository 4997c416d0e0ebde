"""What stands on the pages of the demonstration's accounts, which do not exist: looked at by the service itself."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date

from accounts import services
from accounts.checking.fetching import Fetched, Fetcher
from accounts.checking.rules import Rules
from accounts.models import PartyKind
from accounts.platforms import address_book
from accounts.services import PartyEntry, checking
from foundation.actor import Actor

LOOKED = 2
"""So many days ago the pages were looked at."""
LISTED = 40
"""So many days ago Employee Relations listed the candidates."""
_CHECKS = Actor.of_system("checks of pages")
_WORDS = "<p>News, events, closures and answers for everybody who lives in the City, or comes to see it.</p>" * 12
_CANDIDATE = "https://x.com/ValeForExample"
_LINK = '<a href="https://city.example/">Our website</a><a href="https://police.example/">Police</a>'
_LINKS = {
    "linked": _LINK,
    "missing": '<a href="/about">About</a><a href="/archive">Archive</a>',
    "party": f'{_LINK}<a href="{_CANDIDATE}">Jordan Vale speaks at our spring fair</a>',
}


class PagesOfTheDemonstration(Fetcher):
    """Gives each address the page that `data/accounts.json` describes: linked, missing, party, or a sign-in wall."""

    def __init__(self, pages: Mapping[str, str]) -> None:
        super().__init__(Rules(agent="demonstration"))
        self.pages = pages

    def fetch(self, url: str) -> Fetched:
        """The page; nothing leaves the machine. An address that nobody described is a website of the City's."""
        kind = self.pages.get(url, "linked")
        if kind == "wall":
            return Fetched(asked=url, url=url, status=403, seconds=0.2)
        body = f"<!DOCTYPE html><title>A page</title>{_LINKS[kind]}{_WORDS}"
        return Fetched(asked=url, url=url, status=200, content_type="text/html", body=body.encode(), seconds=0.4)


def look_at_pages(pages: Mapping[str, str]) -> int:
    """Look at every page once; returns how many were looked at."""
    return len(checking.look_at_due_pages(by=_CHECKS, seconds=600, limit=1000, fetcher=PagesOfTheDemonstration(pages)))


def list_candidates(relations: Actor, today: date) -> None:
    """The list that Employee Relations keeps for IV.G: one that bars, and an office account that is spared."""
    book = address_book()
    services.list_party_account(
        by=relations,
        entry=PartyEntry(
            name="Jordan Vale for Mayor",
            kind=PartyKind.CANDIDATE,
            address=book.read(_CANDIDATE),
            source="Filing list of the Board of Elections (fictional)",
            since=today,
            election="The next municipal primary",
        ),
    )
    services.list_party_account(
        by=relations,
        entry=PartyEntry(
            name="Mayor of Example",
            kind=PartyKind.CANDIDATE,
            address=book.read("https://x.com/MayorOfExample"),
            source="Filing list of the Board of Elections (fictional)",
            since=today,
            election="The next municipal primary",
            is_office_account=True,
            why_spared="The account of the office, which a candidate's committee names as well.",
        ),
    )
