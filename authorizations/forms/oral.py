"""Short forms for a phone at night: authorizing at once, and recording words given by telephone."""

from __future__ import annotations

from collections.abc import Iterable
from typing import Any

from django import forms

from accounts.forms.fields import DayField
from accounts.models import OfficialAccount
from authorizations.forms.deeds import WhyForm
from authorizations.models import Means
from authorizations.services.oral import LONGEST
from crispy_uswds.widgets import NativeDateTimeInput
from directory.models import Employee
from powers.forms import HouseForm


class ShortForm(HouseForm):
    """On which accounts, and through which day."""

    accounts = forms.MultipleChoiceField(
        label="On which accounts?",
        widget=forms.CheckboxSelectMultiple,
        error_messages={"required": "Tick at least one account."},
    )
    until = DayField(label="Through", help_text="The last day.")
    mark = forms.UUIDField(required=False, widget=forms.HiddenInput)

    def __init__(self, *args: Any, offered: Iterable[OfficialAccount], button: str, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.offered = {account.reference: account for account in offered}
        field = self.fields["accounts"]
        if isinstance(field, forms.MultipleChoiceField):
            field.choices = [
                (reference, f"{one.now.name} ({one.now.handle} on {one.now.platform.name})")
                for reference, one in self.offered.items()
            ]
        self.helper.inputs[0].value = button

    def chosen(self) -> tuple[OfficialAccount, ...]:
        """The accounts that were ticked."""
        return tuple(self.offered[reference] for reference in self.cleaned_data["accounts"])


class AskNowForm(WhyForm, ShortForm):
    """On which accounts, through which day, and what for: who decides reads it on a telephone."""

    field_order = ("accounts", "reason", "until")

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        del self.fields["mark"]


class WordsForm(ShortForm):
    """Who gave the words, when, and by what means."""

    spoken_by = forms.ChoiceField(label="Who allowed it?", widget=forms.RadioSelect)
    means = forms.ChoiceField(
        label="How?", choices=Means.choices, widget=forms.RadioSelect, initial=Means.TELEPHONE.value
    )
    spoken_at = forms.DateTimeField(
        label="When was it said?",
        widget=NativeDateTimeInput(),
        help_text="In the City's time. It can be recorded until the next working day is over.",
    )
    said = forms.CharField(
        label="What was said, as near as you remember?",
        required=False,
        max_length=LONGEST,
        widget=forms.Textarea(attrs={"rows": 2}),
    )
    field_order = ("spoken_by", "means", "spoken_at", "accounts", "until", "said", "mark")

    def __init__(self, *args: Any, deciders: Iterable[Employee], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.deciders = {one.number: one for one in deciders}
        field = self.fields["spoken_by"]
        if isinstance(field, forms.ChoiceField):
            field.choices = [(number, one.name) for number, one in self.deciders.items()]
        if len(self.deciders) == 1:
            self.initial.setdefault("spoken_by", next(iter(self.deciders)))
