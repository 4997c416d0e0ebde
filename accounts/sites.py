"""A platform's own forms of address: the patterns by which an address names a handle, and the canonical one.

Pure: made of platforms' data (`accounts.models.Platform`); `accounts.addresses` reads texts by them.
"""

from __future__ import annotations

import re
from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any
from urllib.parse import quote

from foundation.errors import InvalidInput

_SUBDOMAINS = ("www.", "m.", "mobile.")


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
                before, _, after = expected.partition("{handle}")
                if not segment.casefold().startswith(before.casefold()) or not segment.endswith(after):
                    return None
                found = segment[len(before) : len(segment) - len(after)]
            elif expected not in {"*", segment.casefold()}:
                return None
        if self.parameter:
            found = next(iter(query.get(self.parameter, [])), None)
        return None if found is None else self._whole(found)

    def _whole(self, handle: str) -> str | None:
        return handle if self.handle.fullmatch(handle) else None

    def key(self, handle: str) -> str:
        """What makes the handle itself, without what the platform takes no notice of."""
        kept = "".join(letter for letter in handle if letter not in self.without)
        folded = kept if self.case else kept.casefold()
        return f"{self.kind}:{folded}" if self.kind else folded


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

    def handle_in(self, segments: list[str], query: Mapping[str, list[str]], host: str) -> tuple[Pattern, str] | None:
        """The first pattern that finds a handle, and the handle."""
        first = segments[0].casefold() if segments else ""
        for pattern in self.patterns:
            if pattern.hosts and host not in pattern.hosts:
                continue
            if pattern.begins_open and not self.any_host and first in self.stop_words:
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
