"""What people fill in about powers. Numbers and codes are typed, so that every form works without JavaScript."""

from __future__ import annotations

from datetime import datetime
from typing import Any

from crispy_forms.helper import FormHelper
from crispy_forms.layout import Submit
from django import forms

from crispy_uswds.widgets import NativeDateInput, NativeDateTimeInput
from foundation import clock
from foundation.errors import InvalidInput
from powers.drafts import AppointmentDraft, CorrectionDraft, DesignationDraft, EndingDraft, ReadingDraft
from powers.fields import (
    DayField,
    DepartmentField,
    EmployeeField,
    PowerField,
    PowersField,
    QuestionField,
    begins,
    ends,
    fill,
)
from powers.models import AppointmentKind, ReadingKind

_ONLY_OFFICE = "Only for the question about an office."
SCAN_LIMIT = 20 * 1024 * 1024


class HouseForm(forms.Form):
    """A form with one button, laid out by the house's template pack."""

    button = "Save"

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        fill(self, clock.now())
        self.helper = FormHelper()
        self.helper.form_tag = False
        self.helper.attrs = {}
        self.helper.add_input(Submit("act", self.button))


class EnteringForm(HouseForm):
    """Fields that every instrument on paper has."""

    button = "Enter, for a second person to confirm"

    since = DayField(label="From", help_text="Leave empty: from the confirmation on. A past day is a late entry.")
    through = DayField(label="Through", help_text="The last day. Leave empty where no end is known.")


class AppointmentForm(EnteringForm):
    """An appointment from a kept instrument."""

    department = DepartmentField(offices=True, label="Office", help_text="The department whose authority this is.")
    holder = EmployeeField(label="Employee number of the appointee")
    kind = forms.ChoiceField(label="Kind", choices=AppointmentKind.choices, widget=forms.RadioSelect, initial="regular")
    instrument = forms.CharField(label="Instrument", max_length=300, help_text="Which letter, order or vote, of when.")
    scan = forms.FileField(label="Scan of the instrument", required=False, help_text="PDF or picture, 20 MB at most.")
    for_a_board = forms.BooleanField(label="Signs for a board, as its presiding officer", required=False)
    ends_predecessor = forms.BooleanField(
        label="End the appointment that is in force when this one begins", required=False
    )
    field_order = ("department", "holder", "kind", "instrument", "scan", "since", "through")

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["through"].help_text = "The last day. An acting appointment always has one."

    def draft(self, at: datetime) -> AppointmentDraft:
        """What is entered."""
        data = self.cleaned_data
        return AppointmentDraft(
            department_id=data["department"].pk,
            holder_id=data["holder"].pk,
            appointment_kind=data["kind"],
            effective_from=begins(data["since"], at),
            from_now=data["since"] is None,
            effective_until=ends(data["through"]),
            instrument=data["instrument"],
            for_a_board=data["for_a_board"],
            ends_predecessor=data["ends_predecessor"],
        )


class DesignationForm(EnteringForm):
    """A designation, on paper or in the portal."""

    department = DepartmentField(label="Department")
    holder = EmployeeField(label="Employee number of the designee")
    powers = PowersField(label="Powers", widget=forms.CheckboxSelectMultiple)
    instrument = forms.CharField(label="Instrument", max_length=300, help_text="Which letter or memo, of when.")
    scan = forms.FileField(label="Scan of the instrument", required=False, help_text="PDF or picture, 20 MB at most.")
    for_the_office = forms.BooleanField(
        label="Made for the office: it stands when the authority changes", required=False
    )
    field_order = ("department", "holder", "powers", "instrument", "scan", "since", "through", "for_the_office")

    def draft(self, at: datetime) -> DesignationDraft:
        """What is entered, or named."""
        data = self.cleaned_data
        return DesignationDraft(
            department_id=data["department"].pk,
            holder_id=data["holder"].pk,
            powers=tuple(data["powers"]),
            effective_from=begins(data["since"], at),
            from_now=data["since"] is None,
            effective_until=ends(data["through"]),
            instrument=data["instrument"],
            for_the_office=data["for_the_office"],
        )


