"""Asking for an exemption: whose, from which version, through which day, and why."""

from __future__ import annotations

from datetime import datetime, timedelta
from typing import Any

from crispy_forms.helper import FormHelper
from crispy_forms.layout import Submit
from django import forms
from django.db.models import QuerySet

from acknowledgements.services.entering import LONGEST
from crispy_uswds.widgets import NativeDateInput
from directory.models import Employee
from foundation import clock

_FIRST = 30


class ExemptionForm(forms.Form):
    """Asked for by one of Employee Relations; a second person decides."""

    number = forms.CharField(
        label="Employee number",
        max_length=40,
        help_text="Of the person who is not to be asked.",
        error_messages={"required": "Give the employee number."},
    )
    version: Any = forms.ModelChoiceField(queryset=None, label="From which version?", empty_label=None)
    last_day = forms.DateField(
        label="Through which day?", widget=NativeDateInput(), help_text="Afterwards the person is asked again."
    )
    reason = forms.CharField(
        label="Why?",
        max_length=LONGEST,
        widget=forms.Textarea(attrs={"rows": 3}),
        help_text="Only Employee Relations and auditors read it.",
        error_messages={"required": "Say why. Only Employee Relations and auditors read it."},
    )

    def __init__(self, *args: Any, versions: QuerySet[Any], at: datetime, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["version"].queryset = versions  # type: ignore[attr-defined]
        self.initial.setdefault("last_day", clock.city_date(at) + timedelta(days=_FIRST))
        self.person: Employee | None = None
        self.helper = FormHelper()
        self.helper.form_class = "usa-form usa-form--portal"
        self.helper.add_input(Submit("submit", "Ask for the exemption"))

    def clean_number(self) -> str:
        """The number of somebody whom the portal knows."""
        number: str = self.cleaned_data["number"].strip()
        self.person = None if "\0" in number else Employee.objects.filter(number=number).first()
        if self.person is None:
            raise forms.ValidationError("Nobody has this employee number. Look it up under People.")
        return number
