"""What people fill in to ask, to answer, to decline; and what Employee Relations enters for somebody."""

from __future__ import annotations

from datetime import datetime
from typing import Any

from crispy_forms.helper import FormHelper
from crispy_forms.layout import Submit
from django import forms
from django.db.models import QuerySet

from acknowledgements.models import Channel
from acknowledgements.services import Entered
from acknowledgements.services.entering import LONGEST
from crispy_uswds.widgets import NativeDateInput
from directory.models import Employee
from foundation import clock
from foundation.staleness import SeenField

QUESTION, DECLINE = "question", "decline"


class WordsForm(forms.Form):
    """A few sentences, and one button."""

    text = forms.CharField(max_length=LONGEST, widget=forms.Textarea(attrs={"rows": 5}))

    seen = SeenField()

    def __init__(self, *args: Any, label: str, button: str, help_text: str = "", missing: str, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        field = self.fields["text"]
        field.label, field.help_text = label, help_text
        field.error_messages["required"] = missing
        self.helper = FormHelper()
        self.helper.form_class = "usa-form usa-form--portal"
        self.helper.add_input(Submit("submit", button))


class EnteredForm(forms.Form):
    """A question or a decline that came by telephone or on paper."""

    kind = forms.ChoiceField(
        label="What is it?",
        choices=[(QUESTION, "A question"), (DECLINE, "A decline to acknowledge")],
        widget=forms.RadioSelect,
        error_messages={"required": "Say whether it is a question or a decline."},
    )
    number = forms.CharField(
        label="Employee number",
        max_length=40,
        help_text="Of the person who telephoned or wrote.",
        error_messages={"required": "Give the employee number."},
    )
    version: Any = forms.ModelChoiceField(queryset=None, label="About which version?", empty_label=None)
    channel = forms.ChoiceField(
        label="How did it come?",
        choices=[(one.value, one.label) for one in Channel if one != Channel.PORTAL],
        widget=forms.RadioSelect,
        error_messages={"required": "Say how it came."},
    )
    day = forms.DateField(label="On which day?", widget=NativeDateInput())
    text = forms.CharField(
        label="In the person's words",
        max_length=LONGEST,
        widget=forms.Textarea(attrs={"rows": 5}),
        help_text="The question, or why the person declines. The person reads it, and so does Employee Relations; "
        "nobody else.",
        error_messages={"required": "Write what the person said."},
    )

    def __init__(self, *args: Any, versions: QuerySet[Any], at: datetime, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["version"].queryset = versions  # type: ignore[attr-defined]
        self.initial.setdefault("day", clock.city_date(at))
        self.person: Employee | None = None
        self.helper = FormHelper()
        self.helper.form_class = "usa-form usa-form--portal"
        self.helper.add_input(Submit("submit", "Record it"))

    def clean_number(self) -> str:
        """The number of somebody whom the portal knows."""
        number: str = self.cleaned_data["number"].strip()
        self.person = None if "\0" in number else Employee.objects.filter(number=number).first()
        if self.person is None:
            raise forms.ValidationError("Nobody has this employee number. Look it up under People.")
        return number

    def entered(self) -> Entered:
        """For whom, how it came and when."""
        assert self.person is not None  # noqa: S101 - the form is valid
        return Entered(self.person, Channel(self.cleaned_data["channel"]), self.cleaned_data["day"])
