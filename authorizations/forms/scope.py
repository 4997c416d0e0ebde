"""What somebody is to be authorized for: one form for asking, granting and recording, with the fields of its kind."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, datetime
from typing import Any

from crispy_forms.layout import Fieldset, Layout
from django import forms

from accounts.forms.fields import DayField, DepartmentChoice
from accounts.models import OfficialAccount, Platform, State
from authorizations.acts_asked import Speaker
from authorizations.forms.fields import LinesField
from authorizations.kinds import ON_ACCOUNTS, ON_HOSTS, SPEAKS, Kind, Voice
from authorizations.models import Condition, Consent, Statute
from authorizations.naming import account_called
from authorizations.plans import TERM, Plan, months_after
from directory.models import Employee, SpeechRule
from foundation import clock, dates
from foundation.dated_settings import value
from foundation.errors import InvalidInput
from powers.forms import HouseForm
from powers.picture import Picture

MOST_ACCOUNTS = 60
"""How many accounts are offered to tick; every other one can be named below them."""


@dataclass(frozen=True)
class Offer:
    """For whom and what a form is made: the kind, the grantee's department, the moment's picture."""

    kind: Kind
    home_id: int
    picture: Picture

    @property
    def at(self) -> datetime:
        """The moment of the page."""
        return self.picture.at

    def accounts(self) -> list[OfficialAccount]:
        """Active accounts that can be named: of the departments under the same authority, or with their consent."""
        tree = self.picture.tree
        mine = tree.office(self.home_id, self.at)
        near = {one for one in tree.departments(self.at) if mine is not None and tree.office(one, self.at) == mine}
        if self.kind == Kind.POLICE_SPEECH:
            near = set(self.police())
        near |= {self.home_id}
        active = OfficialAccount.objects.as_of(self.at).in_states(State.ACTIVE)
        consented = Consent.objects.in_effect(self.at).filter(for_department_id__in=near)
        reached = active.filter(pk__in=consented.values("account_id"))
        return list((active.used_by(near, self.at) | reached).by_name()[:MOST_ACCOUNTS])

    def police(self) -> list[int]:
        """Ids of the departments for which IV.K.2 speaks."""
        tree, at = self.picture.tree, self.at
        profiles = ((one, tree.profile(one, at)) for one in tree.departments(at))
        return [one for one, profile in profiles if profile and profile.speech_rule != SpeechRule.ORDINARY]

    def last_day(self) -> date:
        """The last day that the City's cap allows from today on."""
        months = int(value(TERM, self.at))
        return clock.last_day(clock.end_of(months_after(clock.city_date(self.at), months)))


_FOR_WHOM = [
    (Voice.DEPARTMENT, "A department"),
    (Voice.CITY, "The City as a whole"),
    (Voice.OFFICIAL, "A named official"),
]


