"""What a rule is: concepts that stand together in a sentence or two, and what speaks against it."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from functools import cached_property

from .concept import Concept, concept
from .passage import Passage, Reader


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

    def __post_init__(self) -> None:
        for phrases in (*self.needs, self.unless, self.never_with, self.also):
            concept(phrases)

    @cached_property
    def _needs(self) -> tuple[Concept, ...]:
        return tuple(map(concept, self.needs))

    @cached_property
    def _against(self) -> Concept | None:
        return concept(self.unless) if self.unless else None

    @cached_property
    def _never(self) -> Concept | None:
        return concept(self.never_with) if self.never_with else None

    @cached_property
    def _also(self) -> Concept | None:
        return concept(self.also) if self.also else None

    @cached_property
    def _mask(self) -> int:
        mask = 0
        for one in self._needs:
            mask |= one.bit
        return mask

    def windows(self, reader: Reader) -> Iterator[tuple[int, int]]:
        """Where the rule holds: the smallest windows of sentences, left to right, none inside another."""
        if self._mask & ~reader.mask or (self._also and not reader.anywhere(self._also)):
            return
        taken: set[int] = set()
        spans = []
        for size in range(1, self.span + 1):
            for first in range(len(reader.singles) - size + 1):
                if self._mask & ~reader.mask_from(first, size):
                    continue
                inside = range(first, first + size)
                if taken.isdisjoint(inside) and self._holds(reader.passage(first, size)):
                    taken.update(inside)
                    spans.append((reader.sentences[first].start, reader.sentences[first + size - 1].end))
        if spans and not (self._never and reader.anywhere(self._never)):
            yield from spans

    def _holds(self, passage: Passage) -> bool:
        return all(map(passage.has, self._needs)) and not (self._against and passage.has(self._against))
