"""The door: an attachment examined, told by its content, and cleaned; or refused in a sentence."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace
from functools import partial

from django.conf import settings

from foundation.errors import InvalidInput
from reviews.media.facts import Damaged, Examined, refusal_of_damage, too_large
from reviews.media.kinds import kind_of
from reviews.media.mp4 import examine_boxes
from reviews.media.names import check_name, ending_of
from reviews.media.pictures import examine_picture
from reviews.media.texts import examine_text
from reviews.media.wav import examine_wav
from reviews.media.webm import examine_webm

MEBIBYTE = 1024 * 1024
_PICTURES = frozenset({"jpeg", "png", "gif", "webp"})
_LIMITS = {
    **dict.fromkeys(_PICTURES, ("picture", "MEDIA_IMAGE_LIMIT")),
    "text": ("text", "MEDIA_TEXT_LIMIT"),
}
_BY_KIND: dict[str, Callable[[bytes], Examined]] = {
    **{kind: partial(examine_picture, kind=kind) for kind in _PICTURES},
    "boxes": examine_boxes,
    "webm": examine_webm,
    "wav": examine_wav,
    "text": examine_text,
}
_ALIKE = ({".jpg", ".jpeg", ".jpe", ".jfif"}, {".png", ".apng"}, {".mp4", ".m4v"}, {".mov", ".qt"})


def examine(content: bytes, name: str) -> Examined:
    """An attachment as the public may have it, whatever its name says.

    Raises `InvalidInput`, and nothing else, for what cannot be attached: the sentence says why and what to do.
    """
    check_name(name)
    kind = kind_of(content)
    _refuse_bytes(content, kind)
    try:
        examined = _BY_KIND[kind](content)
    except Damaged as damage:
        raise refusal_of_damage(damage) from damage
    except InvalidInput:
        raise
    except Exception as error:  # whatever a file does to those who read it, a person is told in a sentence
        raise refusal_of_damage(Damaged()) from error
    return _with_note_on_name(examined, name)


def _refuse_bytes(content: bytes, kind: str) -> None:
    what, limit = _LIMITS.get(kind, ("video", "MEDIA_VIDEO_LIMIT"))
    most = getattr(settings, limit)
    if len(content) > most:
        raise too_large(f"The {what} is larger than {most // MEBIBYTE} MB.", "The portal takes none that is larger.")


def _with_note_on_name(examined: Examined, name: str) -> Examined:
    claimed = f".{ending_of(name)}"
    same: set[str] = next((alike for alike in _ALIKE if examined.extension in alike), {examined.extension})
    if claimed == "." or claimed in same:
        return examined
    said = f"Its name ends with {claimed}, but it is {examined.mime}: it is kept as {examined.extension}."
    return replace(examined, notes=[*examined.notes, said])
