"""Forms of the acts on an account: each carries the mark of what it was opened on."""

from __future__ import annotations

from typing import Any

from django import forms

from accounts.forms.fields import DayField, DepartmentChoice, named, reason_field
from accounts.services import EarlierApproval
from accounts.standpoint import Standpoint
from directory.tree import Tree
from foundation.staleness import SeenField
from powers.forms import HouseForm

FRESH, EARLIER = "fresh", "earlier"
_BY_OFFICE = "You entered it yourself: you approve it by office, and such an act has a reason."


class DeedForm(HouseForm):
    """What every act asks: for which department, where there is a choice. A reason where the act has one."""

    seen = SeenField()
    department = DepartmentChoice(label="For which department do you decide?")

    def __init__(
        self,
        *args: Any,
        standpoint: Standpoint,
        tree: Tree,
        departments: tuple[int, ...] = (),
        button: str = "",
        **kwargs: Any,
    ) -> None:
        self.standpoint, self.tree = standpoint, tree
        super().__init__(*args, **kwargs)
        self.helper.inputs[0].value = button or self.button
        field = self.fields["department"]
        if not departments:
            del self.fields["department"]
        elif isinstance(field, DepartmentChoice):
            field.offer(named(departments, tree))
            if len(departments) == 1:
                field.widget = forms.HiddenInput()
                self.initial["department"] = departments[0]


class ReasonForm(DeedForm):
    """An act with a reason."""

    reason = reason_field("Why?", "Whoever is concerned reads it, and it stays with the account's history.")


class NoteForm(DeedForm):
    """An act that may have a reason."""

    reason = reason_field("Anything to say about it?", "Whoever is concerned reads it.", required=False)


class ApproveForm(DeedForm):
    """Approval; by office it has a reason."""

    reason = reason_field("Anything to say about it?", "Who asked for it reads this.", required=False)

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        if self.standpoint.is_asker:
            self.fields["reason"].required = True
            self.fields["reason"].label = "Why do you approve what you asked for?"
            self.fields["reason"].help_text = _BY_OFFICE


class EstablishForm(DeedForm):
    """That the page exists now."""

    persistent_id = forms.CharField(
        label="The platform's own id of the account",
        max_length=100,
        required=False,
        help_text="Where the platform shows one. With it, a rename by the platform needs no new approval.",
    )


class EarlierFields(forms.Form):
    """A fresh approval, or an earlier one that is recorded."""

    kind = forms.ChoiceField(
        label="On which approval does it rest?",
        widget=forms.RadioSelect,
        choices=[
            (FRESH, "I approve it now"),
            (EARLIER, "It was approved before the portal: I record that approval"),
        ],
        initial=FRESH,
    )
    signed_on = DayField(label="Approved on", required=False, help_text="Only for an earlier approval.")
    given_by = forms.CharField(
        label="Approved by",
        required=False,
        max_length=200,
        help_text="Only for an earlier approval: name and title, as the document says.",
    )
    scan = forms.FileField(
        label="Scan of the earlier approval", required=False, help_text="PDF or picture, 20 MB at most."
    )
    reason = reason_field("Anything to say about it?", "", required=False)

    def clean(self) -> dict[str, Any]:
        """An earlier approval has its date and who gave it."""
        data = super().clean() or self.cleaned_data
        if data.get("kind") == EARLIER:
            if not data.get("signed_on") and "signed_on" not in self.errors:
                self.add_error("signed_on", "Say when it was approved.")
            if not data.get("given_by") and "given_by" not in self.errors:
                self.add_error("given_by", "Say who approved it: name and title.")
        return data

    def earlier(self, scan: Any = None) -> EarlierApproval | None:
        """The earlier approval, if it is one."""
        data = self.cleaned_data
        if data["kind"] != EARLIER:
            return None
        return EarlierApproval(data["signed_on"], data["given_by"], scan)


class AdoptForm(EarlierFields, DeedForm):
    """Adopting an account that was found."""

    field_order = ("department", "kind", "signed_on", "given_by", "scan", "reason")

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        if self.standpoint.is_asker:
            self.fields["reason"].required = True
            self.fields["reason"].label = "Why do you approve what you entered?"
            self.fields["reason"].help_text = _BY_OFFICE


class ListForm(DeedForm):
    """Listing an official's own page asks for nothing more."""
