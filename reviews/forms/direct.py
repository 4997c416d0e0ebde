"""Forms of what goes out under the authorization alone (a reply, a filled template), and of templates."""

from __future__ import annotations

from typing import Any

from crispy_forms.layout import Submit
from django import forms

from accounts.forms.fields import DepartmentChoice, PersonField, reason_field
from accounts.models import OfficialAccount
from authorizations.acts_asked import CITY_DEVICE, PERSONAL_DEVICE
from authorizations.forms.fields import LinesField
from authorizations.naming import account_called
from crispy_uswds.widgets import NativeDateInput, NativeDateTimeInput
from foundation.errors import InvalidInput
from powers.forms import HouseForm
from reviews.blanks import DAY, ONE_OF, TIME, Blank, fill
from reviews.forms.drafting import Offer
from reviews.models import Template
from reviews.services import WentOut
from reviews.services.direct import LONGEST_COMMENT
from reviews.wording import LONGEST, Wording


class DirectForm(HouseForm):
    """What went out, on which account, by whom and when. *Look at it* asks the check and the decision first."""

    button = "Record that it went out"

    account = forms.ChoiceField(label="On which account?", required=False)
    other_account = forms.CharField(
        label="Another account",
        required=False,
        max_length=300,
        help_text="By address, handle with its platform, or reference; where it is not in the list above.",
    )
    publisher = PersonField(label="Who publishes it?")
    identification = forms.CharField(
        label="Who posts?", max_length=300, help_text="Name and title or rank, as used at work (IV.F)."
    )
    device = forms.ChoiceField(
        label="From which device?",
        choices=[(CITY_DEVICE, "The City's"), (PERSONAL_DEVICE, "The publisher's own")],
        widget=forms.RadioSelect,
        initial=CITY_DEVICE,
    )
    discloses = forms.BooleanField(
        label="It tells something from criminal justice records or an investigation", required=False
    )
    matter = forms.CharField(
        label="Which matter, or which class of records?", required=False, max_length=500, help_text="Only if it does."
    )
    published_at = forms.DateTimeField(label="When did it go out?", widget=NativeDateTimeInput())
    permalink = forms.URLField(label="Its address", required=False, max_length=1000, assume_scheme="https")

    def __init__(self, *args: Any, offer: Offer, **kwargs: Any) -> None:
        self.offer = offer
        super().__init__(*args, **kwargs)
        self.known = {str(one.pk): one for one in offer.accounts()}
        field = self.fields["account"]
        if isinstance(field, forms.ChoiceField):
            named = [(key, f"{one.now.name} ({one.now.platform.name})") for key, one in self.known.items()]
            field.choices = [("", "Choose one"), *named]
        self.helper.inputs[0].field_classes += " usa-button--outline"
        self.helper.inputs.insert(0, Submit("look", "Look at it first"))

    def clean(self) -> dict[str, Any]:
        """The account, however it was named."""
        data = super().clean() or self.cleaned_data
        data["on"] = self.known.get(data.get("account") or "")
        if data.get("other_account"):
            try:
                data["on"] = account_called(data["other_account"], self.offer.at)
            except InvalidInput as error:
                self.add_error("other_account", str(error))
        elif data["on"] is None:
            self.add_error("account", "Say on which account it goes out.")
        return data

    def words(self) -> str:
        """The words that go out; raises `InvalidInput` where a blank cannot be filled so."""
        return str(self.cleaned_data.get("text", ""))

    def wording(self) -> Wording:
        """What the form says; only after `is_valid`."""
        data = self.cleaned_data
        plain = ("publisher", "identification", "device", "discloses", "matter")
        return Wording(accounts=(data["on"],), text=self.words(), **{name: data[name] for name in plain})

    def went_out(self) -> dict[int, WentOut]:
        """Where and when it went out, by the account's id."""
        data = self.cleaned_data
        account: OfficialAccount = data["on"]
        return {account.pk: WentOut(self.words(), data["published_at"], data["permalink"])}


class ReplyForm(DirectForm):
    """A reply to a comment."""

    in_answer_to = forms.CharField(
        label="What does it answer?",
        max_length=LONGEST_COMMENT,
        widget=forms.Textarea(attrs={"rows": 2}),
        help_text="The address of the comment, or its words.",
    )
    text = forms.CharField(
        label="Your reply",
        strip=False,
        max_length=LONGEST,
        widget=forms.Textarea(attrs={"rows": 5}),
        help_text="Word for word.",
    )
    field_order = ("in_answer_to", "text", "account", "other_account")


class UseForm(DirectForm):
    """The blanks of a template."""

    def __init__(self, *args: Any, template: Template, **kwargs: Any) -> None:
        self.template = template
        self.blanks = template.told_blanks
        super().__init__(*args, **kwargs)
        for blank in self.blanks:
            self.fields[blank.key] = _field_of(blank)
        self.order_fields([one.key for one in self.blanks])

    def values(self) -> dict[str, object]:
        """What stands in the blanks, by their names."""
        return {one.name: self.cleaned_data.get(one.key) for one in self.blanks}

    def words(self) -> str:
        """The words with the blanks filled."""
        return fill(self.template.text, self.blanks, self.values())

    def clean(self) -> dict[str, Any]:
        """What may not stand in a blank is said at the blank."""
        data = super().clean()
        if not self.errors:
            try:
                data["text"] = self.words()
            except InvalidInput as error:
                self.add_error(error.field if error.field in self.fields else None, str(error))
        return data


def _field_of(blank: Blank) -> forms.Field:
    label = blank.name.capitalize()
    if blank.kind == ONE_OF:
        return forms.ChoiceField(label=label, choices=[("", "Choose"), *((one, one) for one in blank.choices)])
    if blank.kind == DAY:
        return forms.DateField(label=label, widget=NativeDateInput())
    if blank.kind == TIME:
        return forms.TimeField(label=label, widget=forms.TimeInput(attrs={"type": "time"}, format="%H:%M"))
    return forms.CharField(label=label, max_length=blank.longest, help_text=blank.sentence.capitalize() + ".")


class TemplateForm(HouseForm):
    """Words with blanks, as somebody proposes them."""

    button = "Propose these words"

    department = DepartmentChoice(label="For the accounts of which department?")
    title = forms.CharField(label="Title", max_length=120, help_text="How colleagues find it: “Lane closed”.")
    text = forms.CharField(
        label="The words",
        strip=False,
        max_length=LONGEST,
        widget=forms.Textarea(attrs={"rows": 6}),
        help_text="Write each blank in braces: “{direction} {road}: {lanes} lanes closed until {end}.”",
    )
    blanks = LinesField(
        label="What may stand in the blanks?",
        required=False,
        longest=1000,
        rows=5,
        help_text="One blank on each line: “direction: one of Northbound | Southbound”, “road: words, at most 40”, "
        "“lanes: number”, “end: time”, “from: day”.",
    )
    what_for = reason_field("What are they for?", "The reviewer reads it.")
