"""Canonical text `c1`: the one form in which texts are compared, hashed and signed.

UTF-8, Unicode normalization form C, line ends as LF, blanks (spaces and tabs) cut at the end of each line; nothing
else. Capitals, empty lines, typographic marks and the blanks within a line are part of the text.
"""

from __future__ import annotations

import hashlib
import unicodedata

from foundation.errors import InvalidInput

PREFIX = "c1:sha256:"


def c1(text: str) -> str:
    """The canonical form of a text; the canonical form of a canonical text is itself.

    Raises `InvalidInput` for text that cannot be written as UTF-8 (half of a surrogate pair).
    """
    composed = unicodedata.normalize("NFC", text.replace("\r\n", "\n").replace("\r", "\n"))
    canonical = "\n".join(line.rstrip(" \t") for line in composed.split("\n"))
    try:
        canonical.encode()
    except UnicodeEncodeError as error:
        raise InvalidInput(
            f"The text holds a character that is not one, at place {error.start + 1}.",
            why="It is half of a character and cannot be stored.",
            remedy="Copy the text again from where it comes, or delete what stands at that place.",
        ) from error
    return canonical


def c1_hash(text: str) -> str:
    """The hash of a text's canonical form, as it is stored and shown: `c1:sha256:…`."""
    return PREFIX + hashlib.sha256(c1(text).encode()).hexdigest()
