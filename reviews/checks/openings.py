r"""How a phrase can begin: what a sentence must hold for the phrase to be worth looking for.

An opening is a word (`rally`), the beginning of one (`elect*`), a sign (`$`), a concept (`<name>`), `9` for any digit,
`A` for any capital, or `ANY` where nothing can be said. Where in doubt it is `ANY`: that costs time and misses nothing.
"""

from __future__ import annotations

import re

ANY = ""
DIGIT, CAPITAL = "9", "A"

_WORD = re.compile(r"[a-z0-9_]+", re.IGNORECASE)
_CONCEPT = re.compile(r"<\w+>")
_PLAIN_WORD = re.compile(r"[a-z0-9_]+\*?", re.IGNORECASE)


def is_one_word(phrase: str) -> bool:
    """Whether the phrase is its opening, so that no search is needed: a word, a beginning of words, or a concept."""
    return bool(_PLAIN_WORD.fullmatch(phrase) or _CONCEPT.fullmatch(phrase))


def openings(phrase: str) -> frozenset[str]:
    """Everything with which a phrase can begin."""
    phrase = phrase.strip()
    if phrase.startswith("{"):
        end = _closing(phrase, 0)
        return _each(phrase[1:end], "") | openings(phrase[end + 1 :])
    if phrase.startswith("(?:") or (phrase.startswith("(") and not phrase.startswith("(?")):
        return _bracketed(phrase)
    if concept := _CONCEPT.match(phrase):
        return frozenset({concept.group()})
    if phrase.startswith("\\d"):
        return frozenset({ANY if phrase[2:3] in "?*" else DIGIT})
    if phrase.startswith(("[A-Z]", "(?-i:[A-Z]")):
        return frozenset({CAPITAL})
    if word := _WORD.match(phrase):
        return _worded(word.group().lower(), phrase[word.end() : word.end() + 2])
    sign = phrase[1:2] if phrase.startswith("\\") else phrase[:1]
    is_sign = bool(sign) and not sign.isalnum() and (phrase[0] == "\\" or sign not in "[](){}<>.?*+|/")
    return frozenset({sign if is_sign else ANY})


def _worded(word: str, after: str) -> frozenset[str]:
    if after.startswith(("?", "{")):
        word = word[:-1]
        return frozenset({f"{word}*" if word else ANY})
    is_whole = after[1:] != "?" and after[:1] in ("", " ", "-", ",", ".")
    return frozenset({word if is_whole else f"{word}*"})


def _bracketed(phrase: str) -> frozenset[str]:
    end = _closing(phrase, 0)
    after = phrase[end + 1 : end + 2]
    found = _each(phrase[3 if phrase.startswith("(?:") else 1 : end], after)
    return found | openings(phrase[end + 2 :]) if after == "?" else found


def _each(inside: str, after: str) -> frozenset[str]:
    found = frozenset().union(*(openings(one) if one.strip() else {ANY} for one in _alternatives(inside)))
    if after in ("", " "):
        return found
    return frozenset(one if one in (ANY, DIGIT, CAPITAL) or not one[-1].isalnum() else f"{one}*" for one in found)


def _alternatives(inside: str) -> list[str]:
    parts, depth, start = [], 0, 0
    for at, character in enumerate(inside):
        depth += (character in "([{") - (character in ")]}")
        if character in "/|" and depth == 0:
            parts.append(inside[start:at])
            start = at + 1
    return [*parts, inside[start:]]


def _closing(phrase: str, start: int) -> int:
    depth = 0
    for at in range(start, len(phrase)):
        depth += (phrase[at] in "([{") - (phrase[at] in ")]}")
        if depth == 0:
            return at
    return len(phrase)
