"""Approved words with blanks: what may stand in a blank, and the words when it is filled (City procedure).

A blank is written in braces, `{road}`. Each is of a kind that leaves no room for a post of its own: one of some given
words, a number, a day, a time, or a few words without a link.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date, time
from typing import Any

from foundation import dates
from foundation.canonical import c1
from foundation.errors import InvalidInput
from foundation.plain_text import require_plain

ONE_OF, NUMBER, DAY, TIME, WORDS = "one of", "number", "day", "time", "words"
MOST_WORDS = 100
"""Characters that a blank for words holds at most."""
MOST_BLANKS = 20
_NAME = r"[a-z][a-z0-9 ]{0,29}"
_BLANK = re.compile(r"\{([^{}]*)\}")
_LINE = re.compile(rf"(?P<name>{_NAME})\s*:\s*(?P<what>.+)", re.IGNORECASE)
_UP_TO = re.compile(r"words(?:\s*,?\s*(?:at most|up to)\s+(?P<longest>\d{1,3}))?", re.IGNORECASE)
_ONE_OF = re.compile(r"one of\s+(?P<choices>.+)", re.IGNORECASE)
_LINK = re.compile(r"://|\bwww\.|\b[\w-]+\.(?:com|org|net|gov|edu|info|io|co|us)\b|[@#]\w", re.IGNORECASE)
_DIGITS = re.compile(r"[0-9]{1,9}")


@dataclass(frozen=True)
class Blank:
    """A blank: its name, what may stand in it, the words to choose from, and how long words may be."""

    name: str
    kind: str
    choices: tuple[str, ...] = ()
    longest: int = 40

    @property
    def key(self) -> str:
        """What a form calls it."""
        return "blank_" + self.name.replace(" ", "_")

    @property
    def sentence(self) -> str:
        """What may stand in it, as it was written."""
        if self.kind == ONE_OF:
            return f"one of {' | '.join(self.choices)}"
        return f"words, at most {self.longest}" if self.kind == WORDS else self.kind

    def as_json(self) -> dict[str, Any]:
        """As it is kept."""
        return {"name": self.name, "kind": self.kind, "choices": list(self.choices), "longest": self.longest}

    @classmethod
    def from_json(cls, said: Mapping[str, Any]) -> Blank:
        """As it was kept."""
        return cls(said["name"], said["kind"], tuple(said["choices"]), said["longest"])


def read_blanks(text: str, lines: Iterable[str]) -> list[Blank]:
    """The blanks of a text, each told in a line (“road: words, at most 40”), in the order of the text.

    Every blank in the text has its line, and every line its blank: raises `InvalidInput` otherwise.
    """
    blanks = [_read(line) for line in lines]
    names = [one.name for one in blanks]
    if len(names) != len(set(names)):
        raise InvalidInput("A blank is told twice.", remedy="Give each blank one line.", field="blanks")
    used = names_in(text)
    if len(used) > MOST_BLANKS:
        raise InvalidInput(f"At most {MOST_BLANKS} blanks fit in one text.", field="text")
    if missing := [one for one in used if one not in names]:
        raise InvalidInput(
            f"Nothing says what may stand in {{{missing[0]}}}.",
            remedy=f"Add a line such as “{missing[0]}: words, at most 40”.",
            field="blanks",
        )
    if idle := [one for one in names if one not in used]:
        raise InvalidInput(
            f"The text has no blank {{{idle[0]}}}.",
            remedy="Write it into the text, or take the line out.",
            field="text",
        )
    return sorted(blanks, key=lambda one: used.index(one.name))


def names_in(text: str) -> list[str]:
    """The names of the blanks in a text, each once, in order. Raises `InvalidInput` for a brace that is no blank's."""
    found = [_plain(one) for one in _BLANK.findall(text)]
    rest = _BLANK.sub("", text)
    if "{" in rest or "}" in rest:
        raise InvalidInput(
            "A brace in the text belongs to no blank.", remedy="Write a blank as {road}, or use brackets.", field="text"
        )
    for name in found:
        if not re.fullmatch(_NAME, name):
            raise InvalidInput(
                f"“{name[:40]}” is no name for a blank.",
                remedy="Use letters, digits and blanks, a letter first, at most 30.",
                field="text",
            )
    return list(dict.fromkeys(found))