class ScopeForm(HouseForm):
    """The scope of one kind of authorization; fields of other kinds are not there."""

    voice = forms.ChoiceField(label="Whom do they speak for?", choices=_FOR_WHOM, widget=forms.RadioSelect)
    department = DepartmentChoice(label="Which department?", required=False)
    official = forms.CharField(
        label="Which official?",
        required=False,
        max_length=200,
        help_text="Name and office. Only for a named official.",
    )
    accounts = forms.MultipleChoiceField(
        label="On which accounts?", required=False, widget=forms.CheckboxSelectMultiple
    )
    more_accounts = LinesField(
        label="Other accounts",
        required=False,
        help_text="One on each line, by address, handle with its platform, or reference. An account of another "
        "department needs that department's consent first.",
    )
    platforms = forms.MultipleChoiceField(
        label="Every account of the department on",
        required=False,
        widget=forms.CheckboxSelectMultiple,
        help_text="Also those that are opened later.",
    )
    hosts = LinesField(
        label="On which sites?", required=False, help_text="One on each line, by host: neighbors.example.org."
    )
    device = forms.CharField(
        label="Which device?",
        max_length=300,
        help_text="So that it can be told from others: “private telephone, black, ends in 4711”.",
    )
    matter = forms.CharField(label="Which matter, or which class of records?", max_length=500)
    is_class_of_records = forms.BooleanField(label="This is a class of records, not one matter", required=False)
    statute = forms.ChoiceField(
        label="Does a statute close the record?",
        required=False,
        help_text="This approval lifts the regulation's bar only, never that of a statute.",
    )
    opinion = forms.CharField(
        label="Opinion of the Law Department",
        required=False,
        max_length=300,
        help_text="Which opinion, of when. Needed where a statute closes the record.",
    )
    purpose = forms.CharField(label="For what job-related purpose?", max_length=500)
    subjects_covered = LinesField(
        label="About what?",
        required=False,
        help_text="One subject on each line. Leave empty: about everything that is the department's business.",
    )
    subjects_excluded = LinesField(label="Not about", required=False, help_text="One subject on each line.")
    conditions = forms.MultipleChoiceField(
        label="Conditions", required=False, widget=forms.CheckboxSelectMultiple, help_text="The employee accepts them."
    )
    more_conditions = LinesField(label="Further conditions", required=False, longest=300, help_text="One on each line.")
    since = DayField(label="From", required=False, help_text="Leave empty: from now on.")
    until = DayField(label="Through", help_text="The last day.")

    def __init__(self, *args: Any, offer: Offer, with_conditions: bool = True, **kwargs: Any) -> None:
        self.offer = offer
        super().__init__(*args, **kwargs)
        kind = offer.kind
        for name in _not_of(kind):
            del self.fields[name]
        if not with_conditions:
            del self.fields["conditions"], self.fields["more_conditions"]
        self._offer_departments()
        self._offer_accounts()
        self._offer_words()
        if not self.is_bound:
            self.initial.setdefault("until", offer.last_day())
        self.fields["until"].help_text = f"The last day: {dates.day(offer.last_day())} at most."
        self.helper.layout = Layout(*(Fieldset(legend, *names) for legend, names in self._parts()))

    def _parts(self) -> list[tuple[str, list[str]]]:
        parts = [
            ("For whom", ["voice", "department", "official"]),
            ("Where", ["accounts", "more_accounts", "platforms", "hosts"]),
            ("What", ["device", "matter", "is_class_of_records", "statute", "opinion", "purpose"]),
            ("About what", ["subjects_covered", "subjects_excluded"]),
            ("Conditions", ["conditions", "more_conditions"]),
            ("How long", ["since", "until", "mark"]),
        ]
        listed = {name for _, names in parts for name in names}
        rest = [name for name in self.fields if name not in listed]
        kept = [(legend, [name for name in names if name in self.fields]) for legend, names in [*parts, ("", rest)]]
        return [(legend, names) for legend, names in kept if names]

    def _offer_departments(self) -> None:
        field = self.fields.get("department")
        if not isinstance(field, DepartmentChoice):
            return
        tree, offer = self.offer.picture.tree, self.offer
        if offer.kind == Kind.POLICE_SPEECH:
            field.required = True
            field.offer([(one, tree.name(one, offer.at)) for one in offer.police()])
            return
        named = ((one, tree.name(one, offer.at)) for one in tree.departments(offer.at))
        field.offer(sorted(named, key=lambda pair: pair[1].casefold()), blank="Not for a department")
        self.initial.setdefault("voice", Voice.DEPARTMENT)
        self.initial.setdefault("department", offer.home_id)

    def _offer_accounts(self) -> None:
        field = self.fields.get("accounts")
        if not isinstance(field, forms.MultipleChoiceField):
            return
        rows = self.offer.accounts()
        self._offered = {str(row.pk): row for row in rows}
        field.choices = [(str(row.pk), f"{row.now.name} ({row.now.handle} on {row.now.platform.name})") for row in rows]
        platforms = self.fields["platforms"]
        if isinstance(platforms, forms.MultipleChoiceField):
            platforms.choices = list(Platform.objects.offered().values_list("code", "name"))

    def _offer_words(self) -> None:
        statute = self.fields.get("statute")
        if isinstance(statute, forms.ChoiceField):
            listed = [(row.citation, str(row)) for row in Statute.objects.all()]
            statute.choices = [("", "No statute closes it"), *listed]
        conditions = self.fields.get("conditions")
        if isinstance(conditions, forms.MultipleChoiceField):
            rows = [row for row in Condition.objects.all() if self.offer.kind in row.kinds]
            conditions.choices = [(row.sentence, row.sentence) for row in rows]
            self.initial.setdefault("conditions", [row.sentence for row in rows if row.is_usual])

    def clean_more_accounts(self) -> tuple[OfficialAccount, ...]:
        """The accounts that the lines name."""
        found = []
        for line in self.cleaned_data["more_accounts"]:
            try:
                found.append(account_called(line, self.offer.at))
            except InvalidInput as error:
                raise forms.ValidationError(str(error)) from error
        return tuple(found)

    def speaker(self) -> Speaker | None:
        """For whom they speak, as filled in; None for kinds in which nobody speaks."""
        data, kind = self.cleaned_data, self.offer.kind
        department: Any = data.get("department")
        if kind == Kind.POLICE_SPEECH:
            return Speaker.of_department(department)
        if kind not in SPEAKS:
            return None
        if data["voice"] == Voice.CITY:
            return Speaker.city()
        official = data.get("official", "") if data["voice"] == Voice.OFFICIAL else ""
        return Speaker(data["voice"], department.pk if department else None, official)

    def plan(self, grantee: Employee) -> Plan:
        """What is filled in, for somebody."""
        data = self.cleaned_data
        ticked = tuple(self._offered[pk] for pk in data.get("accounts", [])) if "accounts" in self.fields else ()
        since: Any = data.get("since")
        later = since is not None and since > clock.city_date(self.offer.at)
        past = since is not None and since < clock.city_date(self.offer.at)
        return Plan(
            kind=self.offer.kind,
            grantee=grantee,
            until=data["until"],
            starts=clock.start_of(since) if later or past else None,
            speaker=self.speaker(),
            accounts=tuple(dict.fromkeys((*ticked, *data.get("more_accounts", ())))),
            platforms=tuple(data.get("platforms", ())),
            hosts=tuple(data.get("hosts", ())),
            device=data.get("device", ""),
            subjects_covered=tuple(data.get("subjects_covered", ())),
            subjects_excluded=tuple(data.get("subjects_excluded", ())),
            purpose=data.get("purpose", ""),
            matter=data.get("matter", ""),
            is_class_of_records=bool(data.get("is_class_of_records")),
            statute=data.get("statute", ""),
            opinion=data.get("opinion", ""),
            conditions=(*data.get("conditions", ()), *data.get("more_conditions", ())),
        )


