"""JPEG files: their segments, without decoding any."""

from __future__ import annotations

import re

from reviews.media.facts import COMMENT, FURTHER, IPTC, OTHER, Damaged
from reviews.media.shapes import Shape, part, refuse_note, refuse_size, words_of_tail, words_of_xmp

MOST_SCANS = 100
"""Passes over the picture of a progressive file; encoders write about ten, and each costs as much as decoding once."""
_JFIF = b"\xff\xe0\x00\x10JFIF\x00\x01\x01\x00\x00\x01\x00\x01\x00\x00"
_EOI, _SOS, _COM = 0xD9, 0xDA, 0xFE
_FRAMES = frozenset(range(0xC0, 0xD0)) - {0xC4, 0xC8, 0xCC}
_NEXT_MARKER = re.compile(rb"\xff[^\x00\xd0-\xd7\xff]")


class _Walk:
    """One walk from the beginning of a file to its end marker."""

    def __init__(self, content: bytes) -> None:
        self.content = content
        self.at = 2
        self.shape = Shape()
        self.lean: list[bytes] = [b"\xff\xd8"]
        self.profile: dict[int, bytes] = {}
        self.scans = 0

    def through(self) -> Shape:
        """All segments to the end of the picture; what follows it is named, not read."""
        while (marker := self._marker()) != _EOI:
            self._segment(marker)
        if not self.scans:
            raise Damaged
        self.lean.append(b"\xff\xd9")
        shape = self.shape
        shape.lean = b"".join(self.lean)
        shape.icc = b"".join(self.profile[number] for number in sorted(self.profile))
        refuse_note(len(shape.icc) // 4)
        shape.removed |= words_of_tail(self.content[self.at :])
        return shape

    def _marker(self) -> int:
        if part(self.content, self.at, 1) != b"\xff":
            raise Damaged
        while part(self.content, self.at, 1) == b"\xff":
            self.at += 1
        self.at += 1
        return self.content[self.at - 1]

    def _segment(self, marker: int) -> None:
        if marker == 0x01 or 0xD0 <= marker <= 0xD7:
            return
        length = int.from_bytes(part(self.content, self.at, 2), "big")
        body = part(self.content, self.at + 2, length - 2)
        self.at += length
        if 0xE0 <= marker <= 0xEF or marker == _COM:
            self._note(marker, body)
            return
        if marker in _FRAMES:
            self._frame(body)
        self.lean.append(bytes((0xFF, marker)) + length.to_bytes(2, "big") + body)
        if marker == _SOS:
            self._scan()

    def _frame(self, body: bytes) -> None:
        if self.shape.width or len(body) < 6:
            raise Damaged
        self.shape.height = int.from_bytes(body[1:3], "big")
        self.shape.width = int.from_bytes(body[3:5], "big")
        refuse_size(self.shape.width, self.shape.height)

    def _scan(self) -> None:
        self.scans += 1
        if not self.shape.width or self.scans > MOST_SCANS:
            raise Damaged
        following = _NEXT_MARKER.search(self.content, self.at)
        if following is None:
            raise Damaged(stops=True)
        self.lean.append(self.content[self.at : following.start()])
        self.at = following.start()

    def _note(self, marker: int, body: bytes) -> None:
        removed = self.shape.removed
        if marker == 0xE0 and body.startswith(b"JFIF\x00"):
            self.lean.append(_JFIF)
        elif marker == 0xE1 and body.startswith(b"Exif\x00"):
            self.shape.exif = self.shape.exif or body[6:]
        elif marker == 0xE1 and b"ns.adobe.com/x" in body[:40]:
            removed |= words_of_xmp(body)
        elif marker == 0xE2 and body.startswith(b"ICC_PROFILE\x00") and len(body) > 14:
            self.profile.setdefault(body[12], body[14:])
        elif marker == 0xEE and body.startswith(b"Adobe") and len(body) >= 12:
            self.lean.append(b"\xff\xee\x00\x0e" + body[:12])
        elif marker == 0xED:
            removed.add(IPTC)
        elif marker == _COM:
            removed.add(COMMENT)
        else:
            removed.add(FURTHER if body.startswith((b"MPF\x00", b"JFXX\x00")) else OTHER)


def walk(content: bytes) -> Shape:
    """The shape of a JPEG file. Raises `Damaged`, or `InvalidInput` for one that is too large to decode."""
    return _Walk(content).through()
