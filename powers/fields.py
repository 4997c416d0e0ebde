"""Fields of this app's forms: people by number, departments and powers as they are called at a moment, days."""

from __future__ import annotations

from datetime import date, datetime
from typing import Any

from django import forms
from django.core.exceptions import ValidationError

from crispy_uswds.widgets import NativeDateInput
from directory.models import Department, DepartmentProfile, Employee
from foundation import clock
from powers.catalogue import POWERS
from powers.models import ReadingKind
from powers.picture import Picture
from powers.wording import question


class EmployeeField(forms.CharField):
    """An employee by number."""

    def __init__(self, **kwargs: Any) -> None:
        super().__init__(max_length=20, widget=forms.TextInput(attrs={"autocomplete": "off"}), **kwargs)

    def clean(self, value: Any) -> Any:
        """The person with that number; a sentence where there is none."""
        number = super().clean(value)
        if not number:
            return None
        found = Employee.objects.filter(number=number).first()
        if found is None:
            raise ValidationError(f"Nobody has the employee number {number}. Look it up under People.")
        return found


class DepartmentField(forms.ModelChoiceField):  # type: ignore[type-arg]  # not generic at run time
    """A department by its name today, and its code."""

    def __init__(self, *, offices: bool = False, **kwargs: Any) -> None:
        self._offices = offices
        super().__init__(queryset=Department.objects.none(), **kwargs)

    def fill(self, at: datetime, only: list[int] | None = None) -> None:
        """Offer the departments of a moment (those with an appointing office, where asked)."""
        profiles = DepartmentProfile.objects.in_effect(at).order_by("name")
        if self._offices:
            profiles = profiles.exclude(head_title="")
        if only is not None:
            profiles = profiles.filter(department_id__in=only)
        named = {profile.department_id: profile.name for profile in profiles}
        self.queryset = Department.objects.filter(pk__in=named)
        # One query for the names, not one for each line.
        self.choices = [("", "Choose a department"), *((pk, name) for pk, name in named.items())]


class PowerField(forms.ChoiceField):
    """One power, with the clause of the version in force; `blank` is what stands first where none need be chosen."""

    def __init__(self, *, blank: str = "", **kwargs: Any) -> None:
        self._blank = [("", blank)] if blank else []
        super().__init__(**kwargs)

    def fill(self, picture: Picture) -> None:
        """Offer the powers, as they are called at a moment."""
        self.choices = [*self._blank, *_powers(picture)]


class PowersField(forms.MultipleChoiceField):
    """Powers, each with the clause of the version in force."""

    def fill(self, picture: Picture) -> None:
        """Offer the powers, as they are called at a moment."""
        self.choices = _powers(picture)


class QuestionField(forms.ChoiceField):
    """What a reading settles, with the clauses of the version in force."""

    def fill(self, picture: Picture) -> None:
        """Offer the questions, as they read at a moment."""
        self.choices = [(kind, question(kind, picture)) for kind in ReadingKind.values]


def _powers(picture: Picture) -> list[tuple[str, str]]:
    return [(power.code, picture.basis(power).label) for power in POWERS.values()]


class DayField(forms.DateField):
    """A day in the City's calendar."""

    def __init__(self, **kwargs: Any) -> None:
        super().__init__(widget=NativeDateInput(), required=False, **kwargs)


def begins(day: date | None, at: datetime) -> datetime:
    """The beginning of a day; from this moment on where none is given or it is today."""
    return at if day is None or day == clock.city_date(at) else clock.start_of(day)


def ends(day: date | None) -> datetime | None:
    """The end of a day given as an end."""
    return None if day is None else clock.end_of(day)


def fill(form: forms.Form, at: datetime) -> None:
    """Offer departments, powers and questions as they are at a moment."""
    picture = Picture(at)  # asks nothing of the database for a form without powers
    for field in form.fields.values():
        if isinstance(field, DepartmentField):
            field.fill(at)
        elif isinstance(field, PowerField | PowersField | QuestionField):
            field.fill(picture)
