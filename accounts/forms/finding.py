"""Adopting many accounts in one decision."""

from __future__ import annotations

from typing import Any

from django import forms

from accounts.forms.deeds import EarlierFields
from accounts.models import OfficialAccount
from directory.models import Department
from powers.forms import HouseForm


class AdoptManyForm(EarlierFields, HouseForm):
    """The decision on those that are ticked: `chosen` carries of each what was seen."""

    button = "Adopt those that are ticked"
    chosen = forms.MultipleChoiceField(
        label="Accounts", error_messages={"required": "Tick the accounts that are the department's."}
    )

    def __init__(self, *args: Any, pairs: dict[str, tuple[OfficialAccount, Department]], **kwargs: Any) -> None:
        self.pairs = pairs
        super().__init__(*args, **kwargs)
        field = self.fields["chosen"]
        if isinstance(field, forms.MultipleChoiceField):
            field.choices = [(value, value) for value in pairs]
            field.error_messages["invalid_choice"] = (
                "One of the accounts was changed, or decided, since you opened the page. Look at the list again."
            )
        self.helper.render_hidden_fields = False
        self.helper.layout = None

    def chosen_pairs(self) -> list[tuple[OfficialAccount, Department]]:
        """The accounts that are ticked, each with the department for which it is adopted."""
        return [self.pairs[value] for value in self.cleaned_data["chosen"]]
