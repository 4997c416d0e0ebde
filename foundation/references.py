"""References that people read out over the telephone: a prefix, the year, and letters that nobody can guess."""

from __future__ import annotations

import secrets

# No 0/O, 1/I/L.
_LETTERS = "23456789ABCDEFGHJKMNPQRSTUVWXYZ"
_LENGTH = 8


def new_reference(prefix: str, year: int) -> str:
    """A fresh reference such as `ACK-2026-7KQ2M9XD`: not to be guessed; that it is unique the database sees to."""
    return f"{prefix}-{year}-{''.join(secrets.choice(_LETTERS) for _ in range(_LENGTH))}"
