"""Small forms: one act each, with its reason, scan or choice."""

from __future__ import annotations

from collections.abc import Iterable
from typing import Any

from django import forms

from accounts.forms.fields import DayField, DepartmentChoice, PersonField, reason_field
from authorizations.kinds import Kind
from authorizations.models import DeclineDecision
from powers.forms import HouseForm

MOST_PEOPLE = 200
STATEMENT = "I have read this authorization and accept its conditions."
"""What a grantee says, in the portal and on paper."""


class ReasonForm(HouseForm):
    """An act with a reason."""

    reason = reason_field("Why?", "Whoever is concerned reads it, and it stays in the trail.")

    def __init__(self, *args: Any, button: str, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.helper.inputs[0].value = button


class NothingForm(HouseForm):
    """An act that asks for nothing but its button."""

    def __init__(self, *args: Any, button: str, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.helper.inputs[0].value = button


class AcceptForm(HouseForm):
    """Acceptance by the grantee: of the text whose hash the page carries."""

    button = "Accept this authorization"
    text_hash = forms.CharField(max_length=80, widget=forms.HiddenInput)
    agreed = forms.BooleanField(
        label=STATEMENT,
        error_messages={"required": "Tick this box to accept. Nothing was recorded yet."},
    )


class PaperAcceptanceForm(HouseForm):
    """An acceptance that was signed on paper."""

    button = "Record this acceptance"
    signed_on = DayField(label="Signed on")
    scan = forms.FileField(label="Scan of the signed form", help_text="PDF or picture, 20 MB at most.")


class WhoForm(HouseForm):
    """Whom something is about."""

    button = "Continue"
    person = PersonField(label="Who is it for?")

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.helper.form_method = "get"
        self.helper.disable_csrf = True
        self.helper.inputs[0].name = ""


class WhyForm(forms.Form):
    """What a request is for: put below the scope."""

    reason = reason_field("What is it for?", "Who decides reads it.")


class PaperFields(forms.Form):
    """What stands on a paper beside its scope."""

    signed_on = DayField(label="Signed on")
    signed_by = forms.CharField(label="Signed by", max_length=200, help_text="The name as it stands on the paper.")
    signed_as = forms.CharField(label="Title of who signed", required=False, max_length=200)
    signer = PersonField(
        label="Their employee number", required=False, help_text="Where they work or worked for the City."
    )
    scan = forms.FileField(label="Scan of the paper", help_text="PDF or picture, 20 MB at most.")


class PeopleField(forms.CharField):
    """Several people, one on each line; its value is a list of them, each once."""

    def __init__(self, **kwargs: Any) -> None:
        super().__init__(widget=forms.Textarea(attrs={"rows": 6}), max_length=MOST_PEOPLE * 200, **kwargs)

    def clean(self, value: Any) -> Any:
        """Everybody whom the lines name; every line that names nobody is said at once."""
        text, found, wrong = super().clean(value), {}, []
        person = PersonField(label="")
        for number, line in enumerate((text or "").splitlines(), start=1):
            if not line.strip():
                continue
            try:
                somebody = person.clean(line)
            except forms.ValidationError as error:
                wrong.append(f"Line {number}: {' '.join(error.messages)}")
            else:
                found[somebody.pk] = somebody
        if wrong:
            raise forms.ValidationError(wrong)
        if len(found) > MOST_PEOPLE:
            raise forms.ValidationError(f"At most {MOST_PEOPLE} people at once.")
        return list(found.values())


class KeepForm(forms.Form):
    """What a successor chose on the list."""

    chosen = forms.MultipleChoiceField(required=False)
    reason = reason_field("Why do they end?", "Their holders read it. Only needed to end them.", required=False)

    def __init__(self, *args: Any, offered: Iterable[str], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        field = self.fields["chosen"]
        if isinstance(field, forms.MultipleChoiceField):
            field.choices = [(name, name) for name in offered]


class DecideDeclineForm(HouseForm):
    """The authority's word on the authorizations of who declined to acknowledge."""

    button = "Decide"
    decision = forms.ChoiceField(
        label="What do you decide?", choices=DeclineDecision.Decision.choices, widget=forms.RadioSelect
    )
    reason = reason_field("Why?", "The person reads it.")


class ConsentForm(HouseForm):
    """A department lets another one use its account."""

    button = "Consent to its use"
    for_department = DepartmentChoice(label="Which department may use it?")
    until = DayField(label="Through", required=False, help_text="The last day. Leave empty: until you end it.")
    reason = reason_field("Anything to say about it?", "", required=False)

    def __init__(self, *args: Any, departments: list[tuple[int, str]], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        field = self.fields["for_department"]
        if isinstance(field, DepartmentChoice):
            field.offer(departments)


class OfficeForm(HouseForm):
    """What an authority does by office."""

    button = "Record it"
    power = forms.ChoiceField(label="What do you do yourself?", widget=forms.RadioSelect)
    department = DepartmentChoice(label="For which department?")
    what = forms.CharField(
        label="What exactly?", max_length=300, help_text="Such as: post the closing of the parks on x.com/stlparks."
    )
    reason = reason_field("Why?", "Acts by office are reported to Employee Relations.")

    def __init__(
        self, *args: Any, powers: list[tuple[str, str]], departments: list[tuple[int, str]], **kwargs: Any
    ) -> None:
        super().__init__(*args, **kwargs)
        power, department = self.fields["power"], self.fields["department"]
        if isinstance(power, forms.ChoiceField):
            power.choices = powers
        if isinstance(department, DepartmentChoice):
            department.offer(departments)


def kind_of(code: str) -> Kind | None:
    """The kind that an address names; None for anything else."""
    return Kind(code) if code in Kind.values else None
