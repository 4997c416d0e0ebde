"""What is filled in at a kiosk and about kiosks."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from crispy_forms.helper import FormHelper
from crispy_forms.layout import Submit
from django import forms

from directory.models import Employee

_NOTHING_KEPT = {"autocomplete": "off", "autocorrect": "off", "spellcheck": "false"}


class EnterForm(forms.Form):
    """Employee number and one-time code; the browser is to remember neither."""

    number = forms.CharField(
        label="Employee number",
        max_length=20,
        widget=forms.TextInput(attrs={**_NOTHING_KEPT, "autocapitalize": "none"}),
    )
    code = forms.CharField(
        label="One-time code",
        max_length=40,
        help_text="Eight letters and digits from your slip. The hyphen and small letters do not matter.",
        widget=forms.TextInput(attrs={**_NOTHING_KEPT, "autocapitalize": "characters"}),
    )


class AdmitForm(forms.Form):
    """Where the device stands that becomes a kiosk."""

    name = forms.CharField(
        label="Where this device stands", max_length=120, help_text="“Break room, Forestry yard”: it stands in lists."
    )

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.helper = FormHelper()
        self.helper.add_input(Submit("submit", "Make this device a kiosk"))


class CodesForm(forms.Form):
    """For whom codes are made: people of one's own, and employee numbers."""

    people = forms.MultipleChoiceField(
        label="Your people who have not acknowledged", required=False, widget=forms.CheckboxSelectMultiple
    )
    numbers = forms.CharField(
        label="Employee numbers",
        required=False,
        max_length=4000,
        help_text="For anybody else of yours; several with blanks or line breaks between them.",
        widget=forms.Textarea(attrs={"rows": 3}),
    )
    is_handed_over = forms.BooleanField(
        label="I hand each slip to nobody but the person it names.",
        error_messages={"required": "Tick it: a code is handed to nobody but its person."},
    )

    def __init__(self, *args: Any, own: Sequence[Employee], for_everybody: bool, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["people"].choices = [(person.number, f"{person.name}, {person.number}") for person in own]  # type: ignore[attr-defined]
        if not own:
            del self.fields["people"]
        if for_everybody:
            self.fields["numbers"].help_text = "Of anybody; several with blanks or line breaks between them."
        self.helper = FormHelper()
        self.helper.add_input(Submit("submit", "Make the slips"))

    def clean(self) -> dict[str, Any]:
        """The numbers from both fields, each once, in `wanted`."""
        cleaned = super().clean() or {}
        typed = cleaned.get("numbers", "").replace(",", " ").replace(";", " ").split()
        cleaned["wanted"] = list(dict.fromkeys([*cleaned.get("people", []), *typed]))
        return cleaned
