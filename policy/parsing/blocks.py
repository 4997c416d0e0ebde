"""Passages: runs of lines that belong together, each beginning with a label, a bullet or nothing."""

from __future__ import annotations

import re
from dataclasses import dataclass, field

from policy.parsing.labels import HEADING, Marker, Reading, read_marker
from policy.parsing.lines import Line, ended_early, wrap_width
from policy.parsing.result import Span

WRAP, BREAK, GAP = "wrap", "break", "gap"
"""How a passage follows the one before: within a wrapped paragraph, on a line of its own, after a blank line."""

_NESTED_AT_MOST = 3
_TERM = re.compile(
    r"^(?:[*_]*[\"“][^\"”]{1,60}[\"”]|[A-Z][\w'’-]*(?: [\w'’-]+){0,4})[*_]*(?: means?\b| shall mean\b|:\s)"
)
_FUNCTION_WORD = re.compile(
    r"\b(?:and|or|of|the|a|an|to|in|by|for|with|on|from|under|at|than|as|their|his|her|its|any|that|which|see|least|most"
    r"|section|article|paragraph|clause|chapter|subsection|page|no\.|nos\.|sec\.|january|february|march|april|june|july"
    r"|august|september|october|november|december|st\.|mr\.|ms\.|mrs\.|dr\.)$",
    re.I,
)
_CONTINUING = re.compile(r",$|" + _FUNCTION_WORD.pattern, re.I)


@dataclass
class Block:
    """A passage: its marker, if any, and the spans of its lines' words; `rest` is the text of the first line."""

    line: Line
    marker: Marker | None
    marker_span: Span | None
    spans: list[Span]
    follows: str
    previous_open: bool = False
    within_sentence: bool = False
    nested: bool = False
    may_be_name: bool = False
    is_caps_heading: bool = False
    lines: list[Line] = field(default_factory=list)

    @property
    def number(self) -> int:
        """The source's line number."""
        return self.line.number


def gather(lines: list[Line]) -> list[Block]:
    """The passages of a text, in order, without furniture."""
    width = wrap_width(lines)
    found: list[Block] = []
    previous: Line | None = None
    cut = False  # furniture or a page's end stands between
    for line in lines:
        if line.furniture:
            cut = True
            continue
        follows = _follows(previous, line, width, cut)
        marker = read_marker(line.text)
        if marker is None and found and follows == WRAP:
            found[-1].spans.append(line.span)
            found[-1].lines.append(line)
        else:
            new = _blocks_of(line, marker, follows)
            new[0].previous_open = previous is not None and not previous.is_terminal
            new[0].within_sentence = _is_within_sentence(previous)
            found.extend(new)
        previous, cut = line, False
    return found


def _follows(previous: Line | None, line: Line, width: int, cut: bool) -> str:
    if previous is None or line.blank_before or cut:
        return GAP
    was_heading = previous.text.startswith("#") or previous.text.endswith(":")
    new_term = previous.is_terminal and bool(_TERM.match(line.text))
    if was_heading or new_term or ended_early(previous, line, width):
        return BREAK
    return WRAP


def _is_within_sentence(previous: Line | None) -> bool:
    """Whether the line before leaves off in the middle of a sentence ("… under section", "… from January")."""
    if previous is None or previous.text == previous.text.upper():
        return False
    joint = re.search(r"[;,:]\s*(?:and|or|and/or)$", previous.text)
    return len(previous.text.split()) > 3 and not joint and bool(_FUNCTION_WORD.search(previous.text))


def _blocks_of(line: Line, marker: Marker | None, follows: str) -> list[Block]:
    if marker is None:
        return [Block(line, None, None, [line.span], follows, lines=[line])]
    found, begin = [], line.start
    for depth in range(_NESTED_AT_MOST):
        after = begin + marker.length
        remainder = line.text[after - line.start :]
        words = after + len(remainder) - len(remainder.lstrip())
        inner = None if depth + 1 == _NESTED_AT_MOST else _first_of_list(remainder.strip(), marker)
        spans = [(words, line.end)] if words < line.end and not inner else []
        found.append(Block(line, marker, (begin, after), spans, follows, nested=depth > 0, lines=[line]))
        if inner is None:
            return found
        begin, marker, follows = words, inner, BREAK
    return found


def _first_of_list(rest: str, outer: Marker) -> Marker | None:
    """A second label on the same line, where it begins a list of another style: "(a)(1) …", "I. A. …"."""
    if not outer.label or not rest:
        return None
    inner = read_marker(rest, nested=True)
    if inner is None or len(inner.printed) == len(rest):
        return None
    shapes = {reading.style for reading in outer.readings}
    firsts = tuple(r for r in inner.readings if r.value == 1 and r.style not in shapes)
    return inner if firsts else None


def is_heading_mark(block: Block) -> bool:
    """Whether the block is a Markdown heading without a number."""
    return bool(block.marker and not block.marker.label and block.marker.hashes)


def caps_reading() -> Reading:
    """The reading of a line in capitals that stands alone."""
    return Reading((HEADING, "caps"), 0, ())


def joins(text: str, tail: str) -> bool:
    """Whether `tail` goes on with the sentence that `text` left off, as after a page's end."""
    ended = re.search(r"[.!?:;]['\"”’)\]*_]*$", text)
    if ended:
        return False
    if re.match(r"[a-z(]", tail) and not re.match(r"\((?:note|see)\b", tail, re.I):
        return True
    return bool(_CONTINUING.search(text))
