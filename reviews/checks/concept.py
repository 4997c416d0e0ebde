"""A concept as the rules use it: many phrases, of which only those are looked for that can begin in a sentence."""

from __future__ import annotations

import re
from collections.abc import Iterator
from functools import cache
from itertools import count

from .openings import ANY, CAPITAL, DIGIT, is_one_word, openings
from .phrases import either
from .words import CONCEPTS, look_for

_NAMED = {f"<{name}>": look_for(f"<{name}>") for name in CONCEPTS}
_WORDS = re.compile(r"\w+")
_BITS: dict[str, int] = {}
"""For each opening, the bits of the concepts that can begin with it."""
_numbers = count()


class Concept:
    """Phrases, sorted by how they begin. `bit` is its own place in the mask of a passage."""

    def __init__(self, phrases: str, number: int) -> None:
        self.bit = 1 << number
        self._at_once: set[str] = set()
        self._phrases: dict[str, list[str]] = {}
        self._searches: dict[str, re.Pattern[str]] = {}
        for phrase in either(phrases):
            if is_one_word(phrase):
                self._at_once.add(phrase.lower())
            else:
                for opening in openings(phrase):
                    self._phrases.setdefault(opening, []).append(phrase)
        for opening in (*self._at_once, *self._phrases):
            _BITS[opening] = _BITS.get(opening, 0) | self.bit

    def searches(self, heard: frozenset[str]) -> Iterator[re.Pattern[str] | None]:
        """What has to be searched for where these openings were heard; None: it is there already."""
        if not self._at_once.isdisjoint(heard):
            yield None
        for opening in self._phrases.keys() & heard:
            if opening not in self._searches:
                self._searches[opening] = look_for(" | ".join(self._phrases[opening]))
            yield self._searches[opening]


@cache
def concept(phrases: str) -> Concept:
    """The concept of some phrases, one for the same words."""
    return Concept(phrases, next(_numbers))


def heard_in(words: str) -> frozenset[str]:
    """Every opening that stands in some words."""
    heard = {ANY} | (set(words) & _signs())
    for word in set(_WORDS.findall(words)):
        heard |= _openings_of(word.lower())
        if word[0].isupper():
            heard.add(CAPITAL)
    if any(map(str.isdecimal, words)):
        heard.add(DIGIT)
    heard |= {name for name, search in _NAMED.items() if search.search(words)}
    return frozenset(heard)


def mask_of(heard: frozenset[str]) -> int:
    """The bits of all concepts that can stand where these openings were heard."""
    mask = 0
    for opening in heard:
        mask |= _BITS.get(opening, 0)
    return mask


@cache
def _signs() -> frozenset[str]:
    return frozenset(one for one in _BITS if len(one) == 1 and not one.isalnum())


@cache
def _longest() -> int:
    return max(map(len, _BITS), default=0)


def _openings_of(word: str) -> set[str]:
    beginnings = (f"{word[:length]}*" for length in range(1, min(len(word), _longest()) + 1))
    return {one for one in (word, *beginnings) if one in _BITS}
