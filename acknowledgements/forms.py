"""What people fill in: the acknowledgement itself, campaigns, and reasons."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date, datetime, timedelta
from typing import Any

from crispy_forms.helper import FormHelper
from crispy_forms.layout import Submit
from django import forms
from django.db.models import QuerySet

from acknowledgements.coverage import Moment
from acknowledgements.forms_audience import FIELDS, AudienceForm
from acknowledgements.models import Campaign, StatementKind
from acknowledgements.services import CampaignPlan, mark_of_plan
from acknowledgements.wording import Shown, default_statements, default_title, default_wording, hash_of
from foundation import clock
from foundation.calendar import WorkingDays
from foundation.errors import InvalidInput
from foundation.staleness import SeenField
from policy.models import Version

DAY = forms.DateInput(attrs={"type": "date"}, format="%Y-%m-%d")
_TERM = 28
_NOT_WHOLE = "The page did not reach us whole. Load it again."
_TICK = "Tick this statement, or do not acknowledge."


class AcknowledgeForm(forms.Form):
    """One tick for each statement, the typed name, and, unseen, what exactly was shown."""

    text_hash = forms.CharField(
        widget=forms.HiddenInput, max_length=80, label="The text", error_messages={"required": _NOT_WHOLE}
    )
    statements_hash = forms.CharField(
        widget=forms.HiddenInput, max_length=80, label="The statements", error_messages={"required": _NOT_WHOLE}
    )

    def __init__(self, *args: Any, statements: Sequence[Shown], text_hash: str, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.initial.setdefault("text_hash", text_hash)
        self.initial.setdefault("statements_hash", hash_of(statements))
        for statement in statements:
            self.fields[f"statement_{statement['kind']}"] = forms.BooleanField(
                label=statement["text"], error_messages={"required": _TICK}
            )
        self.fields["typed_name"] = forms.CharField(
            label="Your name",
            max_length=200,
            help_text="Type it as you use it at work. It stands for your signature.",
            error_messages={"required": "Type your name."},
            widget=forms.TextInput(attrs={"autocomplete": "name", "autocapitalize": "words"}),
        )

    @property
    def ticked(self) -> list[str]:
        """The kinds of the statements that were ticked."""
        return [
            name.removeprefix("statement_")
            for name, value in self.cleaned_data.items()
            if name.startswith("statement_") and value
        ]


class ReasonForm(forms.Form):
    """A reason, where an act needs one."""

    reason = forms.CharField(
        label="Why?",
        max_length=2000,
        widget=forms.Textarea(attrs={"rows": 3}),
        error_messages={"required": "Give a reason: without one nobody can check it later."},
    )

    def __init__(self, *args: Any, button: str = "Send", label: str = "Why?", action: str = "", **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["reason"].label = label
        self.helper = FormHelper()
        self.helper.form_action = action
        self.helper.add_input(Submit("submit", button, css_class="usa-button--outline" if action else ""))

    def given(self) -> str:
        """The reason; raises `InvalidInput` where it is missing, too long, or no text."""
        if not self.is_valid():
            raise InvalidInput(
                str(self.errors["reason"][0]), remedy="Give a reason of at most 2,000 characters.", field="reason"
            )
        reason: str = self.cleaned_data["reason"]
        return reason


class ExtendForm(ReasonForm):
    """A later due day, with the reason."""

    due_day = forms.DateField(label="New due day", widget=DAY, help_text="The whole of that day is in time.")

    def __init__(self, *args: Any, at: datetime, campaign: Campaign, action: str = "", **kwargs: Any) -> None:
        super().__init__(*args, button="Extend", label="Why is it extended?", action=action, **kwargs)
        week_on = max(campaign.due_day, clock.city_date(at)) + timedelta(days=7)
        self.initial["due_day"] = WorkingDays().on_or_after(week_on)
        self.order_fields(["due_day", "reason"])

    def given_with_day(self) -> tuple[date, str]:
        """The day and the reason; raises `InvalidInput` where one is missing or no day."""
        if self.is_valid() or "due_day" not in self.errors:
            return self.cleaned_data["due_day"], self.given()
        raise InvalidInput("Give the new due day.", remedy="Write it as 2026-06-30.", field="due_day")


class CoverageForm(forms.Form):
    """Which version, as of which day, and as known on which day; left empty, the one in force and now."""

    version: Any = forms.ModelChoiceField(queryset=None, label="Version", required=False, empty_label=None)
    as_of = forms.DateField(label="As of the end of", required=False, widget=DAY)
    campaign = forms.IntegerField(required=False, min_value=1, max_value=2**31, widget=forms.HiddenInput)
    known_at = forms.DateField(
        label="As known at the end of", required=False, widget=DAY, help_text="Left empty: as known now."
    )

    def __init__(self, *args: Any, versions: QuerySet[Any], at: datetime, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self._at = at
        self.fields["version"].queryset = versions  # type: ignore[attr-defined]
        self.helper = FormHelper()
        self.helper.form_tag = False
        self.helper.disable_csrf = True

    def clean_as_of(self) -> date | None:
        """No day that has not come: nobody knows its answer."""
        return self._come("as_of")

    def clean_known_at(self) -> date | None:
        """Nor one on which more will be known than now."""
        return self._come("known_at")

    def _come(self, name: str) -> date | None:
        day: date | None = self.cleaned_data[name]
        if day and day > clock.city_date(self._at):
            raise forms.ValidationError("That day has not come yet. Choose today or an earlier day.")
        return day

    def chosen_version(self) -> Any:
        """The version asked for, else the first offered: the one in force."""
        chosen = None
        if self.is_bound:
            self.full_clean()
            chosen = self.cleaned_data.get("version")
        return chosen or self.fields["version"].queryset.first()  # type: ignore[attr-defined]

    def moment(self) -> Moment:
        """As of when and as known when: the ends of the days given, never later than now."""
        given = self.cleaned_data if self.is_bound else {}
        return Moment(self._end(given.get("as_of")), self._end(given.get("known_at")))

    def _end(self, day: date | None) -> datetime:
        return min(clock.end_of(day) - timedelta(microseconds=1), self._at) if day else self._at


class CampaignForm(AudienceForm):
    """A campaign: which version, whom, from when until when, in which words."""

    seen = SeenField()
    version: Any = forms.ModelChoiceField(queryset=None, label="Which version?", empty_label=None)
    title = forms.CharField(label="What is it called?", max_length=200)
    opening_day = forms.DateField(label="Opens on", widget=DAY)
    due_day = forms.DateField(
        label="Due on", widget=DAY, help_text="The whole of that day is in time. People are reminded on it."
    )
    wording = forms.CharField(
        label="What do people read first?", max_length=4000, widget=forms.Textarea(attrs={"rows": 4})
    )

    def __init__(
        self, *args: Any, versions: QuerySet[Any], at: datetime, campaign: Campaign | None = None, **kwargs: Any
    ) -> None:
        super().__init__(*args, **kwargs)
        self.fields["version"].queryset = versions  # type: ignore[attr-defined]
        if campaign is not None:
            # Taken before the statements are read: a change between the two makes the form stale, not wrong.
            self.initial["seen"] = mark_of_plan(campaign)
        version = campaign.version if campaign else versions.first()
        self.has_versions = version is not None
        shown = self._shown(campaign, version)
        for kind in StatementKind:
            self.fields[f"statement_{kind}"] = forms.CharField(
                label=f"Statement: {kind.label}",
                max_length=1000,
                required=kind != StatementKind.CRIMINAL_JUSTICE,
                widget=forms.Textarea(attrs={"rows": 3}),
                initial=shown.get(kind, ""),
            )
        self.fields["statement_criminal_justice"].help_text = "Put only to departments with such access. May be empty."
        self.initial.update(self._first(campaign, version, at))
        self._offer_audience(campaign, at)
        self.order_fields(["seen", "version", "title", *FIELDS, "opening_day", "due_day", "wording"])
        self.helper = FormHelper()
        self.helper.add_input(Submit("submit", "Save the plan"))

    @staticmethod
    def _shown(campaign: Campaign | None, version: Version | None) -> dict[str, str]:
        if campaign is not None:
            return {statement.kind: statement.text for statement in campaign.statements.all()}
        statements = default_statements(version) if version else []
        return {statement["kind"]: statement["text"] for statement in statements}

    @staticmethod
    def _first(campaign: Campaign | None, version: Version | None, at: datetime) -> dict[str, Any]:
        if campaign is not None:
            return {
                "version": campaign.version_id,
                "title": campaign.title,
                "wording": campaign.wording,
                "opening_day": campaign.opening_day,
                "due_day": campaign.due_day,
            }
        today = clock.city_date(at)
        due_day = WorkingDays().on_or_after(today + timedelta(days=_TERM))
        first: dict[str, Any] = {"opening_day": today, "due_day": due_day}
        if version is not None:
            first |= {"title": default_title(version), "wording": default_wording(version)}
        return first

    def plan(self) -> CampaignPlan:
        """What the form says, for the service."""
        given = self.cleaned_data
        statements: list[Shown] = [
            {"kind": kind.value, "text": given[f"statement_{kind}"]}
            for kind in StatementKind
            if given[f"statement_{kind}"].strip()
        ]
        return CampaignPlan(
            version=given["version"],
            title=given["title"],
            wording=given["wording"],
            opening_day=given["opening_day"],
            due_day=given["due_day"],
            statements=statements,
            audience=self.chosen_audience(),
        )
