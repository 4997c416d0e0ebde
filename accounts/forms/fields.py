"""Fields and the base of this app's forms."""

from __future__ import annotations

from collections.abc import Iterable
from typing import Any

from django import forms
from django.core.exceptions import ValidationError

from accounts.models import Platform
from crispy_uswds.widgets import NativeDateInput
from directory.models import Department, Employee
from directory.tree import Tree
from foundation import clock

SCAN_LIMIT = 20 * 1024 * 1024
REASON_LIMIT = 2000


class PersonField(forms.CharField):
    """Somebody who works for the City, by employee number, or by the whole name where only one person has it."""

    def __init__(self, **kwargs: Any) -> None:
        kwargs.setdefault("help_text", "Employee number, or the full name.")
        super().__init__(max_length=200, widget=forms.TextInput(attrs={"autocomplete": "off"}), **kwargs)

    def clean(self, value: Any) -> Any:
        """The person; a sentence where there is none, or several."""
        said = " ".join((super().clean(value) or "").split())
        if not said:
            return None
        by_number = Employee.objects.filter(number__iexact=said).first()
        if by_number is not None:
            return by_number
        named = list(Employee.objects.employed(clock.now()).filter(name__iexact=said).order_by("number")[:2])
        if not named:
            raise ValidationError(f"Nobody has the employee number or the name “{said}”. Look it up under People.")
        if len(named) > 1:
            raise ValidationError(f"Several people are called “{said}”. Give the employee number.")
        return named[0]

    def prepare_value(self, value: Any) -> Any:
        """A person is shown by number."""
        return value.number if isinstance(value, Employee) else value


class DepartmentChoice(forms.TypedChoiceField):
    """One of some departments, by its name; its value is the department."""

    def __init__(self, **kwargs: Any) -> None:
        super().__init__(coerce=int, empty_value=None, **kwargs)

    def offer(self, departments: Iterable[tuple[int, str]], blank: str = "Choose a department") -> None:
        """Offer departments by id and name; only one need not be chosen, where one must be."""
        offered = list(departments)
        self.choices = offered if self.required and len(offered) == 1 else [("", blank), *offered]

    def clean(self, value: Any) -> Any:
        """The department."""
        chosen = super().clean(value)
        return None if chosen is None else Department.objects.get(pk=chosen)


class PlatformField(forms.ChoiceField):
    """A platform by its code; empty where the address says it."""

    def __init__(self, **kwargs: Any) -> None:
        kwargs.setdefault("label", "Platform")
        kwargs.setdefault("help_text", "Only needed for a handle, or for a server that the portal does not know.")
        super().__init__(required=False, choices=_platforms, **kwargs)


def _platforms() -> list[tuple[str, str]]:
    return [("", "As the address says"), *Platform.objects.offered().values_list("code", "name")]


class DayField(forms.DateField):
    """A day in the City's calendar."""

    def __init__(self, **kwargs: Any) -> None:
        super().__init__(widget=NativeDateInput(), **kwargs)

    def clean(self, value: Any) -> Any:
        """The day; one outside the calendar is a slip of the pen."""
        day = super().clean(value)
        if day is not None and not clock.FIRST_YEAR <= day.year <= clock.LAST_YEAR:
            raise ValidationError(f"The year {day.year} is outside the portal's calendar. Check it.")
        return day


def reason_field(label: str, help_text: str = "", required: bool = True) -> forms.CharField:
    """A reason in a few lines."""
    return forms.CharField(
        label=label,
        help_text=help_text,
        required=required,
        max_length=REASON_LIMIT,
        widget=forms.Textarea(attrs={"rows": 3}),
        error_messages={"required": "Say why."},
    )


def named(departments: Iterable[int], tree: Tree) -> list[tuple[int, str]]:
    """Departments by id and name, sorted by name."""
    return sorted(((pk, tree.name(pk)) for pk in departments), key=lambda pair: pair[1].casefold())


def indented(tree: Tree, only: frozenset[int] | None = None) -> list[tuple[int, str]]:
    """Departments by id and name as they stand in the tree; `only` some of them, then without the indent."""
    branches = list(tree.walk())
    if only is None:
        return [(one.department_id, f"{'– ' * one.depth}{one.profile.name}") for one in branches]
    return [(one.department_id, one.profile.name) for one in branches if one.department_id in only]
