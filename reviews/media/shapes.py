"""What walking through a picture's file finds before anything is decoded: its size, its parts, its end."""

from __future__ import annotations

import zlib
from dataclasses import dataclass, field

from django.conf import settings

from reviews.media.facts import CAMERA, COMMENT, PEOPLE, PLACE, TAIL, XMP, Damaged, too_large

MOST_OF_A_NOTE = 1024 * 1024
"""Bytes of a text or a profile inside a picture, unpacked. Real ones have some thousands."""
MOST_PARTS = 200_000
_PLACES = (b"GPSLatitude", b"GPSLongitude", b"exif:GPS", b"Iptc4xmpExt:Location", b"photoshop:City")
_PEOPLE = (b"dc:creator", b"photoshop:Credit", b"xmp:CreatorTool", b"dc:rights")


@dataclass
class Shape:
    """A picture as its file describes it; `lean` is the file without what is not needed to decode it."""

    width: int = 0
    height: int = 0
    pixels: int = 0
    """Of all frames together, where they are more than one."""
    lean: bytes = field(default=b"", repr=False)
    exif: bytes = field(default=b"", repr=False)
    icc: bytes = field(default=b"", repr=False)
    gamma: float = 0.0
    durations: list[int] = field(default_factory=list)
    """Milliseconds of each frame of a moving picture."""
    loop: int | None = None
    is_lossless: bool = False
    removed: set[str] = field(default_factory=set)

    @property
    def frames(self) -> int:
        """How many pictures follow one another."""
        return max(1, len(self.durations))


def refuse_size(width: int, height: int, frames: int = 1, pixels: int = 0) -> None:
    """Raise `InvalidInput` for a picture that is not decoded because of its size, as its header gives it."""
    if not width or not height:
        raise Damaged
    if width * height > settings.MEDIA_PIXELS:
        raise too_large(
            f"The picture has {width:,} × {height:,} pixels.",
            f"The portal takes pictures of up to {settings.MEDIA_PIXELS // 1_000_000} million pixels; no platform "
            "shows more.",
            "Save it smaller (4,096 pixels on the longer side are plenty) and attach that.",
        )
    if frames > settings.MEDIA_FRAMES:
        raise too_large(
            f"The moving picture has more than {settings.MEDIA_FRAMES:,} frames.",
            "It would take minutes to look through, and platforms refuse it.",
            "Save it as a video (MP4) and attach that.",
        )
    if frames > 1 and max(pixels, width * height) > settings.MEDIA_ANIMATION_PIXELS:
        raise too_large(
            f"The moving picture has more than {settings.MEDIA_ANIMATION_PIXELS // 1_000_000} million pixels in all "
            "its frames.",
            "It would take minutes to look through, and platforms refuse it.",
            "Save it as a video (MP4), or smaller, and attach that.",
        )


def part(content: bytes, start: int, length: int) -> bytes:
    """A part of the file, whole; raises `Damaged` where the file ends before it does."""
    if length < 0:
        raise Damaged
    if start + length > len(content):
        raise Damaged(stops=True)
    return content[start : start + length]


def unpacked(packed: bytes) -> bytes:
    """What a packed note unpacks to; refused past `MOST_OF_A_NOTE`, never unpacked further."""
    inflater = zlib.decompressobj()
    try:
        found = inflater.decompress(packed, MOST_OF_A_NOTE + 1)
    except zlib.error:
        return b""
    refuse_note(len(found))
    return found


def refuse_note(length: int) -> None:
    """Raise `InvalidInput` for a text inside a picture that is longer than any program writes."""
    if length > MOST_OF_A_NOTE:
        raise too_large(
            "A text hidden inside the picture is larger than 1 MB.",
            "No program for pictures writes such a text; it may be meant to fill the portal's memory.",
            "Save the picture again, without its texts, and attach that.",
        )


def words_of_xmp(packet: bytes) -> set[str]:
    """What the notes of an editing program tell."""
    found = {XMP}
    if any(name in packet for name in _PLACES):
        found.add(PLACE)
    if b"tiff:Make" in packet or b"exif:DateTimeOriginal" in packet:
        found.add(CAMERA)
    if any(name in packet for name in _PEOPLE):
        found.add(PEOPLE)
    return found


def words_of_tail(tail: bytes) -> set[str]:
    """What stands after the end of a picture; some programs fill up with zeros, which tell nothing."""
    return {TAIL} if tail.strip(b"\x00") else set()


def words_of_comment(text: bytes) -> set[str]:
    """A comment, where there is one."""
    return {COMMENT} if text.strip(b"\x00 ") else set()
