"""The elements of which WebM files are built (EBML): each says what it is and how long, one inside the other."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass

from reviews.media.facts import Damaged
from reviews.media.patches import Patches

VOID = 0xEC
_UNKNOWN = -1


@dataclass(frozen=True)
class Element:
    """Where an element stands in its file: its head, its body, and its end."""

    content: bytes
    number: int
    start: int
    body: int
    end: int
    is_open: bool = False
    """Whether it does not say how long it is, as in a stream: it ends where something begins that is not part of it."""

    def value(self) -> int:
        """The body as a number."""
        if self.end - self.body > 8:
            raise Damaged
        return int.from_bytes(self.content[self.body : self.end], "big")

    def inside(self) -> Iterator[Element]:
        """The elements in the body."""
        at = self.body
        while at < self.end:
            element = element_at(self.content, at, self.end)
            yield element
            at = element.end


def element_at(content: bytes, start: int, limit: int) -> Element:
    """The element that begins here. Raises `Damaged` where it is none, or does not end within its surroundings."""
    number, at = _number(content, start, 4, keep_mark=True)
    size, body = _number(content, at, 8, keep_mark=False)
    if size == _UNKNOWN:
        return Element(content, number, start, body, limit, is_open=True)
    if body + size > limit:
        raise Damaged(stops=limit == len(content))
    return Element(content, number, start, body, body + size)


def number_at(content: bytes, start: int) -> tuple[int, int]:
    """A number of the file's own form, and where it ends."""
    return _number(content, start, 8, keep_mark=False)


def void(element: Element, patches: Patches, end: int) -> None:
    """Make an element one that players pass over, of the same length and without content."""
    length = end - element.start
    if length <= 128:
        head = bytes((VOID, 0x80 | length - 2))
    else:
        head = bytes((VOID, 0x01)) + (length - 9).to_bytes(7, "big")
    patches.write(element.start, head)
    patches.blank(element.start + len(head), end)


def _number(content: bytes, start: int, most: int, *, keep_mark: bool) -> tuple[int, int]:
    """A number whose first byte says how many there are; `_UNKNOWN` where all its bits are set."""
    if start >= len(content):
        raise Damaged(stops=True)
    first = content[start]
    length = 9 - first.bit_length()
    if length > most:
        raise Damaged
    end = start + length
    if end > len(content):
        raise Damaged(stops=True)
    found = int.from_bytes(content[start:end], "big")
    if keep_mark:
        return found, end
    found &= (1 << 7 * length) - 1
    return (_UNKNOWN if found == (1 << 7 * length) - 1 else found), end
