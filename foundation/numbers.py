"""How the portal counts in words: "1 person", "6,674 people"."""

from __future__ import annotations


def how_many(number: int, one: str, many: str = "") -> str:
    """A number with its thing, in singular or plural (left out: with an s)."""
    return f"{number:,} {one if number == 1 else many or one + 's'}"
