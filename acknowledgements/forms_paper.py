"""What Employee Relations fills in to have sheets printed, and to record signed ones."""

from __future__ import annotations

import re
from datetime import date, datetime
from typing import Any

from crispy_forms.helper import FormHelper
from crispy_forms.layout import Submit
from django import forms
from django.core.exceptions import ValidationError
from django.db.models import QuerySet

from acknowledgements.models import Campaign, WitnessKind
from acknowledgements.papers import LONGEST_CODE, MOST_LINES
from acknowledgements.services import Signed
from acknowledgements.sheets import Wanted
from crispy_uswds.widgets import NativeDateInput
from directory.models import Employee
from directory.tree import Tree
from foundation import clock

DEPARTMENT, CREW, NUMBERS = "department", "crew", "numbers"
MOST_NUMBERS = 2_000
_BETWEEN = re.compile(r"[\s,;]+")


def _campaigns(field: forms.Field, campaigns: QuerySet[Campaign]) -> None:
    field.queryset = campaigns  # type: ignore[attr-defined]
    if campaigns.count() == 1:
        field.initial = campaigns.get()


class PrintForm(forms.Form):
    """For whom sheets are printed."""

    campaign: Any = forms.ModelChoiceField(queryset=None, label="For which campaign?", empty_label=None)
    whose = forms.ChoiceField(
        label="For whom?",
        choices=[
            (DEPARTMENT, "A department with its divisions"),
            (CREW, "The people of a supervisor"),
            (NUMBERS, "A list of employee numbers"),
        ],
        widget=forms.RadioSelect,
        error_messages={"required": "Say for whom."},
    )
    department = forms.TypedChoiceField(label="Department", required=False, coerce=int, empty_value=None)
    supervisor = forms.CharField(label="Employee number of the supervisor", required=False, max_length=20)
    numbers = forms.CharField(
        label="Employee numbers",
        required=False,
        max_length=MOST_NUMBERS * 21,
        widget=forms.Textarea(attrs={"rows": 4, "spellcheck": "false"}),
        help_text="Typed or pasted, apart by lines, blanks or commas.",
    )
    without_computer = forms.BooleanField(label="Only people who work without a computer", required=False)

    def __init__(self, *args: Any, campaigns: QuerySet[Campaign], at: datetime, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        _campaigns(self.fields["campaign"], campaigns)
        branches = [(one.department_id, f"{'– ' * one.depth}{one.profile.name}") for one in Tree(at).walk()]
        self.fields["department"].choices = [("", "Choose a department"), *branches]  # type: ignore[attr-defined]
        self.initial.setdefault("whose", DEPARTMENT)
        self.helper = FormHelper()
        self.helper.form_class = "usa-form usa-form--portal"
        self.helper.add_input(Submit("look", "See how many sheets that is"))

    def clean_supervisor(self) -> Employee | None:
        """Somebody whom the portal knows."""
        return _known(self.cleaned_data["supervisor"])

    def clean_numbers(self) -> list[str]:
        """The numbers, each once."""
        found = list(dict.fromkeys(piece for piece in _BETWEEN.split(self.cleaned_data["numbers"]) if piece))
        if len(found) > MOST_NUMBERS:
            raise ValidationError(f"At most {MOST_NUMBERS:,} numbers at once; these are {len(found):,}.")
        too_long = next((number for number in found if len(number) > 20), None)
        if too_long:
            raise ValidationError(f"“{too_long[:20]}…” is too long for an employee number.")
        return found

    def clean(self) -> dict[str, Any]:
        """What the choice asks for is there."""
        given = super().clean() or self.cleaned_data
        missing = {
            DEPARTMENT: ("department", "Choose the department."),
            CREW: ("supervisor", "Give the supervisor's employee number."),
            NUMBERS: ("numbers", "Give at least one employee number."),
        }
        field, sentence = missing.get(given.get("whose", ""), ("", ""))
        if field and field not in self.errors and not given.get(field):
            self.add_error(field, sentence)
        return given

    def wanted(self) -> Wanted:
        """What the form says, for the service."""
        given, some = self.cleaned_data, self.cleaned_data["without_computer"]
        if given["whose"] == DEPARTMENT:
            return Wanted(department=given["department"], without_computer=some)
        if given["whose"] == CREW:
            return Wanted(supervisor=given["supervisor"], without_computer=some)
        return Wanted(numbers=given["numbers"], without_computer=some)


class BatchForm(forms.Form):
    """What is the same for the sheets of a batch."""

    campaign: Any = forms.ModelChoiceField(queryset=None, label="Of which campaign are the sheets?", empty_label=None)
    signed_on = forms.DateField(
        label="Signed on",
        widget=NativeDateInput(),
        help_text="The day that stands beside the signatures, not today's. A sheet of another day gets its own below.",
        error_messages={"required": "Give the day of signing."},
    )
    witness = forms.CharField(
        label="Witness",
        max_length=200,
        help_text="The employee number, or the name as it stands on the sheets.",
        error_messages={"required": "Name the witness."},
    )
    witness_kind = forms.ChoiceField(
        label="As what was the witness there?",
        choices=WitnessKind.choices,
        widget=forms.RadioSelect,
        error_messages={"required": "Say as what the witness was there."},
    )

    def __init__(self, *args: Any, campaigns: QuerySet[Campaign], button: str, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        _campaigns(self.fields["campaign"], campaigns)
        self.person: Employee | None = None
        self.helper = FormHelper()
        self.helper.form_class = "usa-form usa-form--portal"
        self.helper.add_input(Submit("submit", button))

    def clean_signed_on(self) -> date:
        """A day of the portal's calendar."""
        day: date = self.cleaned_data["signed_on"]
        if not clock.FIRST_YEAR <= day.year <= clock.LAST_YEAR:
            raise ValidationError(f"The year {day.year} is outside the portal's calendar. Check it.")
        return day

    def clean_witness(self) -> str:
        """The name; where it was a number, whose it is."""
        said: str = " ".join(self.cleaned_data["witness"].split())
        self.person = Employee.objects.filter(number__iexact=said).first()
        if self.person is None and not any(letter.isalpha() for letter in said):
            raise ValidationError("Nobody has this employee number. Look it up under People, or write the name.")
        return self.person.name if self.person else said

    def signed(self) -> Signed:
        """What the form says, for the service."""
        given = self.cleaned_data
        return Signed(
            campaign=given["campaign"],
            signed_on=given["signed_on"],
            witness_name=given["witness"],
            witness_kind=WitnessKind(given["witness_kind"]),
            witness=self.person,
        )


class CodesForm(forms.Form):
    """Codes of sheets, one after the other, as a scanner types them."""

    codes = forms.CharField(
        label="Codes of the sheets",
        max_length=MOST_LINES * (LONGEST_CODE + 12),
        widget=forms.Textarea(attrs={"rows": 4, "autofocus": True, "spellcheck": "false", "autocomplete": "off"}),
        help_text="Scan them one after the other, or type or paste references or employee numbers. A day behind one, "
        "such as 2026-11-20, is the day on which that sheet was signed.",
        error_messages={"required": "Scan the code of a sheet, or type it."},
    )

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.helper = FormHelper()
        self.helper.form_tag = False
        self.helper.add_input(Submit("submit", "Add"))


def _known(number: str) -> Employee | None:
    said = number.strip()
    if not said:
        return None
    person: Employee | None = Employee.objects.filter(number__iexact=said).first()
    if person is None:
        raise ValidationError("Nobody has this employee number. Look it up under People.")
    return person
