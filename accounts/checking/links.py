"""Where a link leads: through the wrappers in which platforms hide it, and where it cannot be told without a visit."""

from __future__ import annotations

import json
import re
from collections.abc import Iterable
from dataclasses import dataclass
from functools import cache
from pathlib import Path
from typing import Any
from urllib.parse import parse_qs, urljoin, urlsplit

from accounts.sites import is_within, plain_host

_FILE = Path(__file__).parents[1] / "reference" / "pages.json"
_UNSEEN = re.compile(r"[\x00-\x20\x7f]+")
_PLAIN = re.compile(r"(?:https?://)?((?:[\w-]{1,63}\.){1,8}[a-z]{2,24})(?![\w.@-])(?:[/?#:]\S*)?", re.IGNORECASE)
_DEPTH = 3


@cache
def page_signs() -> dict[str, Any]:
    """What is known of platforms' pages: wrappers, shorteners, signs of a login wall."""
    found: dict[str, Any] = json.loads(_FILE.read_text(encoding="utf-8"))
    return found


def host_of(url: str) -> str:
    """The host of an address as it is compared: ASCII, lower case, without `www.`; empty for what has none."""
    try:
        parts = urlsplit(url)
        host = (parts.hostname or "").rstrip(".")
        return plain_host(host if ":" in host else host.encode("idna").decode("ascii").lower())
    except (ValueError, UnicodeError):
        return ""


def plain_hosts(hosts: Iterable[str]) -> frozenset[str]:
    """Hosts as they are compared; a name of one label alone (`gov`) would let everything in and is left out."""
    return frozenset(plain for host in hosts if "." in (plain := plain_host(host.strip().strip(".").lower())))


def absolute(href: str, base: str) -> str:
    """Where a link on a page leads, read as browsers do; empty for what leads to no page (`mailto:`, `javascript:`)."""
    cleaned = _UNSEEN.sub("", href) if "//" in href[:10] else href.strip()
    scheme = cleaned.partition(":")[0].lower()
    if scheme in {"http", "https"} or cleaned.startswith(("/", "\\")):
        # Browsers read a backslash as a slash: what stands before it is the host.
        address, mark, rest = cleaned.partition("?")
        cleaned = address.replace("\\", "/") + mark + rest
    try:
        url = urljoin(base, cleaned)
        return url if urlsplit(url).scheme in {"http", "https"} and host_of(url) else ""
    except ValueError:
        return ""


def unwrapped(url: str) -> str:
    """The address that a platform's wrapper hides (`l.facebook.com/l.php?u=…`); any other as it is."""
    for _ in range(_DEPTH):
        inner = _inside(url)
        if not inner:
            break
        url = inner
    return url


def is_wrapped(url: str) -> bool:
    """Whether an address is one of the known wrappers."""
    return bool(_inside(url))


def _inside(url: str) -> str:
    host = host_of(url)
    try:
        parts = urlsplit(url)
        path = parts.path.rstrip("/") or "/"
        for wrapper in page_signs()["wrappers"]:
            if path == wrapper["path"] and is_within(host, (wrapper["host"],)):
                query = parse_qs(parts.query, max_num_fields=50)
                inner = next((query[name][0] for name in wrapper["parameters"] if query.get(name)), "")
                return absolute(inner, url) if "//" in inner else ""
    except ValueError:
        return ""
    return ""


def is_shortened(url: str) -> bool:
    """Whether an address tells only by a visit where it leads (`t.co`, `bit.ly`)."""
    return is_within(host_of(url), [*page_signs()["shorteners"], *page_signs()["link_pages"]])


def address_in_words(text: str) -> str:
    """The address that the words of a link spell out (`stlouis-mo.gov/parks`), or nothing."""
    found = _PLAIN.search(text[:300])
    if found is None:
        return ""
    written = found[0].rstrip(".,;:!?…)")
    return written if "//" in written else f"https://{written}"


@dataclass(frozen=True)
class Link:
    """A link on a page: as it is written, where it leads, the words that people see."""

    href: str
    url: str
    text: str = ""

    @property
    def target(self) -> str:
        """Where it leads as far as can be told without a visit; empty behind a shortener that says nothing."""
        target = unwrapped(self.url)
        return address_in_words(self.text) if is_shortened(target) else target
