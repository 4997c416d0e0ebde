"""What an employee number and a department's code may look like: they stand in addresses, files and the trail."""

from __future__ import annotations

import re

from foundation.errors import InvalidInput

_IDENTITY = re.compile(r"[A-Za-z0-9][A-Za-z0-9._-]{0,19}")
_TAKEN = {"new"}
"""Words that the portal's own addresses use where a number or code would stand."""


def is_identity(text: str) -> bool:
    """Whether a text can be a number or code: 1 to 20 letters, digits, dots, hyphens or underscores."""
    return bool(_IDENTITY.fullmatch(text)) and text not in _TAKEN


def refuse_bad_number(number: str) -> None:
    """Raise `InvalidInput` unless a text can be an employee number."""
    _refuse(number, "employee number", "number")


def refuse_bad_code(code: str) -> None:
    """Raise `InvalidInput` unless a text can be a department's code."""
    _refuse(code, "department code", "code")


def _refuse(text: str, what: str, field: str) -> None:
    if not is_identity(text):
        raise InvalidInput(
            f"{text[:40]!r} cannot be a {what}." if what[0] != "e" else f"{text[:40]!r} cannot be an {what}.",
            why="It stands in addresses and files: 1 to 20 letters, digits, dots, hyphens or underscores, "
            "beginning with a letter or digit.",
            remedy="Give another one.",
            field=field,
        )
