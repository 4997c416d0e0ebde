"""What people fill in: the acknowledgement itself, campaigns, and reasons."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from crispy_forms.helper import FormHelper
from crispy_forms.layout import Submit
from django import forms

from acknowledgements.wording import Shown, hash_of

_TICK = "Tick this statement, or do not acknowledge."


class AcknowledgeForm(forms.Form):
    """One tick for each statement, the typed name, and, unseen, what exactly was shown."""

    text_hash = forms.CharField(widget=forms.HiddenInput, max_length=80)
    statements_hash = forms.CharField(widget=forms.HiddenInput, max_length=80)

    def __init__(self, *args: Any, statements: Sequence[Shown], text_hash: str, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.initial.setdefault("text_hash", text_hash)
        self.initial.setdefault("statements_hash", hash_of(statements))
        for statement in statements:
            self.fields[f"statement_{statement['kind']}"] = forms.BooleanField(
                label=statement["text"], error_messages={"required": _TICK}
            )
        self.fields["typed_name"] = forms.CharField(
            label="Your name",
            max_length=200,
            help_text="Type it as you use it at work. It stands for your signature.",
            error_messages={"required": "Type your name."},
            widget=forms.TextInput(attrs={"autocomplete": "name", "autocapitalize": "words"}),
        )
        self.helper = FormHelper()
        self.helper.form_tag = False
        self.helper.attrs = {}

    @property
    def ticked(self) -> list[str]:
        """The kinds of the statements that were ticked."""
        return [
            name.removeprefix("statement_")
            for name, value in self.cleaned_data.items()
            if name.startswith("statement_") and value
        ]


class ReasonForm(forms.Form):
    """A reason, where an act needs one."""

    reason = forms.CharField(
        label="Why?",
        max_length=2000,
        widget=forms.Textarea(attrs={"rows": 3}),
        error_messages={"required": "Give a reason: without one nobody can check it later."},
    )

    def __init__(self, *args: Any, button: str, label: str = "", **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        if label:
            self.fields["reason"].label = label
        self.helper = FormHelper()
        self.helper.add_input(Submit("submit", button))
