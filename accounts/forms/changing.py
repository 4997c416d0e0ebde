"""Forms that keep an account's facts true: details at once, protected facts as a proposal, a platform's own rename."""

from __future__ import annotations

from typing import Any

from django import forms

from accounts.forms.deeds import DeedForm
from accounts.forms.fields import DepartmentChoice, PlatformField, indented, reason_field
from accounts.models import LinkStance
from accounts.platforms import address_book
from accounts.services import Details, ProposedChange
from accounts.sites import Address
from directory.models import Department
from directory.tree import Tree
from foundation.errors import InvalidInput
from foundation.staleness import SeenField
from powers.forms import HouseForm

MOST_DEPARTMENTS = 12


class DetailsForm(HouseForm):
    """What may be changed without the authority."""

    button = "Save the details"
    seen = SeenField()
    name = forms.CharField(label="Display name", max_length=200)
    purpose = forms.CharField(
        label="What it is for", required=False, max_length=5000, widget=forms.Textarea(attrs={"rows": 4})
    )
    audience = forms.CharField(label="For whom", required=False, max_length=300)
    language = forms.CharField(label="Language", max_length=60)
    links_to_city = forms.ChoiceField(
        label="Does the page link to the official website of the City or the department?",
        required=False,
        choices=[("", "Not said"), *LinkStance.choices],
    )
    why_no_link = forms.CharField(
        label="Why is a link not possible?",
        required=False,
        max_length=2000,
        widget=forms.Textarea(attrs={"rows": 2}),
        help_text="Only where a link is not possible.",
    )
    persistent_id = forms.CharField(
        label="The platform's own id of the account",
        required=False,
        max_length=100,
        help_text="Where the platform shows one. With it, a rename by the platform needs no new approval.",
    )

    def details(self) -> Details:
        """The details as they were sent."""
        return Details(**{name: self.cleaned_data[name] for name in Details.__dataclass_fields__})


class SharingMixin(forms.Form):
    """Departments that share an account: a list for each, and one more than are chosen, so that it grows as asked."""

    def offer_sharing(self, choices: list[tuple[int, str]], chosen: list[int], more: int = 1) -> None:
        """A field for each department chosen, and some more."""
        for place in range(min(len(chosen) + more, MOST_DEPARTMENTS)):
            field = DepartmentChoice(label="Also used by" if place == 0 else "And by", required=False)
            field.offer(choices, blank="No other department")
            self.fields[f"sharing_{place}"] = field
            if place < len(chosen):
                self.initial[f"sharing_{place}"] = chosen[place]

    def sharing(self) -> tuple[Department, ...]:
        """The departments chosen, each once."""
        names = [name for name in self.fields if name.startswith("sharing_")]
        return tuple(dict.fromkeys(self.cleaned_data[name] for name in names if self.cleaned_data.get(name)))

    @property
    def sharing_fields(self) -> list[str]:
        """The names of those fields, in order."""
        return [name for name in self.fields if name.startswith("sharing_")]


def is_handle(text: str) -> bool:
    """Whether a text is a handle alone, which names an account only on a platform."""
    return text.strip().startswith("@") or not set("/.") & set(text)


class AddressMixin(forms.Form):
    """An address or a handle in any spelling, and the platform where a handle alone is given."""

    def read_address(self, text: str, platform: str) -> Address | None:
        """The address; what is wrong with it is put on the form."""
        try:
            return address_book().read(text, platform)
        except InvalidInput as error:
            where = error.field if error.field in self.fields else "url"
            self.add_error(where, str(error))
            return None


class ProposalForm(SharingMixin, AddressMixin, HouseForm):
    """A change of protected facts: the address with platform and handle, and the departments."""

    button = "Propose this change"
    seen = SeenField()
    url = forms.CharField(
        label="Address of the page, or its handle",
        max_length=2000,
        help_text="Platform and handle follow from the address. Leave it as it is where only departments change.",
    )
    platform = PlatformField()
    responsible = DepartmentChoice(label="Responsible department")
    reason = reason_field("Why should it change?", "The authority of each department concerned reads it.")

    def __init__(self, *args: Any, tree: Tree, platform: str, departments: tuple[int, ...], **kwargs: Any) -> None:
        self.account_platform = platform
        super().__init__(*args, **kwargs)
        choices = indented(tree)
        field = self.fields["responsible"]
        if isinstance(field, DepartmentChoice):
            field.offer(choices)
        self.initial["responsible"], *chosen = departments
        self.offer_sharing(choices, chosen, more=2)
        self.order_fields(["url", "platform", "responsible", *self.sharing_fields, "reason"])

    def clean(self) -> dict[str, Any]:
        """The address, read as of the account's platform where it is a handle alone."""
        data = super().clean() or self.cleaned_data
        if data.get("url"):
            chosen = data.get("platform") or (self.account_platform if is_handle(data["url"]) else "")
            # An address that was left as it is changes nothing, whatever its platform's patterns say by now.
            same = data["url"].strip() == self.initial.get("url") and not data.get("platform")
            data["address"] = None if same else self.read_address(data["url"], chosen)
        return data

    def change(self) -> ProposedChange:
        """What is proposed."""
        data = self.cleaned_data
        return ProposedChange(data.get("address"), data["responsible"], self.sharing())


class RenameForm(AddressMixin, HouseForm):
    """That the platform shows the same account under another handle."""

    button = "Record the rename"
    seen = SeenField()
    url = forms.CharField(label="New address of the page, or its new handle", max_length=2000)
    persistent_id = forms.CharField(
        label="The platform's own id, as the platform shows it now",
        max_length=100,
        help_text="It has to be the one on record: it says that this is still the same account.",
    )

    def __init__(self, *args: Any, platform: str, **kwargs: Any) -> None:
        self.account_platform = platform
        super().__init__(*args, **kwargs)

    def clean(self) -> dict[str, Any]:
        """The new address on the same platform."""
        data = super().clean() or self.cleaned_data
        if data.get("url"):
            data["address"] = self.read_address(data["url"], self.account_platform)
        return data


class DecideChangeForm(DeedForm):
    """A decision on a proposed change; by office it has a reason."""

    reason = reason_field("Anything to say about it?", "Who proposed it reads this.", required=False)

    def __init__(self, *args: Any, needs_reason: bool, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        if needs_reason:
            self.fields["reason"].required = True
            self.fields["reason"].label = "Why?"
