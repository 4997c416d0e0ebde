"""What counts otherwise than its characters: addresses, mentions of other servers, hashtags and emoji in a text."""

from __future__ import annotations

from collections.abc import Iterator

import regex

from reviews.counting.hosts import ENDINGS

LONGEST_ADDRESS = 4096
"""Characters past which no platform makes a link of an address."""
LONGEST_LABEL = 63
"""Characters of a part of a host's name, as the Internet writes it."""

_IN_LABEL = r"[^\s\x00-,\-./:-@\[-`{-\x7f\p{Cf}]"
_LABEL = rf"{_IN_LABEL}(?:(?:{_IN_LABEL}|[_-]){{0,200}}{_IN_LABEL})?+"
_PLAIN = r"[A-Za-z0-9À-ÖØ-öø-ɏ-]{1,200}+"
_IN_PATH = r"[\p{Latin}\p{Cyrillic}0-9!*';:=+,.$/%#\[\]\-–_~@|&]"
_PATH = rf"(?:/(?:{_IN_PATH}|\((?:{_IN_PATH}|\({_IN_PATH}*+\))*+\))*+)?"
_QUERY = r"(?:\?[A-Za-z0-9!?*'@();:&=+$/%#\[\]\-_.,~|]*+)?"
_BEFORE = r"(?<![A-Za-z0-9@＠$#＃])"
_HOST_ENDS = r"(?![A-Za-z0-9@+_-])"
_WITH_PROTOCOL = regex.compile(
    rf"{_BEFORE}https?://(?P<host>(?:{_LABEL}\.){{1,30}}(?:xn--[a-z0-9-]+|[a-z]{{2,63}}+|[^\x00-\x7f\s]{{2,63}})){_HOST_ENDS}"
    rf"(?P<rest>(?::\d+)?{_PATH}{_QUERY})",
    regex.IGNORECASE,
)
_WITHOUT_PROTOCOL = regex.compile(
    rf"(?<![A-Za-z0-9@＠$#＃._/-])(?P<host>(?:{_PLAIN}\.){{1,30}}(?P<ending>[a-z]{{2,20}}+)){_HOST_ENDS}"
    rf"(?P<rest>(?::\d+)?{_PATH}{_QUERY})",
    regex.IGNORECASE,
)
_HANGING = "!*';:,.$%[]~@|&?("
"""What closes a sentence after an address rather than belonging to it."""
_REMOTE = regex.compile(
    r"(?<![=/\w])@(?P<local>[a-z0-9_]+(?:[a-z0-9_.-]*[a-z0-9_])?)@(?:\w+(?:[.-]+\w+)*+)(?::\d+)?", regex.IGNORECASE
)
HASHTAG = regex.compile(r"(?<![\w&/])[#＃](?=\w*[^\W\d_])\w+")
GRAPHEME = regex.compile(r"\X")
_PICTURE = r"(?:[\u2122\u265f\u0000-\u00ff]\ufe0f|(?![\u2122\u265f\u0000-\u00ff])\p{Extended_Pictographic})"
_ONE = rf"{_PICTURE}\ufe0f?\p{{Emoji_Modifier}}?(?:[\U000e0020-\U000e007e]+\U000e007f)?"
EMOJI = regex.compile(rf"\p{{RI}}\p{{RI}}|[#*0-9]\ufe0f?\u20e3|{_ONE}(?:\u200d{_ONE})*+")
"""One emoji, as it is drawn: flags, keys, skin colours and families are one each."""


def addresses(text: str, *, bare: bool) -> Iterator[tuple[int, int]]:
    """Where addresses stand that a platform makes links of; `bare` ones too, which begin without a protocol."""
    found = [(match.start(), _end(match)) for match in _WITH_PROTOCOL.finditer(text) if _is_host(match["host"])]
    if bare:
        found += [
            (match.start(), _end(match))
            for match in _WITHOUT_PROTOCOL.finditer(text)
            if match["ending"].lower() in ENDINGS and _is_host(match["host"])
        ]
    last = 0
    for start, end in sorted(found):
        if start >= last and end - start <= LONGEST_ADDRESS:
            yield start, end
            last = end


def remote_mentions(text: str) -> Iterator[tuple[int, int, str]]:
    """Mentions of accounts on other servers, with the part that is shown and counted: `@name` of `@name@server`."""
    for match in _REMOTE.finditer(text):
        yield match.start(), match.end(), f"@{match['local']}"


def _is_host(host: str) -> bool:
    labels = host.split(".")
    return "_" not in labels[-2] and all(
        _length(label) <= LONGEST_LABEL and not label.startswith("-") and not label.endswith("-") for label in labels
    )


def _length(label: str) -> int:
    """The length of a part of a host's name as the Internet writes it."""
    return len(label) if label.isascii() else len("xn--") + len(label.encode("punycode"))


def _end(match: regex.Match[str]) -> int:
    """Where an address ends: marks that close the sentence are no part of it."""
    rest = match["rest"]
    kept = rest.rstrip(_HANGING)
    return int(match.end() - len(rest) + len(kept))
