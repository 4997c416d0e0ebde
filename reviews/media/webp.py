"""WebP files, still or moving: their chunks, without decoding any."""

from __future__ import annotations

from collections.abc import Iterator

from reviews.media.facts import OTHER, Damaged
from reviews.media.shapes import MOST_PARTS, Shape, part, refuse_note, refuse_size, words_of_tail, words_of_xmp

_ICC, _EXIF, _XMP = 0x20, 0x08, 0x04
_NEEDED = frozenset({b"VP8X", b"VP8 ", b"VP8L", b"ALPH", b"ANIM", b"ANMF"})

_OF_FRAME = frozenset({b"ALPH", b"VP8 ", b"VP8L"})


def walk(content: bytes) -> Shape:
    """The shape of a WebP file. Raises `Damaged`, or `InvalidInput` for one that is too large to decode."""
    shape, lean = Shape(), [b"WEBP"]
    end = 8 + int.from_bytes(part(content, 4, 4), "little")
    part(content, 0, end)
    for kind, body in _chunks(content, 12, end):
        _look(shape, kind, body)
        if kind in _NEEDED:
            lean.append(_chunk(kind, _CLEANED.get(kind, bytes)(body)))
    if not shape.width:
        raise Damaged
    inside = b"".join(lean)
    shape.lean = b"RIFF" + len(inside).to_bytes(4, "little") + inside
    shape.removed |= words_of_tail(content[end:])
    return shape


def _chunks(content: bytes, at: int, end: int) -> Iterator[tuple[bytes, bytes]]:
    for _ in range(MOST_PARTS):
        if at >= end:
            return
        kind, length = part(content, at, 4), int.from_bytes(part(content, at + 4, 4), "little")
        if at + 8 + length > end:
            raise Damaged
        yield kind, part(content, at + 8, length)
        at += 8 + length + length % 2
    raise Damaged


def _chunk(kind: bytes, body: bytes) -> bytes:
    return kind + len(body).to_bytes(4, "little") + body + b"\x00" * (len(body) % 2)


def _without_notes(body: bytes) -> bytes:
    return bytes((body[0] & ~(_ICC | _EXIF | _XMP),)) + body[1:] if body else body


def _frame_alone(body: bytes) -> bytes:
    """A frame with what is needed to decode it, and nothing that was put beside."""
    inside = [(kind, inner) for kind, inner in _chunks(body, 16, len(body)) if kind in _OF_FRAME]
    return body[:16] + b"".join(_chunk(kind, inner) for kind, inner in inside)


_CLEANED = {b"VP8X": _without_notes, b"ANMF": _frame_alone}


def _look(shape: Shape, kind: bytes, body: bytes) -> None:
    if kind == b"VP8X":
        if len(body) < 10:
            raise Damaged
        _size(shape, 1 + int.from_bytes(body[4:7], "little"), 1 + int.from_bytes(body[7:10], "little"))
    elif kind in {b"VP8 ", b"VP8L"}:
        shape.is_lossless = kind == b"VP8L"
        _size(shape, *_size_of_stream(kind, body))
    elif kind == b"ANIM" and len(body) >= 6:
        shape.loop = int.from_bytes(body[4:6], "little")
    elif kind == b"ANMF":
        _frame(shape, body)
    elif kind == b"EXIF":
        refuse_note(len(body))
        shape.exif = body.removeprefix(b"Exif\x00\x00")
    elif kind == b"XMP ":
        refuse_note(len(body))
        shape.removed |= words_of_xmp(body)
    elif kind == b"ICCP":
        refuse_note(len(body))
        shape.icc = body
    elif kind not in _NEEDED:
        shape.removed.add(OTHER)


def _size(shape: Shape, width: int, height: int) -> None:
    if shape.width and (shape.width, shape.height) != (width, height):
        raise Damaged
    shape.width, shape.height = width, height
    refuse_size(width, height)


def _size_of_stream(kind: bytes, body: bytes) -> tuple[int, int]:
    if kind == b"VP8L":
        if body[:1] != b"\x2f" or len(body) < 5:
            raise Damaged
        bits = int.from_bytes(body[1:5], "little")
        return 1 + (bits & 0x3FFF), 1 + (bits >> 14 & 0x3FFF)
    if len(body) < 10 or body[3:6] != b"\x9d\x01\x2a":
        raise Damaged
    return int.from_bytes(body[6:8], "little") & 0x3FFF, int.from_bytes(body[8:10], "little") & 0x3FFF


def _frame(shape: Shape, body: bytes) -> None:
    if len(body) < 16 or not shape.width:
        raise Damaged
    for kind, inner in _chunks(body, 16, len(body)):
        if kind in {b"VP8 ", b"VP8L"}:
            refuse_size(*_size_of_stream(kind, inner))
            shape.is_lossless = kind == b"VP8L"
        elif kind not in _OF_FRAME:
            shape.removed.add(OTHER)
    shape.durations.append(int.from_bytes(body[12:15], "little"))
    shape.pixels += shape.width * shape.height
    refuse_size(shape.width, shape.height, shape.frames, shape.pixels)
