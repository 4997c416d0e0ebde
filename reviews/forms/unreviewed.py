"""The filters of the report of what was not reviewed."""

from __future__ import annotations

from django import forms

from accounts.forms.fields import DayField, DepartmentChoice
from reviews.unreviewed import NOT_READ, READ, WAITS, WITHOUT_REVIEW


class UnreviewedForm(forms.Form):
    """From when, until when, on what it went out, what became of it, whose."""

    since = DayField(label="From", required=False)
    through = DayField(label="Through", required=False)
    how = forms.ChoiceField(
        label="On what it went out",
        required=False,
        choices=[("", "All"), *((one.value, one.label) for one in WITHOUT_REVIEW)],
    )
    read = forms.ChoiceField(
        label="What became of it",
        required=False,
        choices=[("", "All"), *((one, one.capitalize()) for one in (READ, WAITS, NOT_READ))],
    )
    department = DepartmentChoice(label="Department of who publishes", required=False)
