"""Fields of this app's forms: lines of text, and where something is posted."""

from __future__ import annotations

from typing import Any

from django import forms
from django.core.exceptions import ValidationError

MOST_LINES = 50


class LinesField(forms.CharField):
    """Several short texts, one on each line; its value is a tuple."""

    def __init__(self, *, longest: int = 200, rows: int = 2, **kwargs: Any) -> None:
        self.longest = longest
        super().__init__(widget=forms.Textarea(attrs={"rows": rows}), max_length=longest * MOST_LINES, **kwargs)

    def clean(self, value: Any) -> Any:
        """The lines that say something, each once."""
        text = super().clean(value) or ""
        lines = tuple(dict.fromkeys(line.strip() for line in text.splitlines() if line.strip()))
        if len(lines) > MOST_LINES:
            raise ValidationError(f"Give at most {MOST_LINES} lines.")
        for line in lines:
            if len(line) > self.longest:
                raise ValidationError(f"“{line[:40]}…” is longer than {self.longest} characters.")
        return lines

    def prepare_value(self, value: Any) -> Any:
        """Lines are shown below each other."""
        return "\n".join(value) if isinstance(value, list | tuple) else value