class NameDesigneeForm(DesignationForm):
    """An authority names a designee; powers that a designee may never hold are not offered (the page shows them)."""

    button = "Name this designee"

    def __init__(self, *args: Any, departments: list[int], powers: list[tuple[str, str]], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        field = self.fields["department"]
        if isinstance(field, DepartmentField):
            field.fill(clock.now(), departments)
        offered = self.fields["powers"]
        if isinstance(offered, forms.MultipleChoiceField):
            offered.choices = powers
        self.fields["since"].help_text = "Leave empty: from now on."
        if len(departments) == 1:
            self.initial.setdefault("department", departments[0])


class ReadingForm(EnteringForm):
    """How a clause is read."""

    kind = QuestionField(label="What does it settle?", widget=forms.RadioSelect)
    power = PowerField(
        label="Power",
        blank="Choose a power",
        required=False,
        help_text="Not for the question whether both clauses are required.",
    )
    value = forms.ChoiceField(
        label="Answer", choices=[("", "Not a yes-or-no question"), ("yes", "Yes"), ("no", "No")], required=False
    )
    department = DepartmentField(label="For which department", required=False, help_text="Only for an office.")
    office = DepartmentField(
        offices=True, label="Which office is meant", required=False, help_text="Only for an office."
    )
    reason = forms.CharField(label="Reason", widget=forms.Textarea(attrs={"rows": 4}), max_length=5000)
    source = forms.CharField(label="Source", max_length=300, help_text="For example an opinion of the City Counselor.")
    ends_predecessor = forms.BooleanField(label="End the reading in force when this one begins", required=False)
    field_order = ("kind", "power", "value", "department", "office", "reason", "source", "since", "through")

    def draft(self, at: datetime) -> ReadingDraft:
        """What is entered; fields that the question does not use are left out."""
        data = self.cleaned_data
        about_office = data["kind"] == ReadingKind.OFFICE_MEANS
        answer = {"yes": True, "no": False}.get(data["value"])
        return ReadingDraft(
            reading_kind=data["kind"],
            effective_from=begins(data["since"], at),
            from_now=data["since"] is None,
            effective_until=ends(data["through"]),
            reason=data["reason"],
            source=data["source"],
            power="" if data["kind"] == ReadingKind.BOTH_REQUIRED else data["power"],
            value=None if about_office else answer,
            department_id=data["department"].pk if about_office and data["department"] else None,
            office_id=data["office"].pk if about_office and data["office"] else None,
            ends_predecessor=data["ends_predecessor"],
        )


class EndingForm(HouseForm):
    """The end of an instrument."""

    button = "Enter the end, for a second person to confirm"
    through = DayField(label="Last day", help_text="Leave empty: it ends at once (when a second person has confirmed).")
    reason = forms.CharField(label="Why does it end?", widget=forms.Textarea(attrs={"rows": 3}), max_length=2000)

    def draft(self, target: str, lineage: Any) -> EndingDraft:
        """What is entered."""
        return EndingDraft(target, lineage, self.cleaned_data["reason"], ends(self.cleaned_data["through"]))


class CorrectionForm(HouseForm):
    """The dates that an instrument should have had."""

    button = "Enter the correction, for a second person to confirm"
    since = forms.DateField(label="From", widget=NativeDateInput())
    through = DayField(label="Through", help_text="The last day. Leave empty where no end is known.")
    reason = forms.CharField(label="What was wrong?", widget=forms.Textarea(attrs={"rows": 3}), max_length=2000)

    def draft(self, target: str, lineage: Any, since: datetime) -> CorrectionDraft:
        """What is entered; the same first day keeps the moment at which it began."""
        data = self.cleaned_data
        start = since if clock.city_date(since) == data["since"] else clock.start_of(data["since"])
        return CorrectionDraft(target, lineage, data["reason"], start, ends(data["through"]))


class EndDesignationForm(HouseForm):
    """An authority ends a designation. `seen` is the row that the page showed: a stale page is told so."""

    button = "End this designation"
    seen = forms.IntegerField(widget=forms.HiddenInput)
    through = DayField(label="Last day", help_text="Leave empty: it ends at once.")
    reason = forms.CharField(label="Why does it end?", widget=forms.Textarea(attrs={"rows": 3}), max_length=2000)

    def until(self) -> datetime | None:
        """The end; None for at once."""
        return ends(self.cleaned_data["through"])


class RefusalForm(HouseForm):
    """Why an entry is refused."""

    button = "Refuse this entry"
    reason = forms.CharField(label="Why is it refused?", widget=forms.Textarea(attrs={"rows": 3}), max_length=2000)


class NightForm(HouseForm):
    """An acting appointment at night."""

    button = "Appoint until then"
    department = DepartmentField(offices=True, label="Office", help_text="The department for which nobody can act now.")
    holder = EmployeeField(label="Employee number of the appointee")
    until = forms.DateTimeField(label="Until", widget=NativeDateTimeInput(), help_text="At most 72 hours from now.")
    instrument = forms.CharField(
        label="Instrument", max_length=300, help_text="Who ordered it and how, for example: by telephone, the Mayor."
    )


class AsOfForm(forms.Form):
    """The moment asked about, and as known when. Both empty: now."""

    at = forms.DateTimeField(label="As of", required=False, widget=NativeDateTimeInput())
    known_at = forms.DateTimeField(
        label="As known at",
        required=False,
        widget=NativeDateTimeInput(),
        help_text="Leave empty: as known now.",
    )

    def clean(self) -> dict[str, Any]:
        """Refuse years outside the portal's calendar with a sentence at the field."""
        for name in ("at", "known_at"):
            if moment := self.cleaned_data.get(name):
                try:
                    clock.as_instant(moment)
                except InvalidInput as error:
                    self.add_error(name, str(error))
        return self.cleaned_data

    def moments(self, now: datetime) -> tuple[datetime, datetime]:
        """(at, known_at); now for what is empty or not understood."""
        data = self.cleaned_data if self.is_valid() else {}
        return data.get("at") or now, data.get("known_at") or now


class WhyForm(AsOfForm):
    """Whose power is asked about."""

    employee = EmployeeField(label="Employee number")
    power = PowerField(label="Power")
    department = DepartmentField(label="Department")
    field_order = ("employee", "power", "department", "at", "known_at")

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        fill(self, clock.now())
        self.helper = FormHelper()
        self.helper.form_tag = False
        self.helper.disable_csrf = True
        self.helper.attrs = {}
        self.helper.add_input(Submit("ask", "Ask why"))


class OrganizationFileForm(forms.Form):
    """The file of departments, appointments and designations."""

    file = forms.FileField(label="JSON file", help_text="At most 2 MB and 500 rows, in UTF-8.")

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.helper = FormHelper()
        self.helper.form_class = "portal-form"
        self.helper.add_input(Submit("submit", "Upload and check"))
