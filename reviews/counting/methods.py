"""The ways in which platforms count the length of a text, one function each."""

from __future__ import annotations

import unicodedata
from collections.abc import Callable

from reviews.counting.marks import EMOJI, GRAPHEME, HASHTAG, addresses, remote_mentions

ADDRESS = 23
"""What an address counts on X and on Mastodon, however long it is."""
_WEIGHT, _LIGHT = 2, 1
_LIGHT_RANGES = ((0x0000, 0x10FF), (0x2000, 0x200D), (0x2010, 0x201F), (0x2032, 0x2037))
"""Characters of weight 1 in version 3 of the configuration that X publishes (`twitter-text`); all others weigh 2."""


def characters(text: str) -> int:
    """Unicode characters (code points)."""
    return len(text)


def utf8_bytes(text: str) -> int:
    """Bytes in UTF-8."""
    return len(text.encode(errors="replace"))


def utf16_units(text: str) -> int:
    """Units of UTF-16: what programs in JavaScript call the length; most emoji are two and more."""
    return len(text.encode("utf-16-le", errors="surrogatepass")) // 2


def graphemes(text: str) -> int:
    """What a reader sees as one character, by Unicode's rules (UAX 29)."""
    return sum(1 for _ in GRAPHEME.finditer(text))


def weighted(text: str) -> int:
    """As X counts: after NFC, an address 23, an emoji 2, letters of most European scripts 1, all others 2."""
    composed = unicodedata.normalize("NFC", text)
    total, at = 0, 0
    for start, end in addresses(composed, bare=True):
        total += _weights(composed[at:start]) + ADDRESS
        at = end
    return total + _weights(composed[at:])


def url_is_23(text: str) -> int:
    """As Mastodon counts: graphemes, an address with its protocol 23, of a mention of another server its name."""
    pieces, at = [], 0
    shown = [(start, end, "x" * ADDRESS) for start, end in addresses(text, bare=False)]
    for start, end, counted in sorted([*shown, *remote_mentions(text)]):
        if start >= at:
            pieces += [text[at:start], counted]
            at = end
    return graphemes("".join([*pieces, text[at:]]))


def emoji_as_bytes(text: str) -> int:
    """As Threads counts: characters, but of an emoji its bytes in UTF-8."""
    return len(text) + sum(utf8_bytes(found) - len(found) for found in EMOJI.findall(text))


def hashtags(text: str) -> int:
    """Hashtags: the pieces that can be counted in a text."""
    return sum(1 for _ in HASHTAG.finditer(text))


METHODS: dict[str, Callable[[str], int]] = {
    "characters": characters,
    "weighted": weighted,
    "graphemes": graphemes,
    "utf8_bytes": utf8_bytes,
    "utf16_units": utf16_units,
    "emoji_as_bytes": emoji_as_bytes,
    "url_is_23": url_is_23,
    "pieces": hashtags,
}
"""By the codes of `accounts.models.Counting`."""


def _weights(text: str) -> int:
    total, at = 0, 0
    for emoji in EMOJI.finditer(text):
        total += _plain_weights(text[at : emoji.start()]) + _WEIGHT
        at = emoji.end()
    return total + _plain_weights(text[at:])


def _plain_weights(text: str) -> int:
    return sum(
        _LIGHT if any(first <= ord(character) <= last for first, last in _LIGHT_RANGES) else _WEIGHT
        for character in text
    )
