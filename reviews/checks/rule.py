"""What a rule is: concepts that stand together in a sentence or two, and what speaks against it."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field

from .text import Sentence
from .words import look_for


@dataclass(frozen=True)
class Rule:
    """`needs`: phrases that must all stand in a window of at most `span` sentences.

    `unless` speaks against it in the window, `never_with` anywhere in the post; `also` must stand somewhere in it.
    """

    name: str
    clauses: tuple[str, ...]
    why: str
    needs: tuple[str, ...]
    unless: str = ""
    never_with: str = ""
    also: str = ""
    span: int = 1
    _compiled: dict[str, list[re.Pattern[str]]] = field(default_factory=dict, repr=False, compare=False, hash=False)

    def __post_init__(self) -> None:
        self._compiled["needs"] = [look_for(one) for one in self.needs]
        for part in ("unless", "never_with", "also"):
            phrases = getattr(self, part)
            self._compiled[part] = [look_for(phrases)] if phrases else []

    def windows(self, text: str, parts: Sequence[Sentence]) -> Iterator[tuple[int, int]]:
        """Where the rule holds: the smallest windows of sentences, left to right, none inside another."""
        if any(bad.search(text) for bad in self._compiled["never_with"]):
            return
        if not all(one.search(text) for one in (*self._compiled["also"], *self._compiled["needs"])):
            return
        taken: set[int] = set()
        for size in range(1, self.span + 1):
            for first in range(len(parts) - size + 1):
                inside = range(first, first + size)
                if taken.isdisjoint(inside) and self._holds(text[parts[first].start : parts[first + size - 1].end]):
                    taken.update(inside)
                    yield parts[first].start, parts[first + size - 1].end

    def _holds(self, words: str) -> bool:
        return all(one.search(words) for one in self._compiled["needs"]) and not any(
            bad.search(words) for bad in self._compiled["unless"]
        )
