"""PNG files, still or moving: their chunks, without decoding any."""

from __future__ import annotations

import zlib
from collections.abc import Iterator

from reviews.media.facts import CAMERA, OTHER, TEXTS, Damaged
from reviews.media.shapes import (
    MOST_PARTS,
    Shape,
    part,
    refuse_note,
    refuse_size,
    unpacked,
    words_of_tail,
    words_of_xmp,
)

_SIGNATURE = b"\x89PNG\r\n\x1a\n"
_NEEDED = frozenset({b"IHDR", b"PLTE", b"tRNS", b"IDAT", b"IEND", b"acTL", b"fcTL", b"fdAT"})
_OF_COLOUR = frozenset({b"gAMA", b"cHRM", b"sRGB", b"sBIT", b"bKGD", b"hIST", b"pHYs", b"iCCP", b"cICP"})


class _Walk:
    """One walk from the signature to the last chunk."""

    def __init__(self, content: bytes) -> None:
        self.content = content
        self.shape = Shape(is_lossless=True)
        self.lean: list[bytes] = [_SIGNATURE]
        self.declares_srgb = False
        self.has_picture = False

    def through(self) -> Shape:
        """All chunks to the end of the picture; what follows it is named, not read."""
        shape, end = self.shape, len(_SIGNATURE)
        for kind, body, end in self._chunks():  # noqa: B007 - `end` is read after the last one
            if not shape.width and kind != b"IHDR":
                raise Damaged
            self._look(kind, body)
            if kind in _NEEDED:
                self.lean.append(_chunk(kind, body))
        if not self.has_picture:
            raise Damaged
        shape.lean = b"".join(self.lean)
        if self.declares_srgb or shape.icc:
            shape.gamma = 0.0
        shape.removed |= words_of_tail(self.content[end:])
        return shape

    def _chunks(self) -> Iterator[tuple[bytes, bytes, int]]:
        at = len(_SIGNATURE)
        for _ in range(MOST_PARTS):
            length = int.from_bytes(part(self.content, at, 4), "big")
            kind = part(self.content, at + 4, 4)
            if kind == b"IDAT" or kind in _NEEDED:
                self._check(at, length)
            body = part(self.content, at + 8, length)
            part(self.content, at + 8 + length, 4)
            at += 12 + length
            yield kind, body, at
            if kind == b"IEND":
                return
        raise Damaged

    def _check(self, at: int, length: int) -> None:
        said = part(self.content, at + 8 + length, 4) if length < len(self.content) else b""
        if not said:
            raise Damaged(stops=True)
        if zlib.crc32(memoryview(self.content)[at + 4 : at + 8 + length]) != int.from_bytes(said, "big"):
            raise Damaged

    def _look(self, kind: bytes, body: bytes) -> None:
        shape = self.shape
        if kind == b"IHDR":
            if shape.width or len(body) != 13:
                raise Damaged
            shape.width, shape.height = int.from_bytes(body[:4], "big"), int.from_bytes(body[4:8], "big")
            refuse_size(shape.width, shape.height)
        elif kind == b"IDAT":
            self.has_picture = True
        elif kind == b"fcTL":
            self._frame(body)
        elif kind == b"acTL":
            shape.loop = int.from_bytes(body[4:8], "big")
        elif kind == b"eXIf":
            refuse_note(len(body))
            shape.exif = body
        elif kind == b"gAMA" and len(body) == 4:
            shape.gamma = int.from_bytes(body, "big") / 100_000
        elif kind == b"sRGB":
            self.declares_srgb = True
        elif kind == b"iCCP":
            shape.icc = unpacked(body[body.find(b"\x00") + 2 :])
        elif kind not in _NEEDED | _OF_COLOUR:
            shape.removed |= _words(kind, body)

    def _frame(self, body: bytes) -> None:
        if len(body) != 26:
            raise Damaged
        shape = self.shape
        delay, parts = int.from_bytes(body[20:22], "big"), int.from_bytes(body[22:24], "big") or 100
        shape.durations.append(round(1000 * delay / parts))
        shape.pixels += shape.width * shape.height
        refuse_size(shape.width, shape.height, shape.frames, shape.pixels)


def walk(content: bytes) -> Shape:
    """The shape of a PNG file. Raises `Damaged`, or `InvalidInput` for one that is too large to decode."""
    return _Walk(content).through()


def _chunk(kind: bytes, body: bytes) -> bytes:
    return len(body).to_bytes(4, "big") + kind + body + zlib.crc32(kind + body).to_bytes(4, "big")


def _words(kind: bytes, body: bytes) -> set[str]:
    if kind == b"tIME":
        return {CAMERA}
    if kind not in {b"tEXt", b"zTXt", b"iTXt"}:
        return {OTHER}
    keyword, _, text = body.partition(b"\x00")
    refuse_note(len(text))
    if kind == b"zTXt":
        text = unpacked(text[1:])
    elif kind == b"iTXt" and text[:1] == b"\x01":
        text = unpacked(text[2:].split(b"\x00", 2)[-1])
    if keyword == b"XML:com.adobe.xmp":
        return words_of_xmp(text)
    return {TEXTS}
