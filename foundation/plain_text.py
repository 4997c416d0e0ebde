"""Text in which a reader sees what it holds: no mark that turns the direction of reading, no control character."""

from __future__ import annotations

import unicodedata

from foundation.errors import InvalidInput

_TURNING = frozenset("\u202a\u202b\u202c\u202d\u202e\u2066\u2067\u2068\u2069")
_BREAKS = frozenset("\n\r\t")


def require_plain(text: str, field: str) -> None:
    """Raise `InvalidInput`, naming the place, for a sign with which a text shows other words than it holds."""
    for place, character in enumerate(text, 1):
        if character in _TURNING:
            raise InvalidInput(
                f"At place {place} there is a sign that turns the direction of reading.",
                why="With it, a text can show other words than it holds.",
                remedy="Delete it: it comes with copied text and cannot be seen. Go to that place and type it anew.",
                field=field,
            )
        if unicodedata.category(character) == "Cc" and character not in _BREAKS:
            raise InvalidInput(
                f"At place {place} there is a control character, which nobody sees.",
                remedy="Delete it, or copy the text again from where it comes.",
                field=field,
            )
