"""What a cell of a file of papers may say: a day, a word, a text of bounded length, several things in one cell."""

from __future__ import annotations

import re
from collections.abc import Callable, Mapping
from datetime import date
from typing import TypeVar

from accounts.imports.rows import INVISIBLE, plain_word
from authorizations.kinds import Kind
from foundation.errors import InvalidInput
from foundation.tabular.cells import NO, YES, day_of
from foundation.tabular.reading import Row

LONGEST = {
    "employee": 20,
    "signer": 20,
    "signed_by": 200,
    "signed_as": 200,
    "official": 200,
    "device": 300,
    "opinion": 300,
    "statute": 200,
    "purpose": 500,
    "matter": 500,
    "scan": 500,
}
"""Characters of a text, as the portal keeps it."""
LONGEST_PHRASE, LONGEST_SENTENCE, MOST_IN_A_CELL = 200, 300, 50
_WORDS = {
    Kind.SPEECH: ("speak", "speaking", "social media", "accounts", "official accounts"),
    Kind.OUTSIDE_SITE: ("outside", "outside site", "other site"),
    Kind.POLICE_SPEECH: ("police", "speak for the police", "IV.K.2"),
    Kind.DEVICE: ("personal device", "personally owned device", "own device", "byod", "IV.J"),
    Kind.DISCLOSURE: ("disclose", "criminal justice information", "cji", "IV.K.1"),
    Kind.EMAIL: ("e-mail", "work e-mail", "e-mail registration", "V.B.1"),
}
KINDS = {plain_word(word): str(kind) for kind, words in _WORDS.items() for word in (str(kind), str(kind.label), *words)}
"""Words that name a kind; IV.C names two of them, and so none."""
_T = TypeVar("_T")


class CellReader:
    """The cells of one row, by the names of their columns; what is wrong goes to `problem(column, why, remedy)`."""

    def __init__(self, row: Row, places: Mapping[str, int], problem: Callable[[str, str, str], None]) -> None:
        self._row = row
        self._places = places
        self.problem = problem

    def raw(self, column: str) -> str:
        """What a cell says, or an empty text where the file has no such column."""
        return self._row.cell(self._places.get(column)).strip()

    def text(self, column: str, *, is_needed: bool = False) -> str:
        """A text on one line."""
        said = " ".join(self.raw(column).split())
        if not said and is_needed:
            self.problem(column, "The cell is empty.", "Write what stands on the paper.")
        return self._bounded(column, said, LONGEST[column])

    def day(self, column: str, *, is_needed: bool = False) -> date | None:
        """A day."""
        said = self.raw(column)
        found = day_of(said) if said else None
        if said and found is None:
            self.problem(column, "It is no date.", "Write it as 2026-05-26 or 5/26/2026.")
        elif found is not None and not date(1990, 1, 1) <= found <= date(2100, 1, 1):
            self.problem(column, "The year cannot be right.", "Correct the date.")
            return None
        elif not said and is_needed:
            self.problem(column, "The cell is empty.", "Write the day, as 2026-05-26 or 5/26/2026.")
        return found

    def word(self, column: str, words: Mapping[str, str], *, is_needed: bool = False) -> str:
        """What one of some words means."""
        said = self.raw(column)
        found = words.get(plain_word(said), "")
        if (said or is_needed) and not found:
            allowed = ", ".join(dict.fromkeys(words.values()))
            why = "The portal does not know this word." if said else "The cell is empty."
            self.problem(column, why, f"Write one of: {allowed}.")
        return found

    def flag(self, column: str) -> bool:
        """Yes or no; an empty cell is no."""
        said = self.raw(column).casefold()
        if said and said not in YES | NO:
            self.problem(column, "It is neither yes nor no.", "Write yes or no.")
        return said in YES

    def each(self, column: str, meaning: Callable[[str], _T]) -> list[_T]:
        """What the parts of a cell mean, between line ends, semicolons, commas and bars."""
        found = []
        for part in self._parts(column, r"[\n\r;,|]+"):
            try:
                found.append(meaning(part))
            except InvalidInput as error:
                why = " ".join(words for words in (error.what, error.why) if words)
                self.problem(column, why, error.remedy or "Correct it.")
        return found

    def phrases(self, column: str) -> tuple[str, ...]:
        """Short phrases, between line ends, semicolons and commas."""
        parts = self._parts(column, r"[\n\r;,|]+")
        return tuple(dict.fromkeys(self._bounded(column, part, LONGEST_PHRASE) for part in parts))

    def sentences(self, column: str) -> tuple[str, ...]:
        """Sentences, between line ends and semicolons: a comma belongs to them."""
        parts = self._parts(column, r"[\n\r;|]+")
        return tuple(dict.fromkeys(self._bounded(column, part, LONGEST_SENTENCE) for part in parts))

    def _parts(self, column: str, between: str) -> list[str]:
        parts = [" ".join(part.split()) for part in re.split(between, self.raw(column)) if part.strip()]
        if len(parts) > MOST_IN_A_CELL:
            self.problem(column, f"It names more than {MOST_IN_A_CELL} things.", "Record this paper by itself.")
        return parts[:MOST_IN_A_CELL]

    def _bounded(self, column: str, said: str, longest: int) -> str:
        if len(said) > longest:
            self.problem(column, f"It is longer than {longest} characters.", "Shorten it.")
        elif INVISIBLE.search(said):
            self.problem(column, "It holds signs that cannot be printed.", "Type it again.")
        return said
