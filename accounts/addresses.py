"""Any spelling of an account's address or handle, and its one canonical form.

Pure: an `AddressBook` is made of platforms (data, `accounts.models.Platform`) and reads texts. Two spellings of one
account have one identity: `https://www.Twitter.com/STLgov/?s=20#top` and `@stlgov` on X are both `x:stlgov`.
"""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Iterable
from typing import Any
from urllib.parse import SplitResult, parse_qs, unquote, urlsplit

from accounts.sites import Address, Pattern, Site, is_within, plain_host
from foundation.errors import InvalidInput

LONGEST = 2000
_PORTS = {"http": 80, "https": 443}
_LEFT_OUT = re.compile(r"[\u00ad\u200b-\u200f\u2028-\u202e\u2060-\u2069\ufeff\x00-\x1f\x7f]")
"""What cannot be seen, and the ends of lines at which a long address was broken: none of it belongs to an address."""
_AROUND = ' \t\r\n<>"“”„«»,;'
"""What stands around an address in letters and lists."""
_BLANK = re.compile(r"\s")
_EMAIL = re.compile(r"(mailto:)?[^@/:\s]+@[^@/:\s]+\.[^@/:\s]+", re.IGNORECASE)
_SCHEME = re.compile(r"[A-Za-z][A-Za-z0-9+.\-]*://")
HOST = re.compile(r"(?=.{1,253}$)([a-z0-9_]([a-z0-9_-]{0,61}[a-z0-9_])?\.)+[a-z0-9-]{2,63}")
FALLBACK = "website"
"""The platform of an address on a host that no platform has."""


class AddressBook:
    """Reads addresses by the platforms it was made of."""

    def __init__(self, platforms: Iterable[Any], shorteners: Iterable[str] = ()) -> None:
        """`platforms` have `code`, `name`, `hosts`, `any_host`, `patterns`, `stop_words` (rows of `Platform`).

        `shorteners` are hosts that tell only by a visit where an address leads.
        """
        self.shorteners = frozenset(shorteners)
        self.sites = {
            row.code: Site(
                row.code,
                row.name,
                tuple(host.lower() for host in row.hosts),
                row.any_host,
                tuple(Pattern.of(table) for table in row.patterns),
                frozenset(word.casefold() for word in row.stop_words),
            )
            for row in platforms
        }

    def read(self, text: str, platform: str = "") -> Address:
        """The address that a text names, an address in any spelling or, with a platform, a handle.

        Raises `InvalidInput` (field `url`) with a sentence where it names no account.
        """
        cleaned = cleaned_of(text)
        if not cleaned:
            raise InvalidInput("Give the address of the account's page.", field="url")
        if len(cleaned) > LONGEST:
            raise InvalidInput(f"An address has at most {LONGEST} characters.", field="url")
        chosen = self._chosen(platform)
        if chosen and (found := self._as_handle(cleaned, chosen)):
            return found
        _refuse_what_is_no_address(cleaned, chosen)
        parts, host = _split(cleaned)
        segments = _segments(parts.path)
        site = self._site_of(parts, segments, host, chosen)
        if parts.fragment.startswith("!/") and not site.any_host:
            # So platforms wrote their addresses once: x.com/#!/stlgov.
            segments = _segments(parts.fragment[1:].partition("?")[0])
        return _account(site, parts, segments, host)

    def _chosen(self, platform: str) -> Site | None:
        if not platform:
            return None
        if platform not in self.sites:
            raise InvalidInput(f"The portal knows no platform “{platform[:40]}”.", field="platform")
        return self.sites[platform]

    def _as_handle(self, text: str, site: Site) -> Address | None:
        """A handle alone, on a platform that somebody chose."""
        if "/" in text or (plain_host(text.lower()) == text.lower() and site.has(text.lower())):
            return None
        bare = text.removeprefix("@")
        if site.any_host:
            user, _, host = bare.partition("@")
            pattern = next((one for one in site.patterns if one.begins_open and one.path != ("**",)), None)
            if pattern is None or not host or not HOST.fullmatch(host.lower()):
                return None
            return site.address(pattern, user, host.lower()) if pattern.handle.fullmatch(user) else None
        open_first = sorted(site.patterns, key=lambda pattern: not pattern.begins_open)
        for pattern in (one for one in open_first if not one.parameter):
            if pattern.handle.fullmatch(bare) and bare.casefold() not in site.stop_words:
                return site.address(pattern, bare, "")
        return None

    def _owner(self, host: str) -> Site | None:
        """The platform that has a host; raises `InvalidInput` for one of its hosts on which no accounts are."""
        plain, sites = plain_host(host), self.sites.values()
        owner = next((site for site in sites if site.has(plain) or site.has(host)), None)
        owner = owner or next((site for site in sites if site.is_of_region(plain)), None)
        near = None if owner else next((site for site in sites if site.is_near(plain)), None)
        if near is not None:
            raise InvalidInput(
                f"{host} is not where the accounts of {near.name} are.",
                why=f"Their pages are on {', '.join(near.hosts[:3])}.",
                remedy="Open the account's own page and paste the address that the browser shows.",
                field="url",
            )
        if owner is None and is_within(plain, self.shorteners):
            raise InvalidInput(
                f"{host} only leads on to another address.",
                why="Where it leads, its owner may change at any time.",
                remedy="Open it, and paste the address that the browser shows then.",
                field="url",
            )
        return owner

    def _site_of(self, parts: SplitResult, segments: list[str], host: str, chosen: Site | None) -> Site:
        owner = self._owner(host)
        if owner and chosen and owner != chosen and not chosen.any_host:
            raise InvalidInput(
                f"This address is on {owner.name}, not on {chosen.name}.",
                remedy=f"Choose {owner.name}, or paste the address of the page on {chosen.name}.",
                field="platform",
            )
        if owner and not owner.any_host:
            return owner
        if chosen is not None and chosen.any_host:
            return chosen
        if chosen is not None:
            raise InvalidInput(
                f"{host} is not a host of {chosen.name}.",
                why=f"Its pages are on {', '.join(chosen.hosts[:3])}.",
                remedy="Paste the address of the page itself, as the browser shows it.",
                field="url",
            )
        found = owner or self._known_by_its_form(parts, segments) or self.sites.get(FALLBACK)
        if found is None:
            raise InvalidInput(f"The portal knows no platform on {host}.", remedy="Choose the platform.", field="url")
        return found

    def _known_by_its_form(self, parts: SplitResult, segments: list[str]) -> Site | None:
        """The platform that anybody may run on a host of their own, where the form of an address says which."""
        query = parse_qs(parts.query)
        for site in self.sites.values():
            if any(pattern.anywhere and pattern.is_whole(segments, query) for pattern in site.patterns):
                return site
        return None


