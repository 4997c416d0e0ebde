"""What is known of an attachment once it was examined, in words; and how one is refused."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass, field
from typing import Literal

from foundation.errors import InvalidInput

Kind = Literal["image", "video", "audio", "document"]

PLACE = "the place where it was taken"
CAMERA = "the camera and the time"
PEOPLE = "names of who made it"
THUMBNAIL = "a small copy of the picture"
EXIF = "other notes of the camera (EXIF)"
UNREADABLE = "notes of the camera that cannot be read: look whether the picture stands upright"
XMP = "notes of editing programs (XMP)"
IPTC = "notes for the press (IPTC)"
COMMENT = "comments"
TEXTS = "texts inside the file"
FURTHER = "further pictures inside the file"
TRACKS = "tracks that are neither picture nor sound"
OTHER = "other data that is not shown"
TAIL = "data after the end of the file"
_IN_ORDER = (
    PLACE,
    CAMERA,
    PEOPLE,
    THUMBNAIL,
    EXIF,
    UNREADABLE,
    XMP,
    IPTC,
    COMMENT,
    TEXTS,
    FURTHER,
    TRACKS,
    OTHER,
    TAIL,
)

INSIDE = (
    "The pictures and the sound themselves were not changed: what they show and say stays, and a mark that a program "
    "hid inside them would too."
)
"""A note on what is kept as it was packed."""


@dataclass(frozen=True)
class Examined:
    """An attachment as the public may have it.

    `publishable` is clean; `removed` says in words what it does not hold any more, `notes` what the person who
    attaches it should know. `seconds` is None where the file does not play, or does not say how long.
    """

    kind: Kind
    mime: str
    extension: str
    publishable: bytes = field(repr=False)
    width: int | None = None
    height: int | None = None
    seconds: float | None = None
    removed: list[str] = field(default_factory=list)
    notes: list[str] = field(default_factory=list)


def in_words(removed: Iterable[str]) -> list[str]:
    """What was removed, each once, the most telling first."""
    found = set(removed)
    return [words for words in _IN_ORDER if words in found]


class Damaged(Exception):
    """A file that does not hold together; `stops` where it merely ends too early."""

    def __init__(self, *, stops: bool = False) -> None:
        self.stops = stops
        super().__init__()


def refusal_of_damage(damage: Damaged) -> InvalidInput:
    """The sentence for a file that cannot be read to its end."""
    if damage.stops:
        return InvalidInput(
            "The file stops half-way.",
            why="Its end is missing, as after a copy or an upload that broke off.",
            remedy="Copy it again from where it comes, and attach that.",
        )
    return InvalidInput(
        "The file is damaged, or is not what it says at its beginning.",
        why="It could not be read to its end.",
        remedy="Open it in the program that made it, save it again, and attach that.",
    )


def too_large(what: str, why: str, remedy: str = "Make it smaller and attach that.") -> InvalidInput:
    """The sentence for a file past a bound."""
    return InvalidInput(what, why=why, remedy=remedy)
