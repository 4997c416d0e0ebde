"""What a row says once its cells are understood: an address, a name, a department, a language; or what is wrong."""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any

from accounts.addresses import FALLBACK, AddressBook
from accounts.imports.departments import Departments
from accounts.sites import Address, Site
from foundation.errors import InvalidInput
from foundation.tabular.columns import title_at
from foundation.tabular.reading import Row
from foundation.tabular.rejects import Problem

LONGEST = {"name": 200, "language": 60}
_LINK = re.compile(r"""\s*=\s*HYPERLINK\s*\(\s*"([^"]+)"[^)]*\)\s*""", re.IGNORECASE)
"""How spreadsheets write a link with words of its own: the address in it is a value, the formula does nothing else."""
_SEVERAL = re.compile(r"https?://.*[\s;,|]+(https?://|www\.)", re.IGNORECASE | re.DOTALL)
INVISIBLE = re.compile(r"[\x00-\x08\x0b\x0c\x0e-\x1f\x7f\u202a-\u202e\u2066-\u2069]")
_NOTHING = frozenset(
    {"", "na", "none", "nil", "null", "tbd", "tba", "tbc", "unknown", "pending", "missing", "notavailable"}
)
"""What stands in a cell instead of nothing, in letters alone."""
_TOTAL = re.compile(r"(grand |sub)?-?\s*totals?\b|count\b|sum\b", re.IGNORECASE)


@dataclass
class Understood:
    """A row and what it says; `problems` where it cannot go in."""

    row: Row
    address: Address | None = None
    department: str = ""
    name: str = ""
    language: str = ""
    problems: list[Problem] = field(default_factory=list)


class RowReader:
    """Understands the rows of one file: by the places of its columns, the platforms' addresses, the departments."""

    def __init__(
        self, header: Sequence[str], places: Mapping[str, int], book: AddressBook, departments: Departments, kind: str
    ) -> None:
        self.header = header
        self.places = places
        self.book = book
        self.departments = departments
        self.is_text = kind == "csv"
        self._platforms = platform_words(book.sites.values())

    def read(self, row: Row) -> Understood:
        """Understand a row."""
        found = Understood(row)
        wrong = {problem.column: problem for problem in row.problems}
        for column, place in self.places.items():
            if place in wrong and not (column == "url" and _LINK.fullmatch(row.cell(place))):
                problem = wrong[place]
                self._problem(found, column, problem.why, problem.remedy)
        if not found.problems:
            self._read_address(found)
            self._read_department(found)
            found.name = self._text(found, "name")
            found.language = self._text(found, "language")
        if found.problems:
            self._say_what_may_be_behind(found)
        elif self.is_text and any(cell.strip() for cell in row.cells[len(self.header) :]):
            self._problem(
                found,
                "",
                f"The row has {len(row.cells)} cells, the line with the titles {len(self.header)}.",
                "Put a text that holds the separator between quotation marks, or give the last column a title.",
            )
        return found

    def _read_address(self, found: Understood) -> None:
        text, handle = _something(self._cell(found, "url")), _something(self._cell(found, "handle"))
        platform = _something(self._cell(found, "platform"))
        code = self._platforms.get(plain_word(platform), "")
        column = "url" if text or "url" in self.places else "handle"
        if _SEVERAL.search(text):
            why = "The cell holds more than one address."
            self._problem(found, "url", why, "Give each account a row of its own.")
            return
        if not text and handle and not code:
            why = "The portal does not know this platform." if platform else "A handle alone names no account."
            self._refuse_platform(found, why)
            return
        try:
            found.address = self.book.read(_LINK.sub(r"\1", text) or handle, code)
        except InvalidInput as error:
            self._say_what_is_unread(found, column, text or handle, error)
        if found.address and found.address.platform == FALLBACK and not code and _is_host_of(platform, found.address):
            found.address = None
            self._refuse_platform(found, "The portal does not know this platform, and took it for a website.")

    def _say_what_is_unread(self, found: Understood, column: str, text: str, error: InvalidInput) -> None:
        if not text:
            written = self._cell(found, column)
            why = f"it says “{written[:40]}”" if written else "this cell is empty"
            self._problem(found, column, f"The row names no account: {why}.", "Write the address of its page.")
            return
        where = "platform" if error.field == "platform" and "platform" in self.places else column
        why = " ".join(part for part in (error.what, error.why) if part)
        remedy = error.remedy or "Write the address of the account's page."
        if not self.is_text and " " in text:
            remedy += " Where the words of a cell are a link, write the address behind it into the cell."
        self._problem(found, where if self._cell(found, where) else "handle", why, remedy)

    def _refuse_platform(self, found: Understood, why: str) -> None:
        known = ", ".join(site.name for site in self.book.sites.values())
        remedy = (
            f"An administrator adds platforms. Those known are: {known}. Or give the address of a page on one of them."
        )
        self._problem(found, "platform", why, remedy)

    def _read_department(self, found: Understood) -> None:
        text = self._cell(found, "department")
        if not text:
            remedy = "Write the department's code or name. Of cells that were joined, only the first one holds it."
            self._problem(found, "department", "The cell is empty.", remedy)
            return
        try:
            found.department = self.departments.find(text)
        except InvalidInput as error:
            self._problem(found, "department", error.what, error.remedy)

    def _text(self, found: Understood, column: str) -> str:
        text = " ".join(self._cell(found, column).split())
        if len(text) > LONGEST[column]:
            self._problem(found, column, f"It is longer than {LONGEST[column]} characters.", "Shorten it.")
        elif INVISIBLE.search(text):
            self._problem(found, column, "It holds signs that cannot be printed.", "Type it again.")
        return text

    def _say_what_may_be_behind(self, found: Understood) -> None:
        """What a person would see at a glance: that the row is no account at all, but a sum under the table."""
        first = next((cell.strip() for cell in found.row.cells if cell.strip()), "")
        if _TOTAL.match(first) and found.address is None:
            why = "This looks like a total under the table, not like an account."
            found.problems[:] = [{"column": "", "value": "", "why": why, "remedy": "Take the row out of the file."}]

    def _cell(self, found: Understood, column: str) -> str:
        return found.row.cell(self.places.get(column)).strip()

    def _problem(self, found: Understood, column: str, why: str, remedy: str) -> None:
        title = title_at(self.header, self.places[column]) if column in self.places else column
        value = self._cell(found, column)[:200]
        found.problems.append({"column": title, "value": value, "why": why, "remedy": remedy})