def _plain(name: str) -> str:
    return " ".join(name.split()).lower()


def _read(line: str) -> Blank:
    require_plain(line, "blanks")
    told = _LINE.fullmatch(line.strip())
    if told is None:
        raise InvalidInput(
            f"“{line[:60]}” does not tell a blank.",
            remedy="Write its name, a colon, and what may stand in it: “lanes: number”.",
            field="blanks",
        )
    name, what = _plain(told["name"]), " ".join(told["what"].split())
    if what.lower() in {NUMBER, DAY, TIME}:
        return Blank(name, what.lower())
    if (said := _ONE_OF.fullmatch(what)) is not None:
        return Blank(name, ONE_OF, _choices(said["choices"], name))
    if (said := _UP_TO.fullmatch(what)) is not None:
        longest = int(said["longest"] or 40)
        if 0 < longest <= MOST_WORDS:
            return Blank(name, WORDS, longest=longest)
        raise InvalidInput(f"Words in {{{name}}} have 1 to {MOST_WORDS} characters.", field="blanks")
    raise InvalidInput(
        f"“{what[:60]}” is nothing that may stand in {{{name}}}.",
        remedy="Say “one of north | south”, “number”, “day”, “time”, or “words, at most 40”.",
        field="blanks",
    )


def _choices(said: str, name: str) -> tuple[str, ...]:
    found = tuple(dict.fromkeys(one.strip() for one in said.split("|") if one.strip()))
    if len(found) < 2 or any("{" in one or "}" in one for one in found):
        raise InvalidInput(
            f"{{{name}}} needs at least two words to choose from.", remedy="Divide them by |.", field="blanks"
        )
    return found


def fill(text: str, blanks: Sequence[Blank], values: Mapping[str, object]) -> str:
    """The words of a text with its blanks filled; `values` by the blank's name.

    Raises `InvalidInput`, with the blank's `key` as field, for what may not stand there.
    """
    filled = {one.name: _filled(one, values.get(one.name)) for one in blanks}
    return c1(_BLANK.sub(lambda found: filled[_plain(found[1])], text))


def _filled(blank: Blank, value: object) -> str:
    if value is None or (isinstance(value, str) and not value.strip()):
        raise InvalidInput(f"Fill in: {blank.name}.", field=blank.key)
    if blank.kind == DAY:
        if isinstance(value, date):
            return dates.weekday(value)
        raise InvalidInput(f"Give a day for {blank.name}.", field=blank.key)
    if blank.kind == TIME:
        if isinstance(value, time):
            return f"{value.hour % 12 or 12}:{value.minute:02} {'a.m.' if value.hour < 12 else 'p.m.'}"
        raise InvalidInput(f"Give a time for {blank.name}.", field=blank.key)
    return _filled_words(blank, str(value).strip())


def _filled_words(blank: Blank, words: str) -> str:
    require_plain(words, blank.key)
    if blank.kind == ONE_OF:
        if words not in blank.choices:
            raise InvalidInput(f"“{words[:40]}” is none of the words for {blank.name}.", field=blank.key)
        return words
    if blank.kind == NUMBER:
        if not _DIGITS.fullmatch(words):
            raise InvalidInput(f"Give a number for {blank.name}, in digits.", field=blank.key)
        return words
    if len(words) > blank.longest or "\n" in words or "\r" in words:
        raise InvalidInput(f"{blank.name} takes one line of at most {blank.longest} characters.", field=blank.key)
    if _LINK.search(words) or "{" in words or "}" in words:
        raise InvalidInput(
            f"{blank.name} takes plain words: no link, mention, hashtag or brace.",
            why="What is approved once leaves no room for other matter.",
            remedy="Draft a post of its own for that.",
            field=blank.key,
        )
    return words
