"""What changed between two texts, word by word, for somebody who reads only the changes.

The pieces put together again are both texts, exactly: all but the added ones the old, all but the removed the new.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from itertools import groupby
from typing import Literal

from rapidfuzz.distance import LCSseq

Kind = Literal["same", "removed", "added"]

MOST_COMPARED = 25_000_000
"""Pairs of words that are compared: two texts of 5,000 words. Past it paragraphs are, and past that nothing is."""
_WORDS = re.compile(r"\w+|\s+|[^\w\s]")
_PARAGRAPHS = re.compile(r"[^\n]*\n|[^\n]+")
_WEAK = 3
"""Letters up to which a word between two changes is read as changed with them: `of` alone holds nothing together."""


@dataclass(frozen=True)
class Piece:
    """Some words that stayed, went, or came."""

    kind: Kind
    text: str


def differ(old: str, new: str) -> list[Piece]:
    """What changed from one text to another; texts that are too long to compare by words are by paragraphs."""
    for parts in (_WORDS, _PARAGRAPHS):
        before, after = parts.findall(old), parts.findall(new)
        first, last = _alike(before, after)
        middle, other = before[first : len(before) - last], after[first : len(after) - last]
        if len(middle) * len(other) <= MOST_COMPARED:
            break
    else:
        return _joined([*_pieces("same", before[:first]), *_replaced(middle, other), *_tail(before, last)])
    changes = [*_pieces("same", before[:first]), *_compared(middle, other), *_tail(before, last)]
    return _joined(_strengthened(_joined(changes)))


def _alike(before: list[str], after: list[str]) -> tuple[int, int]:
    """How many parts both begin with, and how many of the rest both end with."""
    most, first, last = min(len(before), len(after)), 0, 0
    while first < most and before[first] == after[first]:
        first += 1
    while last < most - first and before[-1 - last] == after[-1 - last]:
        last += 1
    return first, last


def _tail(before: list[str], last: int) -> Iterator[Piece]:
    return _pieces("same", before[len(before) - last :])


def _compared(before: list[str], after: list[str]) -> Iterator[Piece]:
    numbers: dict[str, int] = {}
    # By number, not by word: the library compares hashes, and those of small numbers are the numbers.
    one, other = ([numbers.setdefault(word, len(numbers)) for word in words] for words in (before, after))
    for step in LCSseq.opcodes(one, other):
        if step.tag == "equal":
            yield from _pieces("same", before[step.src_start : step.src_end])
        else:
            yield from _replaced(before[step.src_start : step.src_end], after[step.dest_start : step.dest_end])


def _replaced(before: list[str], after: list[str]) -> Iterator[Piece]:
    yield from _pieces("removed", before)
    yield from _pieces("added", after)


def _pieces(kind: Kind, parts: list[str]) -> Iterator[Piece]:
    if parts:
        yield Piece(kind, "".join(parts))


def _strengthened(pieces: list[Piece]) -> Iterator[Piece]:
    """Blanks and very short words that stayed between two changes are told with them."""
    for place, piece in enumerate(pieces):
        is_between = 0 < place < len(pieces) - 1
        if is_between and piece.kind == "same" and "\n" not in piece.text and len(piece.text.strip()) <= _WEAK:
            yield Piece("removed", piece.text)
            yield Piece("added", piece.text)
        else:
            yield piece


def _joined(pieces: Iterable[Piece]) -> list[Piece]:
    """Neighbours of one kind as one piece, and between two that stayed all that went before all that came."""
    found: list[Piece] = []
    for is_same, group in groupby(pieces, key=lambda piece: piece.kind == "same"):
        run = list(group)
        kinds: tuple[Kind, ...] = ("same",) if is_same else ("removed", "added")
        for kind in kinds:
            found += _pieces(kind, [piece.text for piece in run if piece.kind == kind])
    return found
