"""Hosts that only look like one that is known: a platform's, or a website of the City's.

Four tricks are looked for: letters that look alike (`faceb00k.com`), a known host written into another one
(`x-com.example`, `facebook.com.example`), a known name with something added (`facebook-login.com`), and one slip of the
pen (`facebok.com`). A subdomain of a known host is that host's own.
"""

from __future__ import annotations

import re
from collections.abc import Collection, Iterator

from rapidfuzz.distance import OSA

from accounts.addresses import AddressBook
from accounts.likeness import skeleton
from accounts.sites import plain_host

LONG_NAME = 6
"""Letters from which on a host's first label, such as `facebook`, says enough by itself."""
LONG_HOST = 9
"""Letters from which on a host that differs in one letter is a likeness."""


def false_host(book: AddressBook, host: str, websites: Collection[str] = ()) -> str:
    """The known host that an address's host (in letters, see `spellings.Asked`) looks like without being it, or ""."""
    known = {name: not site.any_host for site in book.sites.values() for name in site.hosts if name[:2] != "*."}
    known |= {plain_host(name): True for name in websites}
    if not host or any(site.has(host) for site in book.sites.values()):
        return ""
    if any(host == name or host.endswith(f".{name}") for name in known):
        return ""
    drawn, parts = skeleton(host), _parts(host)
    for looks_like in (_drawn_alike, _written_into, _named_alike, _mistyped):
        # The shortest first: of `facebook.com` and `web.facebook.com` the host that people know.
        for name in sorted(known, key=lambda name: (len(name), name)):
            if looks_like is _named_alike and not known[name]:
                continue
            if looks_like(drawn, parts, name):
                return name
    return ""


def _parts(host: str) -> list[str]:
    """What a host is made of, each part as it looks: `x-com.example` of `x`, `com`, `example`."""
    return [skeleton(part) for part in re.split(r"[.-]", host) if part]


def _drawn_alike(drawn: str, _parts_of_host: list[str], known: str) -> bool:
    return drawn == skeleton(known)


def _written_into(_drawn: str, parts: list[str], known: str) -> bool:
    return _parts(known) in _runs(parts, len(_parts(known)))


def _named_alike(_drawn: str, parts: list[str], known: str) -> bool:
    """By the first label alone, as in `facebook-login.com`; not for kinds of sites that anybody may call so."""
    name = _parts(known.split(".", maxsplit=1)[0])
    return known.count(".") == 1 and len("".join(name)) >= LONG_NAME and name in _runs(parts, len(name))


def _mistyped(drawn: str, _parts_of_host: list[str], known: str) -> bool:
    true = skeleton(known)
    return min(len(true), len(drawn)) >= LONG_HOST and OSA.distance(drawn, true, score_cutoff=1) <= 1


def _runs(parts: list[str], length: int) -> Iterator[list[str]]:
    return (parts[start : start + length] for start in range(len(parts) - length + 1))
