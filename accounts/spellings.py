"""What a text may mean: every account that an address or handle in any spelling could name, on every platform."""

from __future__ import annotations

import re
import unicodedata
from dataclasses import dataclass
from urllib.parse import unquote, urlsplit

from accounts.addresses import FALLBACK, LONGEST, AddressBook
from accounts.sites import Address, Site, plain_host
from foundation.errors import InvalidInput


@dataclass(frozen=True)
class Asked:
    """What a text may mean: canonical identities, the handles in it to compare with others, its host."""

    identities: frozenset[str]
    addresses: tuple[Address, ...]
    handle: str
    host: str = ""
    unread: str = ""
    is_elsewhere: bool = False
    """Whether it is an address on a host that no platform has."""


def read_any(book: AddressBook, text: str, platform: str) -> Asked:
    """Everything that a text may mean; full-width letters and the like are the plain ones."""
    if len(text) > LONGEST:
        raise InvalidInput(f"An address has at most {LONGEST} characters.", field="url")
    plain = unicodedata.normalize("NFKC", text).strip()
    if not plain:
        raise InvalidInput("Give the address of a page, or a handle.", field="url")
    if platform and platform not in book.sites:
        raise InvalidInput(f"The portal knows no platform “{platform[:40]}”.", field="platform")
    addresses: dict[str, Address] = {}
    unread = ""
    for words, code in [(plain, platform)] if platform else [(plain, ""), *_with_platform(book, plain)]:
        try:
            found = [book.read(words, code)]
        except InvalidInput as error:
            unread = unread or " ".join(part for part in (error.what, error.why) if part)
            found = []
        site = book.sites.get(code)
        found += _handles(book, words, [site] if site else list(book.sites.values()))
        addresses.update({address.identity: address for address in found})
    listed = tuple(addresses.values())
    bare = plain.removeprefix("@")
    handle = bare if not re.search(r"[\s/]", bare) else (listed[-1].handle if listed else _likely_name(plain))
    host = _host(plain) if "." in plain else ""
    is_elsewhere = bool(listed) and all(address.platform == FALLBACK for address in listed)
    return Asked(
        frozenset(addresses) | _as_others_say(book, plain, listed),
        listed,
        handle,
        host,
        "" if listed else unread,
        is_elsewhere,
    )


def _as_others_say(book: AddressBook, text: str, listed: tuple[Address, ...]) -> set[str]:
    """What an address on a host that no platform has is called where somebody said which platform it is.

    A blog, or a server of Mastodon, on a host of the City's own is read by itself as a website.
    """
    if not any(address.platform == FALLBACK for address in listed):
        return set()
    anywhere = [site.code for site in book.sites.values() if site.any_host]
    return {address.identity for code in anywhere for address in _or_nothing(book, text, code)}


def identities_of(book: AddressBook, text: str, platform: str = "") -> frozenset[str]:
    """The identities that a text may mean, for searching: none where it means nothing, never an error."""
    try:
        return read_any(book, text, platform).identities
    except InvalidInput:
        return frozenset()


def _likely_name(text: str) -> str:
    """What stands where an address has its handle, although no handle may look so there; to be compared alone."""
    try:
        path = urlsplit(text if "://" in text else f"https://{text}").path
    except ValueError:
        return ""
    parts = [unquote(part).removeprefix("@") for part in path.split("/") if part]
    return parts[0] if parts else ""


def _with_platform(book: AddressBook, text: str) -> list[tuple[str, str]]:
    """Readings of "X: @stlgov", "@stlgov on Twitter", "instagram stlgov": the handle, and the platform's code."""
    words = [word for word in re.split(r"[\s:,()\[\]/|]+", text) if word]
    if len(words) not in {2, 3}:
        return []
    found = []
    for name, handle in ((words[0], words[-1]), (words[-1], words[0])):
        site = next((site for site in book.sites.values() if name.casefold() in _names_of(site)), None)
        between = words[1:-1]
        if site is not None and all(word.casefold() in {"on", "at", "auf", "en"} for word in between):
            found.append((handle, site.code))
    return found


def _names_of(site: Site) -> set[str]:
    """What people call a platform: its code, its name, the first word of its hosts (`twitter`, `fb`)."""
    return {site.code, site.name.casefold(), *(host.split(".")[0] for host in site.hosts if host.count(".") == 1)}


def _handles(book: AddressBook, text: str, sites: list[Site]) -> list[Address]:
    """What a handle alone may mean on each platform, in each of its name spaces."""
    bare = text.removeprefix("@")
    if re.search(r"[\s/]", bare) or not bare:
        return []
    found = []
    for site in sites:
        if site.any_host:
            user, _, host = bare.partition("@")
            if host:
                found += _or_nothing(book, f"https://{host}/@{user}", site.code)
        elif bare.casefold() not in site.stop_words and not site.has(plain_host(bare.lower())):
            found += [
                site.address(pattern, bare, "")
                for pattern in site.patterns
                if not pattern.parameter and pattern.handle.fullmatch(bare)
            ]
    return found


def _or_nothing(book: AddressBook, text: str, platform: str) -> list[Address]:
    try:
        return [book.read(text, platform)]
    except InvalidInput:
        return []


def _host(text: str) -> str:
    """The host as it was written, in letters rather than in the alphabet of the domain name system."""
    try:
        host = urlsplit(text if "://" in text else f"https://{text}").hostname or ""
        return plain_host(host.encode("idna").decode("ascii").encode("ascii").decode("idna"))
    except (ValueError, UnicodeError):
        return ""


def as_if_on(book: AddressBook, text: str, host: str) -> str:
    """The handle that an address would name if it were on another host; what stands in its place where none would."""
    try:
        parts = urlsplit(text if "://" in text else f"https://{text}")
    except ValueError:
        return ""
    query = f"?{parts.query}" if parts.query else ""
    found = _or_nothing(book, f"https://{host}{parts.path}{query}", "")
    return found[0].handle if found else _likely_name(text)
