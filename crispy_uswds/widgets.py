"""Widgets that browsers make well by themselves."""

from __future__ import annotations

from django import forms


class NativeDateInput(forms.DateInput):
    """A date with the browser's own calendar; always written in ISO form, as `type="date"` asks."""

    input_type = "date"

    def __init__(self, attrs: dict[str, object] | None = None) -> None:
        super().__init__(attrs=attrs, format="%Y-%m-%d")


class NativeDateTimeInput(forms.DateTimeInput):
    """A date and a time with the browser's own controls."""

    input_type = "datetime-local"

    def __init__(self, attrs: dict[str, object] | None = None) -> None:
        super().__init__(attrs=attrs, format="%Y-%m-%dT%H:%M")
