"""Reading a page: its links, and the signs that it is not the page but a door in front of it.

The standard library's tokenizer, fed piece by piece: a tree is not needed, and every tree builder that was tried takes
minutes over a few megabytes of `<div>`. What is unfinished at a bound of size, number or time is said (`is_whole`).
"""

from __future__ import annotations

import re
import time
from dataclasses import dataclass, field
from html.parser import HTMLParser

from accounts.checking.charsets import text_of
from accounts.checking.links import Link, absolute, is_wrapped

_PIECE = 64 * 1024
_LONGEST_TAG = 256 * 1024
_SECONDS = 8.0
_LINKS = 5_000
_TEXT = 300
_HREF = 4000
_UNSEEN_ELEMENTS = frozenset({"script", "style", "template", "noscript", "title"})
_IN_SCRIPT = re.compile(r"https?:(?:\\?/){2}[^\s\"'<>]{4,2000}")
_NEEDS_SCRIPTS = re.compile(r"java\s?script", re.IGNORECASE)


@dataclass
class Page:
    """What was read of a page."""

    title: str = ""
    links: list[Link] = field(default_factory=list)
    letters: int = 0
    """How many letters people see without running its scripts."""
    has_scripts: bool = False
    asks_for_scripts: bool = False
    asks_for_password: bool = False
    is_whole: bool = True


def read_page(body: bytes, content_type: str, url: str) -> Page:
    """Read a page that came from an address."""
    reader = _Reader(url)
    text = text_of(body, content_type).replace("\0", "�")
    stop = time.monotonic() + _SECONDS
    for start in range(0, len(text), _PIECE):
        reader.feed(text[start : start + _PIECE])
        unfinished = len(reader.rawdata) > _LONGEST_TAG and not reader.cdata_elem
        if unfinished or len(reader.page.links) >= _LINKS or time.monotonic() > stop:
            reader.page.is_whole = False
            break
    reader.finish()
    return reader.page


class _Reader(HTMLParser):
    """Gathers links while the page goes by; never closed, so that an unfinished end is not read again and again."""

    def __init__(self, url: str) -> None:
        super().__init__(convert_charrefs=True)
        self.page = Page()
        self._base = url
        self._inside: list[str] = []
        self._href: str | None = None
        self._words: list[str] = []

    def updatepos(self, i: int, j: int) -> int:
        """Lines are not counted: nobody asks for them."""
        return j

    def parse_marked_section(self, i: int, report: int = 1) -> int:
        """Browsers take `<![…` for a comment; the library stops at some of them."""
        return self.parse_bogus_comment(i)

    def finish(self) -> None:
        """Close the link that is open."""
        self._end_link()
        self.page.title = " ".join(self.page.title.split())[:_TEXT]

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        """Links, the base of addresses, password fields."""
        said = {name: value or "" for name, value in reversed(attrs)}  # the first of two counts
        if tag in _UNSEEN_ELEMENTS:
            self._inside.append(tag)
            self.page.has_scripts |= tag == "script"
        elif tag == "base" and said.get("href"):
            self._base = absolute(said["href"], self._base) or self._base
        elif tag == "a":
            self._end_link()
            self._href = said.get("href")
        elif tag == "area" or (tag == "link" and "me" in said.get("rel", "").lower().split()):
            self._add(said.get("href", ""), said.get("alt", ""))
        elif tag == "iframe" and is_wrapped(absolute(said.get("src", "")[:_HREF], self._base)):
            self._add(said["src"], said.get("title", ""))
        elif tag == "input" and said.get("type", "").lower() == "password":
            self.page.asks_for_password = True

    def handle_startendtag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        """`<a … />` opens in HTML as `<a …>` does; what hides its content is over at once where it is closed so."""
        if tag not in _UNSEEN_ELEMENTS:
            self.handle_starttag(tag, attrs)

    def handle_endtag(self, tag: str) -> None:
        """The end of a link or of what is not seen."""
        if tag == "a":
            self._end_link()
        elif tag in self._inside:
            while self._inside.pop() != tag:
                pass

    def handle_data(self, data: str) -> None:
        """Words that are seen, the title, and what scripts hold."""
        inside = self._inside[-1] if self._inside else ""
        if not inside:
            self.page.letters += len(data.strip())
        elif inside == "title":
            self.page.title = (self.page.title + data)[:_TEXT]
        elif inside == "script":
            self._look_into_script(data)
        elif inside == "noscript":
            self.page.asks_for_scripts |= bool(_NEEDS_SCRIPTS.search(data))
        if self._href is not None and inside not in {"script", "style", "template"} and len(self._words) < _TEXT:
            self._words.append(data[:_TEXT])

    def _look_into_script(self, data: str) -> None:
        """Data from which a script makes links: a platform's own wrapper stands there only for a link."""
        for found in _IN_SCRIPT.finditer(data):
            href = found[0].replace("\\/", "/").replace("\\u0026", "&").replace("\\u003d", "=").replace("\\u0025", "%")
            if is_wrapped(href):
                self._add(href, "")

    def _end_link(self) -> None:
        if self._href is not None:
            self._add(self._href, " ".join("".join(self._words).split())[:_TEXT])
        self._href, self._words = None, []

    def _add(self, href: str, text: str) -> None:
        url = absolute(href[:_HREF], self._base)
        if url and len(self.page.links) < _LINKS:
            self.page.links.append(Link(href.strip()[:_HREF], url, text))
