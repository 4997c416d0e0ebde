"""The boxes of which MP4 and MOV files are built: each says how long it is and what, one inside the other."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass

from reviews.media.facts import Damaged

MOST_BOXES = 500_000


@dataclass(frozen=True)
class Box:
    """Where a box stands in its file: its head, its body, and its end."""

    content: bytes
    kind: bytes
    start: int
    body: int
    end: int

    def part(self, at: int, length: int) -> bytes:
        """Bytes of the body, by their place in it; raises `Damaged` past its end."""
        start = self.body + at
        if start + length > self.end:
            raise Damaged
        return self.content[start : start + length]

    def number(self, at: int, length: int = 4) -> int:
        """A number of the body, by its place in it."""
        return int.from_bytes(self.part(at, length), "big")

    def inside(self, at: int = 0) -> Iterator[Box]:
        """The boxes in the body, from a place in it on; zeros after the last one are none."""
        start = self.body + at
        while self.end - start >= 8:
            box = box_at(self.content, start, self.end)
            if box is None:
                raise Damaged
            yield box
            start = box.end
        if self.content[start : self.end].strip(b"\x00"):
            raise Damaged

    def first(self, kind: bytes, at: int = 0) -> Box | None:
        """The first box of a kind in the body."""
        return next((box for box in self.inside(at) if box.kind == kind), None)

    def needed(self, kind: bytes) -> Box:
        """The box of a kind without which the file cannot be played."""
        found = self.first(kind)
        if found is None:
            raise Damaged
        return found


def box_at(content: bytes, start: int, limit: int) -> Box | None:
    """The box that begins here; None where what stands here is longer than there is room, or is none."""
    size = int.from_bytes(content[start : start + 4], "big")
    kind, body = content[start + 4 : start + 8], start + 8
    if size == 1:
        size, body = int.from_bytes(content[start + 8 : start + 16], "big"), start + 16
    elif size == 0 and limit == len(content):
        size = limit - start
    if len(kind) < 4 or start + size > limit or start + size < body:
        return None
    return Box(content, kind, start, body, start + size)
