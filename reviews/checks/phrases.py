r"""A small language for phrases, so that a rule reads as what it looks for.

`a | b` either; `lift*` any ending; `...` up to 45 characters of the same line; `(x/y)` either word; `{the }` may be
missing, with its blank; `<who>` a concept from `words`; ` ?` a blank that may be missing; the apostrophe of `won't` may
be missing. A blank is any white space, and phrases begin and end where words do. Regular expressions may stand inside:
`\d`, `[A-Z]`, `(?-i:...)`.
"""

from __future__ import annotations

import re
from collections.abc import Mapping

_PIECE = re.compile(
    r"\s*\.\.\.\s*|\s\?|\s+|\(\?[\w:!=<-]*?:|\(\?[!=]|\[[^\]]*\]|\\.|<\w+>|\{\d+,?\d*\}|[*+?(){}/|]|.", re.DOTALL
)
_GAP = r"(?!\w)[^\n]{0,45}?(?<!\w)"
_NO_BOUNDARY = ('"', "$", "%", "#", "@", "\\$")


def either(phrases: str) -> list[str]:
    """The alternatives of some phrases: split at bars outside of brackets."""
    each, depth, start = [], 0, 0
    for at, character in enumerate(phrases):
        depth += character in "([{"
        depth -= character in ")]}"
        if character == "|" and depth == 0:
            each.append(phrases[start:at])
            start = at + 1
    return [one.strip() for one in (*each, phrases[start:]) if one.strip()]


def _last_of(out: list[str]) -> str:
    """The last letter so far: only the apostrophe after an n may be left out, for *we'll* without is another word."""
    return out[-1] if out else ""


def _expression(phrase: str, concepts: Mapping[str, str]) -> str:
    fixed = {"*": r"\w*", "(": "(?:", ")": ")", "{": "(?:", "}": ")?", "/": "|", "|": "|", "?": "?"}
    out, raw = [], False
    phrase = re.sub(r"(?<=\s)\}\s+", "}", phrase)
    for piece in _PIECE.findall(phrase):
        if piece.strip() == "...":
            out.append(_GAP)
        elif piece[0].isspace():
            out.append(r"\s*" if piece.endswith("?") else r"\s+")
        elif piece[0] == "<" and piece[1:-1] in concepts:
            out.append(concepts[piece[1:-1]])
        elif piece.startswith(("(?", "[", "\\")) or (len(piece) > 1 and piece[0] == "{"):
            out.append(piece)
        elif piece == "+":
            out.append("+" if raw else r"\+")
        elif piece == "'" and _last_of(out) == "n":
            out.append("'?")
        else:
            out.append(fixed.get(piece) or re.escape(piece))
        raw = piece.startswith(("[", "\\")) or piece == ")"
    return "".join(out)


def _from_its_start(phrase: str, concepts: Mapping[str, str]) -> str:
    return ("" if phrase.startswith(_NO_BOUNDARY) else r"(?<!\w)") + _expression(phrase, concepts)


def pattern(phrases: str, concepts: Mapping[str, str]) -> str:
    """The regular expression of some phrases."""
    return "(?:" + "|".join(_from_its_start(one, concepts) for one in either(phrases)) + r")(?!\w)"
