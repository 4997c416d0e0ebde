"""Forms of an import of accounts: the file, and which of its columns is what."""

from __future__ import annotations

from typing import Any

from crispy_forms.helper import FormHelper
from crispy_forms.layout import Submit
from django import forms
from django.urls import reverse

from accounts.imports.columns import FIELDS
from accounts.models import AccountImport
from foundation.errors import InvalidInput
from foundation.tabular.columns import title_at

NOT_THERE = "Not in the file"


class AccountFileForm(forms.Form):
    """The file of accounts."""

    file = forms.FileField(
        label="CSV or XLSX file",
        help_text="One line names the columns. You say next which of them is what; at most 20 MB.",
    )

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.helper = FormHelper()
        self.helper.form_class = "portal-form"
        self.helper.add_input(Submit("submit", "Upload and look at it"))


class ColumnsForm(forms.Form):
    """Which column of the file is what; guessed from the titles until somebody says otherwise."""

    def __init__(self, *args: Any, run: AccountImport, may_create: bool, **kwargs: Any) -> None:
        chosen = {name: str(place) for name, place in run.places.items()}
        kwargs.setdefault("initial", {**chosen, "creates_departments": run.creates_departments})
        super().__init__(*args, **kwargs)
        self.header = run.header
        titles = [(str(place), title_at(self.header, place)) for place in range(len(self.header))]
        for name, wanted in FIELDS.items():
            self.fields[name] = forms.ChoiceField(
                label=wanted.label, choices=[("", NOT_THERE), *titles], required=False
            )
        self.fields["url"].help_text = "Platform and handle follow from it."
        self.fields["handle"].help_text = "Platform and handle are read where a row has no address."
        if may_create:
            self.fields["creates_departments"] = forms.BooleanField(
                label="Make departments that are not known",
                required=False,
                help_text="With a code out of the name. Otherwise their rows are told as wrong.",
            )
        self.helper = FormHelper()
        self.helper.form_class = "portal-form"
        self.helper.form_action = reverse("accounts:check_import", args=[run.pk])
        self.helper.add_input(Submit("submit", "Check the file"))

    def places(self) -> dict[str, int]:
        """The columns that were chosen."""
        return {name: int(self.cleaned_data[name]) for name in FIELDS if self.cleaned_data.get(name)}

    def take(self, error: InvalidInput) -> None:
        """Put onto the form what is wrong with the choice."""
        words = " ".join(part for part in (error.what, error.remedy.replace("=…", "")) if part)
        self.add_error(error.field if error.field in self.fields else None, words)