def platform_words(sites: Iterable[Site]) -> dict[str, str]:
    """Words that name a platform: its code and name, and the names of its hosts (`twitter` for X)."""
    words: dict[str, str] = {}
    for site in sites:
        hosts = [host for host in site.hosts if not site.any_host and host.count(".") == 1]
        for name in (site.code, site.name, *hosts, *(host.partition(".")[0] for host in hosts)):
            words.setdefault(plain_word(name), site.code)
    for code, called in _ALSO_CALLED.items():
        for name in called if code in words else ():
            words.setdefault(plain_word(name), words[code])
    return words


_ALSO_CALLED = {
    "x": ("X (formerly Twitter)", "formerly Twitter", "X (Twitter)", "Twitter (X)", "X / Twitter", "X, Twitter"),
    "instagram": ("IG", "Insta"),
    "youtube": ("YT", "YouTube channel"),
    "facebook": ("Facebook page", "FB page"),
    "linkedin": ("LI", "LinkedIn page"),
    "website": ("Website", "Web site", "Web page", "Web"),
    "blog": ("Blog", "Weblog"),
    "wikipedia": ("Wiki", "Wikipedia"),
}
"""What inventories call platforms beside their names and hosts."""


def _is_host_of(word: str, address: Address) -> bool:
    """Whether an address is on a host that is called as a platform is: “Foursquare”, and foursquare.com."""
    labels = address.identity.partition(":")[2].partition("/")[0].split(".")
    return bool(plain_word(word)) and plain_word(word) in {plain_word(label) for label in labels[:-1]}


def _something(cell: str) -> str:
    """What a cell says; nothing where it says only that there is nothing."""
    return "" if plain_word(cell) in _NOTHING else cell


def plain_word(text: str) -> str:
    """A word as it is compared, whatever its case, blanks and punctuation."""
    return re.sub(r"[\W_]+", "", text.casefold())


def said(found: Understood) -> dict[str, Any]:
    """What a row says beside the address, for a comparison: what it leaves empty says nothing."""
    values = {"name": found.name, "department": found.department, "language": found.language}
    return {field: value for field, value in values.items() if value}
