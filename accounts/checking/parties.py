"""Which links of a page lead to an account or website of a party or candidate (IV.G, second sentence)."""

from __future__ import annotations

from collections.abc import Iterable, Iterator

from accounts.addresses import AddressBook
from accounts.checking.links import Link
from accounts.models import PartyAccount
from accounts.sites import is_within
from foundation.errors import InvalidInput

_SITES = ("website:", "blog:")


def links_to_parties(
    links: Iterable[Link], parties: Iterable[PartyAccount], book: AddressBook
) -> Iterator[tuple[PartyAccount, Link]]:
    """Each party or candidate that a page links to, with the first link that does."""
    wanted = {party.identity: party for party in parties}
    sites = {identity: party for identity, party in wanted.items() if identity.startswith(_SITES)}
    done: set[str] = set()
    read: set[str] = set()
    for link in links:
        target = link.target
        if not wanted or not target or target in read:
            continue
        read.add(target)
        identity = _identity(target, book)
        found = [identity] if identity in wanted else [site for site in sites if _is_of_site(identity, site)]
        for one in found:
            if one not in done:
                done.add(one)
                yield wanted[one], link


def _identity(url: str, book: AddressBook) -> str:
    """The canonical identity of the account on which an address is, or nothing for the page of no account."""
    try:
        return book.read(url).identity
    except InvalidInput:
        return ""


def _is_of_site(identity: str, site: str) -> bool:
    """Whether a page is one of a whole website: of the same host or one below it, under the same path."""
    if identity.partition(":")[0] not in {"website", "blog"}:
        return False
    host, _, path = identity.partition(":")[2].partition("/")
    site_host, _, site_path = site.partition(":")[2].partition("/")
    return is_within(host, (site_host,)) and (not site_path or f"{path}/".startswith(f"{site_path}/"))
