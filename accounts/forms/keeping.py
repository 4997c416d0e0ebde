"""Forms that keep accounts true: stewards, where the keys are, confirmations, hand-overs."""

from __future__ import annotations

from typing import Any

from django import forms

from accounts.forms.fields import PersonField
from accounts.services import Keys
from foundation.staleness import SeenField
from powers.forms import HouseForm

_LINES = forms.Textarea(attrs={"rows": 3})


class NameStewardForm(HouseForm):
    """Who looks after the account from now on."""

    button = "Name this steward"

    seen = SeenField()
    person = PersonField(
        label="Who looks after the account?",
        help_text="Employee number, or the full name. From whichever department, and not the other steward.",
    )


class EndStewardshipForm(HouseForm):
    """Why somebody looks after the account no longer."""

    button = "End this stewardship"

    seen = SeenField()
    reason = forms.CharField(
        label="Why?",
        max_length=300,
        widget=_LINES,
        help_text="The other steward and the authority read it.",
        error_messages={"required": "Say why."},
    )


class KeysForm(HouseForm):
    """Where the keys are: a description, never a password."""

    button = "Record where the keys are"

    seen = SeenField()
    credentials = forms.CharField(
        label="Where the credentials are kept",
        max_length=300,
        required=False,
        help_text="The place, never the password: “the department's password manager, vault Parks”.",
    )
    mailbox = forms.EmailField(
        label="Mailbox it is registered with",
        required=False,
        help_text="A mailbox of the office. Somebody's own work address asks for the authority's approval (V.B.1).",
    )
    second_factor = PersonField(
        label="Who holds the second factor?",
        required=False,
        help_text="Employee number, or the full name. Leave empty where the account has none, or nobody knows.",
    )

    @classmethod
    def initial_of(cls, keys: Keys) -> dict[str, Any]:
        """The form as it is opened on the keys that stand."""
        return {
            "seen": keys.mark(),
            "credentials": keys.credentials,
            "mailbox": keys.mailbox,
            "second_factor": keys.second_factor,
        }

    def keys(self) -> Keys:
        """What is said."""
        data = self.cleaned_data
        return Keys(data["credentials"], data["mailbox"], data["second_factor"])


class ConfirmForm(HouseForm):
    """One button: everything shown is true."""

    button = "Yes, all of it is true"

    seen = SeenField()
    note = forms.CharField(label="Anything to say about it?", max_length=300, required=False)


class NotNeededForm(HouseForm):
    """Why a hand-over is not needed."""

    button = "Close as not needed"

    reason = forms.CharField(
        label="Why is it not needed?",
        max_length=300,
        widget=_LINES,
        help_text="It stays with the hand-over, and in the trail.",
        error_messages={"required": "Say why."},
    )


class StepForm(forms.Form):
    """A word about a step that is done."""

    note = forms.CharField(max_length=300, required=False)