def cleaned_of(text: str) -> str:
    """A text without what surrounds an address and what cannot be seen in it."""
    return unicodedata.normalize("NFC", _LEFT_OUT.sub("", text[: LONGEST + 1].strip(_AROUND))).strip(_AROUND)


def _refuse_what_is_no_address(text: str, chosen: Site | None) -> None:
    """Raise `InvalidInput` for what people write in place of an address, saying what it is."""
    if _EMAIL.fullmatch(text):
        raise InvalidInput(
            f"“{text[:60]}” is an e-mail address, not the address of a page.",
            remedy="Paste the address of the page as the browser shows it.",
            field="url",
        )
    if _BLANK.search(text):
        raise InvalidInput(
            f"“{text[:60]}” holds a blank, and no address or handle does.",
            remedy="Leave the address alone, without the words beside it.",
            field="url",
        )
    if chosen is not None and not set("/.") & set(text):
        raise InvalidInput(
            f"“{text[:60]}” cannot be a handle on {chosen.name}.",
            remedy="Look at the account's page, and paste its address.",
            field="url",
        )
    if text.startswith("@"):
        raise InvalidInput(
            f"“{text[:60]}” is a handle.", remedy="Choose its platform, or paste the page's address.", field="url"
        )


def _segments(path: str) -> list[str]:
    plain = (unicodedata.normalize("NFC", _LEFT_OUT.sub("", unquote(part)).strip()) for part in path.split("/"))
    return [part for part in plain if part not in {"", ".", ".."}]


def _account(site: Site, parts: SplitResult, segments: list[str], host: str) -> Address:
    found = site.handle_in(segments, parse_qs(parts.query), plain_host(host))
    if found is None:
        raise InvalidInput(
            f"This is a page of {site.name}, but not the page of an account.",
            why="Posts, groups, searches and the like name no account."
            if segments
            else "It is the front page of the platform.",
            remedy="Open the account's own page and paste the address that the browser shows.",
            field="url",
        )
    pattern, handle = found
    address = site.address(pattern, handle, host)
    if len(address.url) > 500 or len(address.identity) > 300 or len(address.handle) > 200:
        raise InvalidInput("This address is too long to be an account's.", field="url")
    return address


def _split(text: str) -> tuple[SplitResult, str]:
    """An address taken apart, with its host in ASCII and lower case (and its port, where it is not the usual one)."""
    with_scheme = text if _SCHEME.match(text) else f"https://{text.removeprefix('//')}"
    try:
        parts = urlsplit(with_scheme)
        port = parts.port
        host = (parts.hostname or "").rstrip(".")
        host = host.encode("idna").decode("ascii").lower() if host else ""
    except (ValueError, UnicodeError):
        raise _no_address(text) from None
    if parts.scheme.lower() not in _PORTS:
        raise InvalidInput(
            f"An address begins with https://, not with {parts.scheme}:.",
            remedy="Paste the address of the page as the browser shows it.",
            field="url",
        )
    if parts.username is not None or parts.password is not None:
        raise InvalidInput(
            "This address holds a user name or a password.",
            why="What stands before @ is not where the page is, and keys do not belong here.",
            remedy="Paste the address without it.",
            field="url",
        )
    if not HOST.fullmatch(host) or (host.startswith("www.") and host.count(".") == 1):
        raise _no_address(text)
    return parts, host if port in {None, _PORTS[parts.scheme.lower()]} else f"{host}:{port}"


def _no_address(text: str) -> InvalidInput:
    return InvalidInput(
        f"“{text[:60]}” is not an address.",
        remedy="Paste the address of the page, such as https://www.facebook.com/name, or choose a platform first.",
        field="url",
    )
