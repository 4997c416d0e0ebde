"""Forms of the directory: dated changes of people and departments, and the file of an import."""

from __future__ import annotations

from collections.abc import Callable
from datetime import date, datetime
from typing import Any, TypeVar

from crispy_forms.helper import FormHelper
from crispy_forms.layout import Submit
from django import forms
from django.conf import settings

from directory.filters import department_choices
from directory.models import Department, Employee, Role, SpeechRule, Standing, Status, UnderRegulation
from directory.tree import Tree
from foundation import clock
from foundation.errors import InvalidInput
from foundation.staleness import SeenField

DAY = forms.DateInput(attrs={"type": "date"}, format="%Y-%m-%d")
RETURN = "return"
Made = TypeVar("Made")


class DatedForm(forms.Form):
    """A form with one button, and a day from which its change holds."""

    button = "Record"
    effective = forms.DateField(
        label="From", required=False, widget=DAY, help_text="The first day on which it is so. Empty: from now on."
    )

    def __init__(self, *args: Any, tree: Tree | None = None, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        for name in ("department", "parent", "speech_office"):
            if name in self.fields and tree is not None:
                choices = department_choices(tree)
                needed = self.fields[name].required
                self.fields[name].choices = choices if needed else [("", "None"), *choices]  # type: ignore[attr-defined]
        self.helper = FormHelper()
        self.helper.form_class = "portal-form"
        self.helper.add_input(Submit("submit", self.button))

    def clean_effective(self) -> datetime | None:
        """The first moment of the day."""
        day: date | None = self.cleaned_data["effective"]
        return clock.start_of(day) if day else None

    def _department(self, name: str) -> Department | None:
        code = self.cleaned_data.get(name)
        return Department.objects.filter(code=code).first() if code else None

    def attempt(self, deed: Callable[[], Any]) -> bool:
        """Do a deed; what is wrong with the input goes onto the form."""
        try:
            deed()
        except InvalidInput as error:
            words = " ".join(part for part in (error.what, error.why, error.remedy) if part)
            self.add_error(error.field if error.field in self.fields else None, words)
            return False
        return True


class AssignmentForm(DatedForm):
    """Where somebody works, as what, under whom."""

    seen = SeenField()
    department = forms.ChoiceField(label="Department")
    title = forms.CharField(label="Title or rank", max_length=200, required=False)
    standing = forms.ChoiceField(label="Standing", choices=Standing.choices)
    supervisor = forms.CharField(
        label="Supervisor", max_length=20, required=False, help_text="The supervisor's employee number."
    )
    field_order: tuple[str, ...] = ("department", "title", "standing", "supervisor", "effective")

    def clean_department(self) -> Department | None:
        """The department with this code."""
        return self._department("department")

    def clean_supervisor(self) -> Employee | None:
        """The person with this number."""
        number = self.cleaned_data["supervisor"].strip()
        found = Employee.objects.filter(number=number).first() if number else None
        if number and found is None:
            raise forms.ValidationError(f"Nobody has the employee number {number}. Look it up under People.")
        return found

    def changes(self) -> dict[str, Any]:
        """What the service is asked to record."""
        names = ("department", "title", "standing", "supervisor", "effective", "seen")
        return {name: self.cleaned_data[name] for name in names if name in self.fields}


class HireForm(AssignmentForm):
    """Somebody new, or somebody who comes back."""

    button = "Enter this person"
    seen = None  # type: ignore[assignment]
    number = forms.CharField(label="Employee number", max_length=20)
    name = forms.CharField(label="Name used at work", max_length=200)
    email = forms.EmailField(label="Work e-mail", required=False, help_text="Empty for somebody without one.")
    works_without_computer = forms.BooleanField(label="Works without a computer", required=False)
    field_order = ("number", "name", "email", "works_without_computer", *AssignmentForm.field_order)

    def changes(self) -> dict[str, Any]:
        """What the service is asked to record."""
        identity = ("number", "name", "email", "works_without_computer")
        return {**super().changes(), **{name: self.cleaned_data[name] for name in identity}}


class StatusForm(DatedForm):
    """Leave, suspension, return, leaving."""

    status = forms.ChoiceField(
        label="What happens",
        widget=forms.RadioSelect,
        choices=[
            (Status.ON_LEAVE.value, "Goes on leave: what they hold rests meanwhile"),
            (Status.SUSPENDED.value, "Is suspended: cannot sign in, and what they hold rests meanwhile"),
            (RETURN, "Comes back to work"),
            (Status.LEFT.value, "Leaves the City: what they hold ends for good"),
        ],
    )
    until = forms.DateField(
        label="Through",
        required=False,
        widget=DAY,
        help_text="The last day of a leave or suspension, where it is known; or the last day of work.",
    )
    field_order = ("status", "effective", "until")

    def clean_until(self) -> datetime | None:
        """An end means the end of that day."""
        day: date | None = self.cleaned_data["until"]
        return clock.end_of(day) if day else None


class IdentityForm(DatedForm):
    """Name, e-mail, computer: not dated."""

    effective = None  # type: ignore[assignment]
    seen = SeenField()
    name = forms.CharField(label="Name used at work", max_length=200)
    email = forms.EmailField(label="Work e-mail", required=False)
    works_without_computer = forms.BooleanField(label="Works without a computer", required=False)


class RoleForm(DatedForm):
    """A city-wide role to give."""

    effective = None  # type: ignore[assignment]
    button = "Give this role"
    role = forms.ChoiceField(label="Role", choices=Role.choices)


class DepartmentForm(DatedForm):
    """What a department is from a day on."""

    seen = SeenField()
    name = forms.CharField(label="Name", max_length=200)
    parent = forms.ChoiceField(label="Stands under", required=False)
    head_title = forms.CharField(
        label="Title of its appointing authority",
        max_length=200,
        required=False,
        help_text="Empty where it has no such office of its own: the nearest department above it decides.",
    )
    board_name = forms.CharField(label="Board whose presiding officer signs", max_length=200, required=False)
    has_criminal_justice_information = forms.BooleanField(
        label="Has access to criminal justice information (IV.K.1)", required=False
    )
    speech_rule = forms.ChoiceField(label="Speech rule", choices=SpeechRule.choices)
    speech_office = forms.ChoiceField(
        label="Office that authorizes speech under IV.K.2", required=False, help_text="None: the department itself."
    )
    emergency_posting = forms.BooleanField(label="Emergency posting", required=False)
    under_regulation = forms.ChoiceField(label="Under the regulation", choices=UnderRegulation.choices)
    source = forms.CharField(label="Source", max_length=300, required=False)
    website_hosts = forms.CharField(
        label="Hosts of its official website (IV.B)", required=False, help_text="Host names, with blanks between them."
    )
    field_order: tuple[str, ...] = ("name", "parent")

    def clean_parent(self) -> Department | None:
        """The department with this code."""
        return self._department("parent")

    def clean_speech_office(self) -> Department | None:
        """The department with this code."""
        return self._department("speech_office")

    def profile(self) -> dict[str, Any]:
        """What the profile says."""
        return {
            name: value for name, value in self.cleaned_data.items() if name not in {"website_hosts", "code", "seen"}
        }


class NewDepartmentForm(DepartmentForm):
    """A department that the portal does not know."""

    button = "Enter this department"
    seen = None  # type: ignore[assignment]
    code = forms.CharField(label="Code", max_length=20, help_text="Its identity in every file: it never changes.")
    field_order = ("code", "name", "parent")


class ApiClientForm(DatedForm):
    """A client of the API: for what, whose, what it may do, until when."""

    effective = None  # type: ignore[assignment]
    button = "Make the token"
    name = forms.CharField(label="For which program", max_length=100, help_text="As people will know it in a year.")
    department = forms.ChoiceField(
        label="Whose it is",
        required=False,
        help_text="A department's program reads the accounts of the department and its divisions; "
        "without one, those of the whole City.",
    )
    scopes = forms.MultipleChoiceField(label="What it may do", widget=forms.CheckboxSelectMultiple)
    until = forms.DateField(label="Good through", widget=DAY, help_text="The last day, at most two years from now.")
    field_order = ("name", "department", "scopes", "until")

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["scopes"].choices = list(settings.API_SCOPES.items())  # type: ignore[attr-defined]

    def clean_department(self) -> Department | None:
        """The department with this code."""
        return self._department("department")

    def made(self, make: Callable[..., Made]) -> Made | None:
        """What the service made; None where something is wrong, which then stands on the form."""
        found: list[Made] = []
        asked = {name: self.cleaned_data[name] for name in ("name", "department", "scopes")}
        until: date = self.cleaned_data["until"]
        return found[0] if self.attempt(lambda: found.append(make(**asked, ends_at=clock.end_of(until)))) else None


class RevokeApiClientForm(DatedForm):
    """Why a token is taken back."""

    effective = None  # type: ignore[assignment]
    button = "Revoke this token"
    reason = forms.CharField(label="Why", max_length=300)


class ImportForm(forms.Form):
    """The file of people."""

    file = forms.FileField(label="CSV or XLSX file", help_text="Its first line names the columns.")

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.helper = FormHelper()
        self.helper.form_class = "portal-form"
        self.helper.add_input(Submit("submit", "Upload and check"))
