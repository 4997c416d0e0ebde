"""What a fetched page says of IV.B: it links to the City, it does not, or nobody can tell from outside, and why."""

from __future__ import annotations

from collections.abc import Collection
from dataclasses import dataclass, field
from urllib.parse import urlsplit

from accounts.checking.fetching import Fetched
from accounts.checking.links import Link, host_of, is_shortened, page_signs, plain_hosts, unwrapped
from accounts.checking.reading import Page, read_page
from accounts.sites import is_within

LINKS, MISSING, COULD_NOT_CHECK, READ = "links", "missing", "could_not_check", "read"
_EVIDENCE = 5
_HARDLY_ANYTHING = 200
"""Letters: fewer, beside scripts and hardly a link, are an empty shell."""
_HARDLY_A_LINK = 3


@dataclass(frozen=True)
class Verdict:
    """The outcome with its evidence: the links that lead to the City; `links` are all that were read."""

    outcome: str
    why: str = ""
    evidence: tuple[Link, ...] = ()
    links: list[Link] = field(default_factory=list)


def judge(fetched: Fetched, city_hosts: Collection[str]) -> Verdict:
    """Whether an account's page links to one of the City's or the departments' hosts (IV.B)."""
    if barred := _barred(fetched):
        return Verdict(COULD_NOT_CHECK, barred)
    page = read_page(fetched.body, fetched.content_type, fetched.url)
    hosts = plain_hosts(city_hosts)
    found = [link for link in page.links if is_within(host_of(link.target), hosts)]
    if found:
        return Verdict(LINKS, evidence=tuple(found[:_EVIDENCE]), links=page.links)
    if doubt := _doubt(fetched, page):
        return Verdict(COULD_NOT_CHECK, doubt, links=page.links)
    return Verdict(MISSING, f"None of its {len(page.links)} links leads to {_or(hosts)}.", links=page.links)


def read_website(fetched: Fetched) -> Verdict:
    """The links of a page of the City's own website, for IV.G; IV.B asks nothing of it."""
    if barred := _barred(fetched):
        return Verdict(COULD_NOT_CHECK, barred)
    page = read_page(fetched.body, fetched.content_type, fetched.url)
    if not page.links:
        return Verdict(COULD_NOT_CHECK, _doubt(fetched, page))
    return Verdict(READ, "" if page.is_whole else "Only its beginning was read: it is very long.", links=page.links)


def _barred(fetched: Fetched) -> str:
    """Why what came is not the page at all."""
    status = fetched.status or 0
    if fetched.trouble:
        return fetched.trouble
    if status in {401, 403, 407, 999}:
        return f"The platform shows the page only to who is signed in, or not to programs (status {status})."
    if status in {404, 410}:
        return f"The platform says that there is no such page (status {status}). Look whether the account still exists."
    if status == 429:
        return "The platform asked for fewer visits (status 429)."
    if not 200 <= status < 300:
        return f"The platform answered with an error or with nothing to read (status {status})."
    if _is_login(fetched.url) and not _is_login(fetched.asked):
        return "The platform shows the page only to who is signed in: it led to its sign-in page."
    if not fetched.body.strip():
        return "The platform answered with an empty page."
    kind = fetched.content_type.partition(";")[0].strip().lower()
    if kind not in {"", "text/html", "application/xhtml+xml"}:
        return f"What came is no web page ({kind[:60]})."
    return ""


def _doubt(fetched: Fetched, page: Page) -> str:
    """Why a link that was not found may be there all the same."""
    title = page.title.casefold()
    signs = page_signs()
    hidden = sum(1 for link in page.links if is_shortened(unwrapped(link.url)) and not link.target)
    asked, came = urlsplit(fetched.asked), urlsplit(fetched.url)
    if page.asks_for_password or any(title.startswith(sign) for sign in signs["login_titles"]):
        return "The platform shows the page only to who is signed in: a sign-in page came in its place."
    if came.path.strip("/") == "" and asked.path.strip("/") != "" and not asked.query:
        return "The platform led to its front page in place of the account's page."
    if not page.links:
        return "What came holds no links at all: the page is put together by scripts in the browser."
    if page.asks_for_scripts and page.letters < 3 * _HARDLY_ANYTHING:
        return "What came is an empty shell: it asks for scripts to be switched on."
    if page.has_scripts and page.letters < _HARDLY_ANYTHING and len(page.links) < _HARDLY_A_LINK:
        return "What came is an empty shell: the page is put together by scripts in the browser."
    if is_within(host_of(fetched.url), signs["built_by_scripts"]):
        return "The platform puts its pages together in the browser: what it sends does not show every link."
    if not (page.is_whole and fetched.is_whole):
        return "Only the beginning of the page was read: it is very long, or broke off."
    if hidden:
        return f"{hidden} of its links go through a shortener, which tells only by a visit where it leads."
    return ""


def _is_login(url: str) -> bool:
    signs = page_signs()
    path = f"{urlsplit(url).path.lower().rstrip('/')}/"
    within_path = any(path.startswith(f"{known}/") for known in signs["login_paths"])
    return within_path or is_within(host_of(url), signs["login_hosts"])


def _or(hosts: Collection[str]) -> str:
    return " or ".join(sorted(hosts)) or "a website of the City: none is on record"
