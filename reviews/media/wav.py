"""WAV: sound put together again from what is needed to play it."""

from __future__ import annotations

from reviews.media.facts import CAMERA, OTHER, TAIL, TEXTS, Damaged, Examined, in_words
from reviews.media.shapes import MOST_PARTS, part

_NEEDED = (b"fmt ", b"fact", b"data")
_TELLS = {b"LIST": TEXTS, b"id3 ": TEXTS, b"ID3 ": TEXTS, b"bext": CAMERA, b"iXML": CAMERA}


def examine_wav(content: bytes) -> Examined:
    """A recording as the public may have it."""
    end, at, removed = 8 + int.from_bytes(part(content, 4, 4), "little"), 12, set()
    part(content, 0, end)
    found: dict[bytes, bytes] = {}
    for _ in range(MOST_PARTS):
        if at + 8 > end:
            break
        kind, length = content[at : at + 4], int.from_bytes(content[at + 4 : at + 8], "little")
        if at + 8 + length > end:
            raise Damaged(stops=True)
        if kind in _NEEDED:
            found.setdefault(kind, content[at + 8 : at + 8 + length])
        else:
            removed.add(_TELLS.get(kind, OTHER))
        at += 8 + length + length % 2
    if content[end:].strip(b"\x00"):
        removed.add(TAIL)
    form = found.get(b"fmt ", b"")
    rate = int.from_bytes(form[8:12], "little")
    if len(form) < 16 or b"data" not in found or not rate:
        raise Damaged
    inside = b"WAVE" + b"".join(_chunk(kind, found[kind]) for kind in _NEEDED if kind in found)
    return Examined(
        kind="audio",
        mime="audio/wav",
        extension=".wav",
        publishable=b"RIFF" + len(inside).to_bytes(4, "little") + inside,
        seconds=round(len(found[b"data"]) / rate, 3),
        removed=in_words(removed),
    )


def _chunk(kind: bytes, body: bytes) -> bytes:
    return kind + len(body).to_bytes(4, "little") + body + b"\x00" * (len(body) % 2)
