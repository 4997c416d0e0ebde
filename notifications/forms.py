"""The form in which a person says which notices also come by mail."""

from __future__ import annotations

from typing import Any, cast

from crispy_forms.helper import FormHelper
from crispy_forms.layout import Submit
from django import forms

from directory.models import Employee
from notifications.kinds import all_kinds
from notifications.models import Preference


class PreferencesForm(forms.Form):
    """One checkbox for the kinds a person may choose; what the City makes mandatory is listed beside it."""

    by_mail = forms.MultipleChoiceField(
        label="Send me these by mail too",
        widget=forms.CheckboxSelectMultiple,
        required=False,
        help_text="Whatever you choose, everything also stands under Notices in the portal.",
    )

    def __init__(self, *args: Any, person: Employee, **kwargs: Any) -> None:
        optional = [kind for kind in all_kinds() if not kind.mandatory]
        refused = set(Preference.objects.filter(person=person, by_mail=False).values_list("kind", flat=True))
        kwargs.setdefault("initial", {"by_mail": [kind.code for kind in optional if kind.code not in refused]})
        super().__init__(*args, **kwargs)
        field = cast("forms.MultipleChoiceField", self.fields["by_mail"])
        field.choices = [(kind.code, kind.label) for kind in optional]
        self.helper = FormHelper()
        self.helper.add_input(Submit("save", "Save my choice"))
