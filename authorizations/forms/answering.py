"""The question "may this person post this?", as somebody asks it on a page; it stands in the address."""

from __future__ import annotations

from datetime import datetime
from typing import Any

from crispy_forms.helper import FormHelper
from crispy_forms.layout import Fieldset, Layout, Submit
from django import forms

from authorizations.acts_asked import CITY_DEVICE, PERSONAL_DEVICE, Act, Speaker
from authorizations.forms.fields import LinesField
from authorizations.kinds import Voice
from authorizations.naming import account_called
from authorizations.subjects import host_of
from crispy_uswds.widgets import NativeDateTimeInput
from foundation import clock
from foundation.errors import InvalidInput
from powers.picture import Picture


class TryForm(forms.Form):
    """One act: where, from which device, about what, when."""

    where = forms.CharField(
        label="Where?",
        max_length=2000,
        widget=forms.TextInput(attrs={"list": "my-accounts", "autocomplete": "off"}),
        help_text="An official account by its address or handle, or a site outside the City's by its host.",
    )
    device = forms.ChoiceField(
        label="From which device?",
        choices=[(CITY_DEVICE, "The City's"), (PERSONAL_DEVICE, "My own")],
        widget=forms.RadioSelect,
        initial=CITY_DEVICE,
    )
    subjects = LinesField(label="About what?", required=False, help_text="One subject on each line.")
    voice = forms.ChoiceField(label="Speaking for", required=False)
    official = forms.CharField(label="For a named official", required=False, max_length=200)
    discloses = forms.BooleanField(label="It discloses criminal justice information", required=False)
    matter = forms.CharField(
        label="Which matter, or class of records?", required=False, max_length=500, help_text="Only if it does."
    )
    uses_work_email = forms.BooleanField(label="It needs registering with my work e-mail address", required=False)
    at = forms.DateTimeField(label="When?", required=False, widget=NativeDateTimeInput(), help_text="Leave empty: now.")
    known_at = forms.DateTimeField(
        label="As known when?", required=False, widget=NativeDateTimeInput(), help_text="Leave empty: as known then."
    )

    def __init__(self, *args: Any, picture: Picture, **kwargs: Any) -> None:
        self.picture = picture
        super().__init__(*args, **kwargs)
        field = self.fields["voice"]
        if isinstance(field, forms.ChoiceField):
            tree, at = picture.tree, picture.at
            named = sorted(((str(one), tree.name(one, at)) for one in tree.departments(at)), key=lambda pair: pair[1])
            field.choices = [("", "Whom the account belongs to"), (Voice.CITY.value, "The City as a whole"), *named]
        self.helper = FormHelper()
        self.helper.form_tag = False
        self.helper.disable_csrf = True
        self.helper.attrs = {}
        self.helper.layout = Layout(
            "where",
            "device",
            "subjects",
            "at",
            Fieldset(
                "If it is not an ordinary post",
                "voice",
                "official",
                "discloses",
                "matter",
                "uses_work_email",
                "known_at",
            ),
        )
        self.helper.add_input(Submit("try", "May I?"))

    def clean(self) -> dict[str, Any]:
        """The act that the fields describe; moments outside the calendar are refused at their field."""
        data = super().clean() or self.cleaned_data
        for name in ("at", "known_at"):
            if data.get(name):
                try:
                    clock.as_instant(data[name])
                except InvalidInput as error:
                    self.add_error(name, str(error))
        if not self.errors:
            try:
                data["act"] = self._act(data)
            except InvalidInput as error:
                self.add_error(_ASKED_AS.get(error.field, "where"), str(error))
        return data

    def _act(self, data: dict[str, Any]) -> Act:
        at, _ = self.moments(data)
        account, host = None, ""
        try:
            account = account_called(data["where"], at)
        except InvalidInput:
            host = host_of(data["where"])
            if "." not in host:
                raise
        return Act(
            voice=_speaker(data["voice"], data["official"]),
            account=account,
            host=host,
            device=data["device"],
            subjects=data["subjects"],
            discloses=data["discloses"],
            matter=data["matter"],
            uses_work_email=data["uses_work_email"],
        )

    def moments(self, data: dict[str, Any]) -> tuple[datetime, datetime | None]:
        """The moment asked about, and as known when."""
        return data.get("at") or self.picture.at, data.get("known_at")


def _speaker(chosen: str, official: str) -> Speaker | None:
    if not chosen:
        return None
    if chosen == Voice.CITY:
        return Speaker.city()
    if official.strip():
        return Speaker(Voice.OFFICIAL, int(chosen), official)
    return Speaker(Voice.DEPARTMENT, int(chosen))


_ASKED_AS = {"device": "device"}
