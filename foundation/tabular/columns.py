"""Which column of a file is what: named by whoever imports, by title or place, or guessed from the title."""

from __future__ import annotations

import csv
import re
import unicodedata
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass

from foundation.errors import InvalidInput


@dataclass(frozen=True)
class Wanted:
    """What a column may be: its label in forms, and titles under which spreadsheets have it, the likeliest first."""

    label: str
    titles: tuple[str, ...]


@dataclass(frozen=True)
class Columns:
    """The columns that one kind of import looks for.

    `refuse_incomplete` raises `InvalidInput` where those found cannot make a row; `example` says how some are named.
    What stands in `alone` is looked for by its title only where no column is the one called `unless`.
    """

    wanted: Mapping[str, Wanted]
    refuse_incomplete: Callable[[Mapping[str, int], Sequence[str]], None]
    example: str
    alone: tuple[str, ...] = ()
    unless: str = ""

    def parse(self, text: str) -> dict[str, str]:
        """What `--columns url=URL,name=Account` says, by field; a title with a comma stands in quotation marks.

        Raises `InvalidInput` for a field that nobody knows, one named twice, and one without a title.
        """
        named: dict[str, str] = {}
        pairs = next(csv.reader([text.replace("\r", " ").replace("\n", " ")], skipinitialspace=True), [])
        for pair in pairs:
            field, separator, title = (part.strip() for part in pair.partition("="))
            field = field.casefold()
            if not pair.strip():
                continue
            if field not in self.wanted or not separator or not title:
                raise InvalidInput(
                    f"“{pair.strip()[:80]}” names no column.",
                    why=f"What can be read are: {', '.join(self.wanted)}.",
                    remedy=f"Write it as {self.example}: the title stands behind the sign.",
                    field="columns",
                )
            if field in named:
                raise InvalidInput(
                    f"“{field}” is named twice.", remedy="Name one column for each thing.", field="columns"
                )
            named[field] = title
        return named

    def places(self, named: Mapping[str, str], header: Sequence[str]) -> dict[str, int]:
        """Where each column stands: those named, then those not named whose title says what they are.

        Raises `InvalidInput`, listing the columns that there are, for one that is not in the file, and where those
        found cannot make a row.
        """
        places = {field: place_of(title, header) for field, title in named.items()}
        for field, place in self.guess(header).items():
            left_out = field in self.alone and self.unless in places
            if field not in places and place not in places.values() and not left_out:
                places[field] = place
        self.refuse_incomplete(places, header)
        return places

    def guess(self, header: Sequence[str]) -> dict[str, int]:
        """Which columns say by their title what they are; one place for one thing, no title that stands twice."""
        titles = [_plain(title) for title in header]
        found: dict[str, int] = {}
        for field, wanted in self.wanted.items():
            for title in wanted.titles:
                plain = _plain(title)
                if titles.count(plain) == 1 and titles.index(plain) not in found.values():
                    found[field] = titles.index(plain)
                    break
        return found

    def likeness(self, line: Sequence[str], named: Mapping[str, str]) -> int:
        """How much a line is like the titles looked for: first by those named, then by those that files have."""
        there = sum(
            any(alike(cell) == alike(title) and cell for cell in line for alike in _ALIKE) for title in named.values()
        )
        return there * (len(self.wanted) + 1) + len(self.guess(line))


def place_of(title: str, header: Sequence[str]) -> int:
    """Where a title stands (`#3`: the third column); raises `InvalidInput` where it stands nowhere, or twice."""
    for alike in _ALIKE:
        places = [place for place, there in enumerate(header) if alike(there) == alike(title) and there]
        if len(places) > 1:
            numbers = " and ".join(f"#{place + 1}" for place in places[:5])
            raise InvalidInput(
                f"The column “{title[:80]}” stands in the file {len(places)} times.",
                remedy=f"Name the one you mean by its place: {numbers} are called so.",
                field="columns",
            )
        if places:
            return places[0]
    numbered = _NUMBERED.fullmatch(title)
    if numbered and 1 <= int(numbered[1]) <= len(header):
        return int(numbered[1]) - 1
    raise InvalidInput(
        f"The file has no column “{title[:80]}”.",
        why=there_are(header),
        remedy="Name one of these; case and blanks do not matter.",
        field="columns",
    )


def title_at(header: Sequence[str], place: int) -> str:
    """What a column is called: by its title, or by its place where it has none."""
    return header[place] if place < len(header) and header[place] else f"column {place + 1}"


def stands_twice(wanted: Wanted, header: Sequence[str]) -> str:
    """That a usual title stands more than once, so that nobody can tell which column is meant but by its place."""
    plain = [_plain(title) for title in header]
    for title in wanted.titles:
        places = [place for place, there in enumerate(plain) if there == _plain(title)]
        if len(places) > 1:
            named = ", ".join(f"#{place + 1}" for place in places[:5])
            return f"“{header[places[0]][:40]}” stands in it {len(places)} times: {named}. "
    return ""


def there_are(header: Sequence[str]) -> str:
    """Which columns a file has, as a sentence."""
    titles = ", ".join(f"“{title[:40]}”" for title in header if title)
    return f"The columns of the file are: {titles[:1000]}." if titles else "The first line of the file names none."


def _in_any_case(title: str) -> str:
    return " ".join(unicodedata.normalize("NFKC", title).casefold().split())


def _plain(title: str) -> str:
    return re.sub(r"[\W_]+", "", _in_any_case(title))


_NUMBERED = re.compile(r"#(\d{1,4})")
_ALIKE = (str, _in_any_case, _plain)
"""How two titles are compared: as they stand, then without case and spacing, then without punctuation."""
