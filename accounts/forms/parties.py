"""Forms of the list of parties and candidates."""

from __future__ import annotations

from typing import Any

from django import forms

from accounts.forms.fields import DayField
from accounts.models import PartyAccount, PartyKind
from accounts.platforms import address_book
from accounts.services import PartyEntry, mark_of_entry
from accounts.sites import Address
from foundation import clock
from foundation.errors import InvalidInput
from foundation.staleness import SeenField
from powers.forms import HouseForm


class PartyForm(HouseForm):
    """One entry of the list."""

    button = "Add to the list"

    name = forms.CharField(label="Name", max_length=200, help_text="Of the party or the candidate.")
    kind = forms.ChoiceField(label="Whose account is it?", choices=PartyKind.choices, widget=forms.RadioSelect)
    url = forms.CharField(
        label="Address", max_length=2000, help_text="Of the account or the website, as the browser shows it."
    )
    election = forms.CharField(
        label="Election",
        max_length=200,
        required=False,
        help_text="For a candidate: which one, such as “Mayor, general election of April 2027”.",
    )
    is_partisan = forms.BooleanField(
        label="The election is partisan",
        required=False,
        initial=True,
        help_text="IV.G speaks of parties, and of candidates in partisan elections alone.",
    )
    is_office_account = forms.BooleanField(
        label="This is an official’s office account", required=False, help_text="It is spared: a link to it is fine."
    )
    why_spared = forms.CharField(label="Why it is spared", max_length=500, required=False)
    source = forms.CharField(label="Source", max_length=300, help_text="Where this is known from, and of when.")
    since = DayField(label="From", help_text="The first day on which no page of the City may link there.")
    through = DayField(label="Through", required=False, help_text="The last day. Leave empty where no end is known.")
    seen = SeenField()

    def entry(self, former: PartyAccount | None = None) -> PartyEntry:
        """What was filled in; raises `InvalidInput` for an address that is none."""
        data = {name: value for name, value in self.cleaned_data.items() if name not in {"url", "seen"}}
        return PartyEntry(address=self._address(former), **data)

    def _address(self, former: PartyAccount | None) -> Address:
        written = self.cleaned_data["url"]
        if former is not None and written == former.url:
            return Address(former.identity.partition(":")[0], former.identity, former.identity, former.url)
        return address_book().read(written)

    def clean_url(self) -> str:
        """An address that can be read, in any spelling."""
        written = str(self.cleaned_data["url"]).strip()
        try:
            address_book().read(written)
        except InvalidInput as error:
            raise forms.ValidationError(str(error)) from error
        return written


class PartyChangeForm(PartyForm):
    """An entry as it stands, to be corrected."""

    button = "Save the correction"

    @classmethod
    def starting(cls, row: PartyAccount) -> dict[str, Any]:
        """What the form shows at first."""
        shown = {name: getattr(row, name) for name in cls.base_fields if hasattr(row, name)}
        return shown | {
            "since": clock.city_date(row.effective_from),
            "through": row.last_day,
            "seen": mark_of_entry(row),
        }


class PartyEndForm(HouseForm):
    """The last day of an entry."""

    button = "End the entry"

    seen = SeenField()
    through = DayField(label="Through", help_text="The last day on which no page of the City may link there.")
