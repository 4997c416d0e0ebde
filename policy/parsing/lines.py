"""The lines of a text, each with its place in it."""

from __future__ import annotations

import re
from dataclasses import dataclass

from policy.parsing.result import Span

_LINE = re.compile(r"[^\n\f\v]*(?:\n|\f|\v|$)")
_TERMINAL = re.compile(r"[.!?:;]['\"”’)\]*_]*$")
WRAPPED_AT_MOST = 140
"""Lines of a text that an editor wrapped are shorter than this."""


@dataclass
class Line:
    """A line: its number in the source, the span of what stands in it, how far it is indented, and what it is.

    `furniture` says what kind of page furniture it is, empty for the regulation's own words.
    """

    number: int
    start: int
    end: int
    text: str
    indent: int
    blank_before: bool
    page_before: bool
    furniture: str = ""

    @property
    def span(self) -> Span:
        """Where the words of the line stand in the source."""
        return (self.start, self.end)

    @property
    def is_terminal(self) -> bool:
        """Whether the line ends as a sentence, an item or an introduction ends."""
        return bool(_TERMINAL.search(self.text))


def split(text: str) -> list[Line]:
    """The lines that are not blank; a form feed counts as the end of a page."""
    found: list[Line] = []
    number, blank, page = 1, True, False
    for match in _LINE.finditer(text):
        raw = match.group()
        if not raw:
            break
        stripped = raw.strip()
        if stripped:
            begins = match.start() + raw.index(stripped[0])
            found.append(
                Line(
                    number=number,
                    start=begins,
                    end=begins + len(stripped),
                    text=stripped,
                    indent=_indent(raw),
                    blank_before=blank,
                    page_before=page,
                )
            )
            blank, page = False, False
        else:
            blank = True
        if raw.endswith("\f"):
            blank, page = True, True
        if raw.endswith("\n"):
            number += 1
    return found


def _indent(raw: str) -> int:
    expanded = raw.expandtabs(4)
    return len(expanded) - len(expanded.lstrip())


def wrap_width(lines: list[Line]) -> int:
    """The width at which lines were wrapped; 0 for a text in which a line is a paragraph."""
    lengths = sorted(line.indent + len(line.text) for line in lines if not line.furniture)
    if not lengths:
        return 0
    longest = lengths[min(len(lengths) - 1, int(len(lengths) * 0.97))]
    if longest > WRAPPED_AT_MOST:
        return 0
    full = sum(length > longest * 0.8 for length in lengths)
    return longest if full >= max(3, len(lengths) // 8) else 0


def ended_early(line: Line, following: Line, width: int) -> bool:
    """Whether a line was broken on purpose: the next line's first word would still have fitted."""
    if not width:
        return True
    first_word = following.text.split(maxsplit=1)[0]
    return line.indent + len(line.text) + 1 + len(first_word) <= width
