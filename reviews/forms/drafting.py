"""A post as its form: the words for each account, who posts them, and plain questions about what they disclose."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from crispy_forms.layout import Fieldset, Layout, Submit
from django import forms

from accounts.forms.fields import PersonField
from accounts.models import OfficialAccount, State
from authorizations.acts_asked import CITY_DEVICE, PERSONAL_DEVICE
from authorizations.forms.fields import LinesField
from authorizations.kinds import Voice
from authorizations.models import Authorization, AuthorizedAccount, Consent
from authorizations.naming import account_called
from crispy_uswds.widgets import NativeDateTimeInput
from directory.models import Employee
from foundation import clock
from foundation.errors import InvalidInput
from powers.forms import HouseForm
from reviews.models import Post, Target
from reviews.wording import LONGEST, Wording

MOST_ACCOUNTS = 40
"""How many accounts are offered to tick; every other one can be named below them."""
_VOICES = [("", "The department whose account it is"), (Voice.CITY.value, "The City as a whole")]


@dataclass(frozen=True)
class Offer:
    """For whom a form is made: who drafts, where they work, the accounts a post names already."""

    drafter: Employee
    home_id: int | None
    at: datetime
    targets: Sequence[Target] = ()

    def accounts(self) -> list[OfficialAccount]:
        """Active accounts near at hand: the department's, lent to it, named by an own authorization; and targets."""
        active = OfficialAccount.objects.as_of(self.at).in_states(State.ACTIVE)
        mine = Authorization.objects.within_dates(self.at).filter(grantee=self.drafter)
        named = AuthorizedAccount.objects.filter(authorization__in=mine).values("account_id")
        near = active.filter(pk__in=named)
        if self.home_id is not None:
            lent = Consent.objects.in_effect(self.at).filter(for_department_id=self.home_id).values("account_id")
            near = near | active.used_by([self.home_id], self.at) | active.filter(pk__in=lent)
        offered = list(near.by_name()[:MOST_ACCOUNTS])
        chosen = {one.account_id for one in self.targets} - {one.pk for one in offered}
        if chosen:
            offered += OfficialAccount.objects.as_of(self.at).filter(pk__in=chosen).by_name()
        return offered


