"""Whom a campaign asks, as a form: one choice, and what that choice needs."""

from __future__ import annotations

from datetime import datetime
from typing import Any

from django import forms

from acknowledgements.lists import LONGEST, BadRows, Line, of_file, pasted
from acknowledgements.models import AudienceKind, Campaign
from acknowledgements.services.audiences import LONGEST_TERM, Audience
from directory.tree import Tree
from foundation.errors import InvalidInput

_LONGEST_TEXT = 500_000
_FIRST_TERM = 14
FIELDS = ("audience", "departments", "numbers", "file", "term_days")


class AudienceForm(forms.Form):
    """The fields of an audience; `CampaignForm` puts them between its own."""

    audience = forms.ChoiceField(
        label="Whom does it ask?",
        choices=AudienceKind.choices,
        widget=forms.RadioSelect,
        help_text="It follows the roster: who is hired or moves in later is asked, who leaves is not.",
    )
    departments = forms.TypedMultipleChoiceField(
        label="Which departments?",
        coerce=int,
        required=False,
        widget=forms.CheckboxSelectMultiple,
        help_text="Only for departments. Each with the divisions under it.",
    )
    numbers = forms.CharField(
        label="Which employees?",
        required=False,
        max_length=_LONGEST_TEXT,
        widget=forms.Textarea(attrs={"rows": 4, "spellcheck": "false"}),
        help_text=f"Only for a list. Employee numbers, one a line or with commas between; {LONGEST:,} at most.",
    )
    file = forms.FileField(
        label="Or a file with their numbers",
        required=False,
        help_text="CSV or XLSX, the numbers in a column called “number” or in the first. It replaces the list.",
    )
    term_days = forms.IntegerField(
        label="How many days has a new hire?",
        required=False,
        min_value=1,
        max_value=LONGEST_TERM,
        help_text="Only for new hires: who is hired from the opening day through the due day, each with so many days "
        "from the own day of hire.",
    )

    def _offer_audience(self, campaign: Campaign | None, at: datetime) -> None:
        """Put in the departments there are, and what was planned before."""
        choices = [(branch.department_id, f"{'– ' * branch.depth}{branch.profile.name}") for branch in Tree(at).walk()]
        self.fields["departments"].choices = choices  # type: ignore[attr-defined]
        first: dict[str, Any] = {"audience": AudienceKind.EVERYONE, "term_days": _FIRST_TERM}
        if campaign is not None:
            numbers = campaign.people.order_by("person__number").values_list("person__number", flat=True)
            first = {
                "audience": campaign.audience,
                "departments": list(campaign.departments.values_list("department_id", flat=True)),
                "numbers": "\n".join(numbers),
                "term_days": campaign.term_days or _FIRST_TERM,
            }
        self.initial.update(first)

    def clean_file(self) -> list[Line] | None:
        """The rows of a file that was sent; a sentence where it cannot be read."""
        sent = self.cleaned_data["file"]
        if not sent:
            return None
        try:
            return of_file(sent)
        except InvalidInput as error:
            raise forms.ValidationError(str(error)) from None

    def chosen_audience(self) -> Audience:
        """What the form says, for the service."""
        given = self.cleaned_data
        return Audience(
            kind=AudienceKind(given["audience"]),
            departments=given["departments"],
            lines=given["file"] if given.get("file") is not None else pasted(given["numbers"]),
            term_days=given["term_days"],
        )

    def put_rows(self, error: BadRows) -> None:
        """Show what is wrong with a list, a sentence for each row."""
        self.add_error("file" if self.cleaned_data.get("file") is not None else "numbers", error.shown)
