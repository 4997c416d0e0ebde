"""A platform's own forms of address: the patterns by which an address names a handle, and the canonical one.

Pure: made of platforms' data (`accounts.models.Platform`); `accounts.addresses` reads texts by them.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from functools import cache
from typing import Any
from urllib.parse import quote

from foundation.errors import InvalidInput

_SUBDOMAINS = ("www.", "m.", "mobile.")
_REGION = re.compile(r"[a-z]{2}(-[a-z]{2})?")


@dataclass(frozen=True)
class Address:
    """Where an account is: platform (code), handle as it is shown, canonical identity, and the address to open."""

    platform: str
    handle: str
    identity: str
    url: str


def plain_host(host: str) -> str:
    """A host without the prefixes that lead to the same site."""
    for prefix in _SUBDOMAINS:
        if host.startswith(prefix) and host.count(".") >= 2:
            return plain_host(host.removeprefix(prefix))
    return host


def is_within(host: str, hosts: Iterable[str]) -> bool:
    """Whether a host is one of several or below it: by whole labels, so that `notcity.gov` is not `city.gov`."""
    return any(host == known or host.endswith(f".{known}") for known in hosts)


@dataclass(frozen=True)
class Pattern:
    """How one form of a platform's addresses names the handle; see `Platform.patterns`."""

    path: tuple[str, ...]
    parameter: str
    canonical: str
    handle: re.Pattern[str]
    kind: str = ""
    case: bool = False
    without: str = ""
    hosts: tuple[str, ...] = ()
    """The only hosts of the platform on which it counts; all of them where none is named."""
    anywhere: bool = False
    """Whether an address of this form, on a host that nobody knows, is of this platform (`/@parks` of Mastodon)."""

    @classmethod
    def of(cls, table: Mapping[str, Any]) -> Pattern:
        """A pattern out of its table; raises `InvalidInput` where the table is not one."""
        path, _, query = str(table.get("path", "")).partition("?")
        canonical = str(table.get("canonical", ""))
        if not path.startswith("/") or ("{handle}" not in f"{path}?{query}" and path != "/**") or not canonical:
            raise InvalidInput(
                "A pattern needs a path with {handle} in it, and a canonical address.",
                remedy='For example {"path": "/@{handle}", "canonical": "https://example.com/@{handle}"}.',
                field="patterns",
            )
        try:
            handle = re.compile(str(table.get("handle", r"[^/?#\s]{1,200}")))
        except re.error as error:
            raise InvalidInput(f"The form of a handle cannot be read: {error}.", field="patterns") from None
        return cls(
            path=tuple(path.strip("/").split("/")),
            parameter=query.partition("=")[0],
            canonical=canonical,
            handle=handle,
            kind=str(table.get("kind", "")),
            case=bool(table.get("case", False)),
            without=str(table.get("without", "")),
            hosts=tuple(str(host).lower() for host in table.get("hosts", [])),
            anywhere=bool(table.get("anywhere", False)),
        )

    @property
    def begins_open(self) -> bool:
        """Whether its first part is the handle itself, so that a stop word could be taken for one."""
        return "{handle}" in self.path[0] or self.path[0] == "**"

    def find(self, segments: list[str], query: Mapping[str, list[str]]) -> str | None:
        """The handle in an address of this form, whatever follows it; None where the form is another."""
        if self.path == ("**",):
            return self._whole("/".join(segments))
        if len(segments) < len(self.path):
            return None
        found: str | None = None
        for expected, segment in zip(self.path, segments, strict=False):
            if "{handle}" in expected:
                form = _form_of(expected).fullmatch(segment)
                if form is None:
                    return None
                found = form[1]
            elif expected not in {"*", segment.casefold()}:
                return None
        if self.parameter:
            found = next(iter(query.get(self.parameter, [])), None)
        return None if found is None else self._whole(found)

    def _whole(self, handle: str) -> str | None:
        return handle if self.handle.fullmatch(handle) else None

    def is_whole(self, segments: list[str], query: Mapping[str, list[str]]) -> bool:
        """Whether an address has this form and nothing behind it but the number of a post."""
        behind = segments[len(self.path) :]
        return self.find(segments, query) is not None and all(segment.isdigit() for segment in behind)

    def key(self, handle: str) -> str:
        """What makes the handle itself, without what the platform takes no notice of."""
        kept = "".join(letter for letter in handle if letter not in self.without)
        folded = kept if self.case else kept.casefold()
        return f"{self.kind}:{folded}" if self.kind else folded


@cache
def _form_of(expected: str) -> re.Pattern[str]:
    """A part of a path with the handle in it: `@{handle}`, `*-{handle}` (behind whatever name and the last hyphen)."""
    before, _, after = (re.escape(part).replace(r"\*", ".*") for part in expected.partition("{handle}"))
    return re.compile(f"(?i:{before})(.+?){after}" if after else f"(?i:{before})(.+)", re.DOTALL)


@dataclass(frozen=True)
class Site:
    """One platform as the book knows it."""

    code: str
    name: str
    hosts: tuple[str, ...]
    any_host: bool
    patterns: tuple[Pattern, ...]
    stop_words: frozenset[str]

    def has(self, host: str) -> bool:
        """Whether a host (without `www.` and its like) is one of the platform's."""
        return any(
            host == known or (known.startswith("*.") and host.endswith(known[1:]) and host != known[2:])
            for known in self.hosts
        )

    def is_of_region(self, host: str) -> bool:
        """Whether a host is one of the platform's in the words of a country or language: `de.`, `es-la.`, `en-gb.`."""
        region, _, rest = host.partition(".")
        return not self.any_host and bool(_REGION.fullmatch(region)) and rest in self.hosts

    def is_near(self, host: str) -> bool:
        """Whether a host is below one of the platform's, or is one on another port, without being one of its own."""
        name = host.partition(":")[0]
        return not self.any_host and any(name == known or name.endswith(f".{known}") for known in self.hosts)

    @property
    def heads(self) -> frozenset[str]:
        """First parts of its longer forms of address (`channel`, `pages`), which are no handle by themselves."""
        first = (pattern.path[0].casefold() for pattern in self.patterns if not pattern.begins_open)
        return frozenset(head for head in first if head != "*")

    def handle_in(self, segments: list[str], query: Mapping[str, list[str]], host: str) -> tuple[Pattern, str] | None:
        """The first pattern that finds a handle, and the handle."""
        first = segments[0].casefold() if segments else ""
        for pattern in self.patterns:
            if pattern.hosts and host not in pattern.hosts:
                continue
            if pattern.begins_open and not self.any_host and first in self.stop_words | self.heads:
                continue
            handle = pattern.find(segments, query)
            if handle is not None:
                return pattern, handle
        return None

    def address(self, pattern: Pattern, handle: str, host: str) -> Address:
        """The canonical address of a handle; `host` as it was written, for platforms that have many."""
        key, shown = pattern.key(handle), handle
        if self.any_host:
            plain = plain_host(host)
            key = f"{plain}/{key}".rstrip("/")
            shown = f"{handle}@{plain}" if pattern.path != ("**",) and "@" in "".join(pattern.path) else key
        url = pattern.canonical.replace("{host}", host).replace("{handle}", quote(handle, safe="/:@-._~!$&'()*+,;="))
        return Address(self.code, shown, f"{self.code}:{key}", url)