class PostForm(HouseForm):
    """The draft of a post. `variant_<id>` holds other words for an account that it names already."""

    button = "Save"

    text = forms.CharField(
        label="The post",
        required=False,
        strip=False,
        widget=forms.Textarea(attrs={"rows": 8}),
        max_length=LONGEST * 2,
        help_text="Word for word as it will be read.",
    )
    accounts = forms.MultipleChoiceField(
        label="On which accounts?", required=False, widget=forms.CheckboxSelectMultiple
    )
    more_accounts = LinesField(
        label="Other accounts",
        required=False,
        help_text="One on each line, by address, handle with its platform, or reference.",
    )
    identification = forms.CharField(
        label="Who posts?",
        required=False,
        max_length=300,
        help_text="Name and title or rank, as used at work. Where it is shown is set for each account.",
    )
    publisher = PersonField(
        label="Who will publish it?",
        help_text="Employee number, or the full name. They need the authorization; anybody may draft for them.",
    )
    device = forms.ChoiceField(
        label="From which device?",
        choices=[(CITY_DEVICE, "The City's"), (PERSONAL_DEVICE, "The publisher's own")],
        widget=forms.RadioSelect,
        initial=CITY_DEVICE,
    )
    voice = forms.ChoiceField(label="For whom does it speak?", required=False, choices=_VOICES)
    subjects = LinesField(
        label="What is it about?",
        required=False,
        help_text="One subject on each line, as authorizations name them. Needed where one covers some subjects only.",
    )
    planned_for = forms.DateTimeField(
        label="Planned for",
        required=False,
        widget=NativeDateTimeInput(),
        help_text="Leave empty: as soon as it is approved.",
    )
    discloses = forms.BooleanField(
        label="It tells something from criminal justice records or an investigation", required=False
    )
    matter = forms.CharField(
        label="Which matter, or which class of records?", required=False, max_length=500, help_text="Only if it does."
    )
    others_work = forms.BooleanField(
        label="It shows somebody else's work: a picture, music, a text, a mark", required=False
    )
    shows_people = forms.BooleanField(label="It shows people who can be recognised", required=False)
    tags = LinesField(label="Tags", required=False, help_text="For finding it again; they are not published.")
    notes = forms.CharField(
        label="Notes",
        required=False,
        max_length=LONGEST,
        widget=forms.Textarea(attrs={"rows": 3}),
        help_text="For those who work on the post; they are not published.",
    )
    seen = forms.IntegerField(required=False, widget=forms.HiddenInput)
    reference = forms.CharField(required=False, max_length=30, widget=forms.HiddenInput)
    begun_as = forms.UUIDField(required=False, widget=forms.HiddenInput)

    def __init__(self, *args: Any, offer: Offer, may_send: bool = True, **kwargs: Any) -> None:
        self.offer = offer
        super().__init__(*args, **kwargs)
        self.known = {str(one.pk): one for one in offer.accounts()}
        field = self.fields["accounts"]
        if isinstance(field, forms.MultipleChoiceField):
            field.choices = [(key, f"{one.now.name} ({one.now.platform.name})") for key, one in self.known.items()]
        variants = [self._variant(one) for one in offer.targets if str(one.account_id) in self.known]
        self.helper.layout = Layout(
            "text",
            "accounts",
            "more_accounts",
            *([Fieldset("Other words for one account", *variants)] if variants else []),
            "identification",
            "publisher",
            "device",
            "planned_for",
            Fieldset("What it discloses", "discloses", "matter", "others_work", "shows_people"),
            Fieldset("More", "voice", "subjects", "tags", "notes"),
            "seen",
            "reference",
            "begun_as",
        )
        if may_send:
            self.helper.add_input(Submit("send", "Save and send for review", css_class="usa-button--outline"))

    def _variant(self, target: Target) -> str:
        account = self.known[str(target.account_id)]
        name = f"variant_{target.account_id}"
        self.fields[name] = forms.CharField(
            label=f"For {account.now.name} ({account.now.platform.name})",
            required=False,
            strip=False,
            max_length=LONGEST * 2,
            widget=forms.Textarea(attrs={"rows": 4}),
            help_text="Leave empty: the common words.",
        )
        return name

    def clean(self) -> dict[str, Any]:
        """Accounts that are named are found; a planned time outside the calendar is refused at its field."""
        data = super().clean() or self.cleaned_data
        found = {pk: self.known[pk] for pk in data.get("accounts", []) if pk in self.known}
        for words in data.get("more_accounts") or ():
            try:
                account = account_called(words, self.offer.at)
            except InvalidInput as error:
                self.add_error("more_accounts", str(error))
            else:
                found[str(account.pk)] = account
        data["named"] = tuple(found.values())
        if data.get("planned_for"):
            try:
                clock.as_instant(data["planned_for"])
            except InvalidInput as error:
                self.add_error("planned_for", str(error))
        return data

    def wording(self) -> Wording:
        """What the form says; only after `is_valid`."""
        data = self.cleaned_data
        plain = ("publisher", "text", "identification", "device", "voice", "discloses", "matter", "notes")
        return Wording(
            accounts=data["named"],
            variants=dict(self._variants(data["named"])),
            others_work=data["others_work"],
            shows_people=data["shows_people"],
            subjects=data["subjects"] or (),
            tags=data["tags"] or (),
            planned_for=data["planned_for"],
            **{name: data[name] for name in plain},
        )

    def _variants(self, named: Iterable[OfficialAccount]) -> Iterable[tuple[int, str]]:
        for account in named:
            text = self.cleaned_data.get(f"variant_{account.pk}", "")
            if text.strip():
                yield account.pk, text


def initial_of(post: Post, targets: Sequence[Target]) -> dict[str, Any]:
    """The form as a post stands."""
    names = ("publisher", "device", "voice", "discloses", "others_work", "shows_people", "planned_for", "reference")
    words = ("text", "identification", "matter", "subjects", "tags", "notes")
    return {
        **{name: getattr(post, name) for name in names},
        **{name: getattr(post.content, name) for name in words},
        "seen": post.edition,
        "accounts": [str(one.account_id) for one in targets],
        **{f"variant_{one.account_id}": one.text for one in targets if one.text is not None},
    }
