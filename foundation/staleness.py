"""Forms that are older than what they would change: two tabs, or two people, on the same page.

A form carries the mark of what it was opened on. The service compares it, after its lock, with the mark of what stands
now, so that the later of two forms cannot silently undo the earlier one's change.
"""

from __future__ import annotations

import hashlib
import json
from typing import Any

from django import forms

from foundation.errors import Conflict

_LENGTH = 32


class SeenField(forms.CharField):
    """The unseen field that carries the mark. Left out it is empty, and an empty mark is stale."""

    def __init__(self) -> None:
        super().__init__(required=False, max_length=_LENGTH, widget=forms.HiddenInput)


def mark_of(state: Any) -> str:
    """A short mark of a state made of plain values: another state has another mark."""
    return hashlib.sha256(json.dumps(state, sort_keys=True, default=str).encode()).hexdigest()[:_LENGTH]


def refuse_stale(
    seen: str | None, mark: str, what: str, *, why: str = "Recording what you sent would undo that change."
) -> None:
    """Raise `Conflict` where a form was opened on something else than what stands now; `None` is no form at all."""
    if seen is not None and seen != mark:
        raise Conflict(
            f"{what} was changed since you opened the page.",
            why=why,
            remedy="Open the page again and see how it stands now. Nothing was changed.",
        )
