"""A text made easy to search, every position kept: letters folded one for one, sentences with their offsets."""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Sequence
from dataclasses import dataclass

LONGEST = 70_000
"""Characters that are searched: more than any platform takes. The rest is not read, and `engine.unread_of` says so."""

LONGEST_SENTENCE = 500
"""Characters; a longer run without a stop is read in pieces, so that no text can take long."""

_PLAIN = {"’": "'", "‘": "'", "ʼ": "'", "´": "'", "`": "'", "“": '"', "”": '"', "„": '"', "«": '"', "»": '"'}
_PLAIN |= {"–": "-", "—": "-", "‑": "-", "−": "-", "\u00a0": " ", "\u202f": " ", "\t": " ", "\r": " "}


def _fold(character: str) -> str:
    plain = _PLAIN.get(character)
    if plain is not None or character.isascii():
        return plain or character
    folded = unicodedata.normalize("NFKC", character)
    return folded if len(folded) == 1 else character


def folded(text: str) -> str:
    """The text with quotes, dashes and fancy letters made plain; as long as it was."""
    return text if text.isascii() and "\t" not in text and "\r" not in text else "".join(map(_fold, text))


def spelled(text: str, names: Sequence[str]) -> str:
    """The text with these names spelled as they are kept, however the writer spelled them; as long as it was."""
    for name in names:
        if name.isascii() and name.strip():
            text = re.sub(rf"(?<!\w){re.escape(name)}(?!\w)", name, text, flags=re.IGNORECASE)
    return text


@dataclass(frozen=True)
class Sentence:
    """A sentence or line: `text[start:end]`, without blanks around it."""

    start: int
    end: int
    words: str


_ABBREVIATED = re.compile(
    r"(?:\b(?:mr|mrs|ms|dr|sgt|det|lt|ltc|capt|cpl|col|maj|ofc|st|ste|ave|blvd|no|vs|v|jr|sr|dept|approx|inc|co|a\.m|p\.m|"
    r"jan|feb|mar|apr|aug|sept?|oct|nov|dec|gov|sen|rep|ald|hon|rev)|(?<![A-Za-z])[A-Z])\.$",
    re.IGNORECASE,
)
_END = re.compile(r"""(?<![.!?…])[.!?…]++["')\]]{0,9}(?=\s)|\n++""")


def sentences(text: str) -> list[Sentence]:
    """The sentences of a (folded) text, in order; a line break ends one."""
    found: list[Sentence] = []
    start = 0
    for stop in _END.finditer(text):
        if "\n" not in stop.group() and _is_inside(text, start, stop.end()):
            continue
        _keep(text, start, stop.end(), found)
        start = stop.end()
    _keep(text, start, len(text), found)
    return found


def _is_inside(text: str, start: int, stop: int) -> bool:
    """Whether the stop is an abbreviation's, or the sentence so far is a word or two that lead on."""
    return bool(_ABBREVIATED.search(text[max(start, stop - 12) : stop]))


def _keep(text: str, start: int, stop: int, found: list[Sentence]) -> None:
    while stop - start > LONGEST_SENTENCE:
        blank = text.rfind(" ", start + 1, start + LONGEST_SENTENCE)
        cut = blank if blank > 0 else start + LONGEST_SENTENCE
        _keep(text, start, cut, found)
        start = cut
    words = text[start:stop]
    bare = words.strip()
    if any(map(str.isalnum, bare)):
        at = start + words.index(bare)
        found.append(Sentence(at, at + len(bare), bare))
