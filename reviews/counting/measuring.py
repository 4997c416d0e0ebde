"""A text against a platform's limit, with the sentence that stands beside the field."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Protocol

from reviews.counting.methods import METHODS, utf8_bytes

_UNITS = {"utf8_bytes": ("byte", "bytes"), "utf16_units": ("unit", "units")}
_HOW = {
    "weighted": "An address counts 23, an emoji or a Chinese, Japanese or Korean character 2.",
    "url_is_23": "An address counts 23, a name on another server without its server.",
    "emoji_as_bytes": "An emoji counts 4 and more.",
    "graphemes": "",
}
BYTES_OF_A_GRAPHEME = 10
"""Bluesky, which alone counts graphemes, bounds the bytes too: ten for each grapheme of its limit (300 and 3,000)."""


class LimitFound(Protocol):
    """A limit as the register of platforms has it (`accounts.models.PlatformLimit`)."""

    about: str
    number: int
    counting: str
    is_assumed: bool


@dataclass(frozen=True)
class Measured:
    """A length beside its limit. `limit` and `left` are None where no limit is known; `left` is never below nought."""

    count: int
    limit: int | None
    left: int | None
    over: int
    sentence: str
    is_assumed: bool = False

    @property
    def blocks(self) -> bool:
        """Whether the platform would not take it; an assumption blocks nothing."""
        return self.over > 0 and not self.is_assumed


def count(text: str, method: str) -> int:
    """The length of a text by a platform's own method (a code of `accounts.models.Counting`).

    A line end is one character, however the browser sent it. Raises KeyError for a method that does not exist.
    """
    return METHODS[method](_as_sent(text))


def measure(text: str, limit: LimitFound | None, name: str = "The platform") -> Measured:
    """A text against a limit; without one, its characters and the sentence that none is known."""
    if limit is None:
        found = count(text, "characters")
        return Measured(found, None, None, 0, f"{name}: no limit is known. The text has {_many(found, 'characters')}.")
    method = limit.counting
    most, found = limit.number, count(text, method)
    if method == "graphemes" and (bytes_ := utf8_bytes(_as_sent(text))) > most * BYTES_OF_A_GRAPHEME:
        method, most, found = "utf8_bytes", most * BYTES_OF_A_GRAPHEME, bytes_
    return _measured(found, most, method, limit)


def measure_number(number: int, limit: LimitFound | None, name: str = "The platform") -> Measured:
    """A number of pieces (pictures, videos) against a limit."""
    if limit is None:
        return Measured(number, None, None, 0, f"{name}: no limit is known.")
    return _measured(number, limit.number, "pieces", limit)


def _measured(found: int, most: int, method: str, limit: LimitFound) -> Measured:
    over, left = max(0, found - most), max(0, most - found)
    if over:
        first = f"{_many(over, _unit(method, limit, over))} too many: {found:,} where {most:,} are allowed."
    else:
        first = f"{_many(left, _unit(method, limit, left))} left of {most:,}."
    assumed = "This limit is assumed, not verified." if limit.is_assumed else ""
    sentence = " ".join(part for part in (first, _HOW.get(method, ""), assumed) if part)
    return Measured(found, most, left, over, sentence, limit.is_assumed)


def _unit(method: str, limit: LimitFound, number: int) -> str:
    if method == "pieces":
        plural = str(limit.about) if limit.about in {"hashtags", "images", "videos", "tags"} else "pieces"
        one, many = plural.removesuffix("s"), plural
    else:
        one, many = _UNITS.get(method, ("character", "characters"))
    return one if number == 1 else many


def _many(number: int, unit: str) -> str:
    return f"{number:,} {unit}"


def _as_sent(text: str) -> str:
    return text.replace("\r\n", "\n").replace("\r", "\n")
