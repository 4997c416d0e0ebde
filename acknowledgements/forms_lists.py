"""Acting on a list: what is done, with the whole list or those ticked; for an exemption why and until when."""

from __future__ import annotations

from datetime import datetime, timedelta
from typing import Any

from django import forms

from acknowledgements.listing import MOST_CHOSEN, ListWanted
from acknowledgements.models import Campaign, ListKind
from acknowledgements.services.entering import LONGEST
from crispy_uswds.widgets import NativeDateInput
from foundation import clock

_FIRST = 30
_LONGEST_KEY = 18


class ListForm(forms.Form):
    """What the page of who is missing sends, and what the page before the act sends again."""

    act = forms.ChoiceField(
        choices=ListKind.choices,
        error_messages={
            "required": "Say what is to be done with the people on the list.",
            "invalid_choice": "That cannot be done with a list.",
        },
    )
    whom = forms.ChoiceField(
        choices=[("all", "all"), ("ticked", "ticked")],
        error_messages={"required": "Say whether it is for the whole list or for those ticked."},
    )

    looked_at = forms.CharField(required=False, max_length=40)
    """When its number was shown: the page before the act sends it on."""

    def clean_looked_at(self) -> datetime | None:
        """The moment, as the page wrote it; None before one has looked."""
        given: str = self.cleaned_data["looked_at"]
        try:
            moment = datetime.fromisoformat(given) if given else None
        except ValueError:
            moment = None
        if given and (moment is None or moment.tzinfo is None):
            raise forms.ValidationError("The page did not reach us whole.")
        return moment

    def chosen(self) -> list[int] | None:
        """Ids of those ticked; None for the whole list."""
        if self.cleaned_data["whom"] == "all":
            return None
        given = self.data.getlist("person") if hasattr(self.data, "getlist") else []
        return [int(pk) for pk in given[:MOST_CHOSEN] if pk.isdecimal() and len(pk) <= _LONGEST_KEY]

    def wanted(self, campaign: Campaign, department: int | None, *, of_campaign: bool) -> ListWanted:
        """What the form says, for the service."""
        return ListWanted(
            campaign=campaign,
            act=ListKind(self.cleaned_data["act"]),
            department=department,
            chosen=self.chosen(),
            of_campaign=of_campaign,
            looked_at=self.cleaned_data["looked_at"],
        )


class ExemptListForm(forms.Form):
    """Why nobody on a list is asked for a while, and through which day."""

    last_day = forms.DateField(
        label="Through which day?",
        widget=NativeDateInput(),
        help_text="Afterwards everybody is asked again.",
        error_messages={"required": "Say through which day.", "invalid": "Write the day as 2026-06-30."},
    )
    reason = forms.CharField(
        label="Why?",
        max_length=LONGEST,
        widget=forms.Textarea(attrs={"rows": 3}),
        help_text="Only Employee Relations and auditors read it.",
        error_messages={"required": "Say why. Only Employee Relations and auditors read it."},
    )

    def __init__(self, *args: Any, at: datetime, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.initial.setdefault("last_day", clock.city_date(at) + timedelta(days=_FIRST))
