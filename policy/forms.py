"""The forms of Employee Relations: importing a text, publishing, matching, explaining."""

from __future__ import annotations

from typing import Any

from crispy_forms.helper import FormHelper
from crispy_forms.layout import Submit
from django import forms
from django.db.models import QuerySet

from crispy_uswds.widgets import NativeDateInput
from foundation.errors import InvalidInput
from foundation.numbers import how_many
from policy.carrying import AskedAgain
from policy.models import Change, Regulation, Version

EXAMPLES = 4


def _helper(button: str) -> FormHelper:
    helper = FormHelper()
    helper.form_class = "usa-form usa-form--portal"
    helper.add_input(Submit("send", button))
    return helper


class ImportForm(forms.Form):
    """A file with the regulation's text."""

    file = forms.FileField(
        label="File with the text",
        help_text="Plain text or Markdown in UTF-8. Its numbering (I. / A. / 1. / a. or another) becomes clauses.",
    )
    source = forms.CharField(
        label="Where the text comes from", max_length=300, help_text="The office or page that issued it."
    )
    regulation = forms.ModelChoiceField(
        Regulation.objects.all(),
        label="Takes the place of",
        required=False,
        empty_label="The regulation with the same number or title; else it is a new one",
        help_text="Choose it where a regulation comes again under another number. A new regulation stands beside the "
        "City’s, and no power rests on it.",
    )
    encoding = forms.CharField(
        label="Encoding", required=False, max_length=40, help_text="Only for a file that is not in UTF-8."
    )

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.helper = _helper("Read the file")


class PublicationForm(forms.Form):
    """The day from which a version is to be in force."""

    effective_from = forms.DateField(
        label="In force from",
        widget=NativeDateInput(),
        help_text="From the beginning of that day. A day in the past is allowed, and marked as a late entry.",
    )

    def __init__(
        self, *args: Any, asked: AskedAgain | None = None, before: Version | None = None, **kwargs: Any
    ) -> None:
        super().__init__(*args, **kwargs)
        if before is not None:
            self.fields["change"] = forms.ChoiceField(
                label=f"What does it change for who has acknowledged the {before.called}?",
                choices=_choices(asked),
                widget=forms.RadioSelect,
                error_messages={"required": "Say whether everyone is asked again."},
            )
        self.helper = _helper("Ask for publication")


def _choices(asked: AskedAgain | None) -> list[tuple[str, str]]:
    """Material or not, each with how many people it asks."""
    if asked is None:
        return list(Change.choices)
    again = how_many(asked.people, "person is", "people are")
    left = how_many(asked.left, "person who has", "people who have")
    carry = how_many(asked.carried, "acknowledgement carries", "acknowledgements carry")
    return [
        (Change.MATERIAL.value, f"Material: {again} asked, and see first what changed."),
        (
            Change.IMMATERIAL.value,
            f"Immaterial: {carry} over; only the {left} not acknowledged it can be asked.",
        ),
    ]


class CompareForm(forms.Form):
    """Two versions of one regulation."""

    old: Any = forms.ModelChoiceField(queryset=None, label="From", empty_label=None)
    new: Any = forms.ModelChoiceField(queryset=None, label="To", empty_label=None)

    def __init__(self, *args: Any, versions: QuerySet[Version], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        for name in ("old", "new"):
            self.fields[name].queryset = versions  # type: ignore[attr-defined]
        self.helper = _helper("Compare")
        self.helper.form_method = "get"
        self.helper.disable_csrf = True


class ReasonForm(forms.Form):
    """Why something is refused."""

    reason = forms.CharField(label="Reason", widget=forms.Textarea(attrs={"rows": 3}), max_length=2000)

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.helper = _helper("Refuse")
        self.helper.form_tag = False
        self.helper.inputs = []

    def given(self) -> str:
        """The reason; raises `InvalidInput` where it is missing, too long, or no text."""
        if not self.is_valid():
            raise InvalidInput(
                str(self.errors["reason"][0]), remedy="Give a reason of at most 2,000 characters.", field="reason"
            )
        reason: str = self.cleaned_data["reason"]
        return reason


class MatchForm(forms.Form):
    """Which clause takes the place of a cited one."""

    citation = forms.ChoiceField(label="Cited clause")
    clause = forms.ChoiceField(label="Means, in this version", required=False)
    reason = forms.CharField(label="Why", widget=forms.Textarea(attrs={"rows": 2}), max_length=2000)

    def __init__(self, *args: Any, version: Version, cited: list[str], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        rows = list(version.clauses.values_list("citation", "heading", "text"))
        choices = [("", "No clause takes its place")]
        choices += [(citation, f"{citation}  {(heading or text)[:70]}") for citation, heading, text in rows]
        self.fields["clause"] = forms.ChoiceField(label="Means, in this version", required=False, choices=choices)
        self.fields["citation"] = forms.ChoiceField(label="Cited clause", choices=[(one, one) for one in cited])
        self.order_fields(["citation", "clause", "reason"])
        self.helper = _helper("Match")


class ExplanationForm(forms.Form):
    """Plain words about a clause, with a few examples."""

    text = forms.CharField(label="In plain words", widget=forms.Textarea(attrs={"rows": 6}), max_length=4000)

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        for number in range(1, EXAMPLES + 1):
            self.fields[f"example_{number}"] = forms.CharField(
                label=f"Example {number}", required=False, max_length=500, widget=forms.Textarea(attrs={"rows": 2})
            )
            self.fields[f"fine_{number}"] = forms.ChoiceField(
                label=f"Example {number} is", choices=[("fine", "fine"), ("not", "not fine")], required=False
            )
        self.helper = _helper("Hand to a second person")

    def examples(self) -> list[dict[str, object]]:
        """The examples that were filled in."""
        return [
            {"text": self.cleaned_data[f"example_{number}"], "fine": self.cleaned_data[f"fine_{number}"] == "fine"}
            for number in range(1, EXAMPLES + 1)
            if self.cleaned_data[f"example_{number}"]
        ]

    @staticmethod
    def initial_of(text: str, examples: list[dict[str, Any]]) -> dict[str, Any]:
        """What the form starts with: the words that are shown now."""
        initial: dict[str, Any] = {"text": text}
        for number, example in enumerate(examples[:EXAMPLES], 1):
            initial[f"example_{number}"] = example["text"]
            initial[f"fine_{number}"] = "fine" if example["fine"] else "not"
        return initial