def _not_of(kind: Kind) -> list[str]:
    """The fields that a kind does not have."""
    gone: list[str] = []
    if kind not in SPEAKS or kind == Kind.POLICE_SPEECH:
        gone += ["voice", "official"]
    if kind not in SPEAKS:
        gone += ["department", "subjects_covered", "subjects_excluded"]
    if kind not in ON_ACCOUNTS:
        gone += ["accounts", "more_accounts", "platforms"]
    if kind not in ON_HOSTS:
        gone.append("hosts")
    if kind != Kind.DEVICE:
        gone.append("device")
    if kind != Kind.DISCLOSURE:
        gone += ["matter", "is_class_of_records", "statute", "opinion"]
    if kind != Kind.EMAIL:
        gone.append("purpose")
    return gone


def initial_of(plan: Plan, conditions: Sequence[str] = ()) -> dict[str, Any]:
    """What a form begins with that renews something, or answers a request."""
    speaker = plan.speaker
    found: dict[str, Any] = {
        "voice": speaker.voice if speaker else "",
        "department": speaker.department_id if speaker else None,
        "official": speaker.official if speaker else "",
        "accounts": [str(account.pk) for account in plan.accounts],
        "until": plan.until,
    }
    for name in ("platforms", "hosts", "subjects_covered", "subjects_excluded"):
        found[name] = list(getattr(plan, name))
    for name in ("device", "purpose", "matter", "is_class_of_records", "statute", "opinion"):
        found[name] = getattr(plan, name)
    if conditions:
        found["conditions"] = list(conditions)
    return found
