"""Sentences as rules read them: each search is made once, and counted."""

from __future__ import annotations

from collections.abc import Sequence

from .concept import Concept, heard_in, mask_of
from .text import Sentence


class Passage:
    """Some words, and what is known of them: which openings stand there, and which concepts."""

    def __init__(self, words: str, heard: frozenset[str], mask: int, reader: Reader) -> None:
        self.words, self.heard, self.mask = words, heard, mask
        self._reader = reader
        self._known: dict[int, bool] = {}

    def has(self, concept: Concept) -> bool:
        """Whether the concept stands in these words."""
        if not concept.bit & self.mask:
            return False
        known = self._known.get(concept.bit)
        if known is None:
            known = self._known[concept.bit] = self._search(concept)
        return known

    def _search(self, concept: Concept) -> bool:
        for search in concept.searches(self.heard):
            if search is None:
                return True
            self._reader.work += len(self.words)
            if search.search(self.words):
                return True
        return False


class Reader:
    """A text cut into sentences. The same sentence twice is read once; `work` counts the characters searched."""

    def __init__(self, text: str, sentences: Sequence[Sentence]) -> None:
        self.text, self.sentences, self.work = text, sentences, 0
        self._passages: dict[str, Passage] = {}
        self.singles = [self._single(one.words) for one in sentences]
        self.mask = 0
        for one in self.singles:
            self.mask |= one.mask

    def _single(self, words: str) -> Passage:
        found = self._passages.get(words)
        if found is None:
            self.work += len(words)
            heard = heard_in(words)
            found = self._passages[words] = Passage(words, heard, mask_of(heard), self)
        return found

    def passage(self, first: int, size: int) -> Passage:
        """`size` sentences from the one of this number on, as one passage."""
        if size == 1:
            return self.singles[first]
        words = self.text[self.sentences[first].start : self.sentences[first + size - 1].end]
        found = self._passages.get(words)
        if found is None:
            parts = self.singles[first : first + size]
            heard = frozenset().union(*(one.heard for one in parts))
            found = self._passages[words] = Passage(words, heard, self.mask_from(first, size), self)
        return found

    def mask_from(self, first: int, size: int) -> int:
        """The bits of the concepts that can stand in so many sentences from this one on."""
        mask = 0
        for one in self.singles[first : first + size]:
            mask |= one.mask
        return mask

    def anywhere(self, concept: Concept) -> bool:
        """Whether the concept stands in any sentence."""
        return bool(concept.bit & self.mask) and any(one.has(concept) for one in self.singles)
