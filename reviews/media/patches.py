"""Blanking places of a file without moving any other: what points into it still points at the same bytes."""

from __future__ import annotations

from reviews.media.facts import Damaged

MOST = 2_000_000


class Patches:
    """Places to be overwritten, collected in any order."""

    def __init__(self) -> None:
        self._found: list[tuple[int, int, bytes]] = []

    def blank(self, start: int, end: int) -> None:
        """Zeros from here to there."""
        if end > start:
            self._add(start, end, b"")

    def write(self, start: int, words: bytes) -> None:
        """These bytes in the place of as many."""
        self._add(start, start + len(words), words)

    def _add(self, start: int, end: int, words: bytes) -> None:
        if len(self._found) >= MOST:
            raise Damaged
        self._found.append((start, end, words))

    def applied(self, content: bytes, end: int) -> bytes:
        """The file up to `end`, with all places overwritten."""
        made: list[bytes | memoryview] = []
        view, at = memoryview(content), 0
        for start, stop, words in sorted(self._found):
            if start < at or stop > end:
                raise Damaged
            made += [view[at:start], words or bytes(stop - start)]
            at = stop
        made.append(view[at:end])
        return b"".join(made)
