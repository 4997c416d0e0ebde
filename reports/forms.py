"""What is asked of a report, read from the address: moments, a period, departments. Each report adds its own filters.

A form is bound to the query of an address; whatever cannot be asked is a sentence at its field, and nothing is shown.
"""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence
from datetime import date, datetime, time, timedelta
from typing import Any, ClassVar

from crispy_forms.helper import FormHelper
from django import forms
from django.core.exceptions import ValidationError

from crispy_uswds.widgets import NativeDateInput
from directory.models import Department, Employee
from foundation import clock
from foundation.dates import day
from foundation.errors import InvalidInput
from foundation.numbers import how_many
from reports.beginning import first_entry_at

MOST_DEPARTMENTS = 50
_A_YEAR = timedelta(days=365)
_SPLIT = re.compile(r"[\s,;]+")
MOMENTS = ("as_of", "as_of_time", "known", "at", "known_at")
"""The names in an address that say of which moment is asked."""


class DepartmentsField(forms.CharField):
    """Departments by their codes, as one types them; unknown ones and those out of sight are one sentence."""

    def __init__(self, **kwargs: Any) -> None:
        kwargs.setdefault("label", "Departments")
        kwargs.setdefault("help_text", "Codes, such as PRF, with commas between them. Their divisions are counted in.")
        super().__init__(required=False, max_length=1000, **kwargs)
        self.error_messages["max_length"] = f"That is too long: ask for at most {MOST_DEPARTMENTS} departments at once."

    def clean(self, value: Any) -> Any:
        """The departments named, each once."""
        codes = list(dict.fromkeys(code.upper() for code in _SPLIT.split(super().clean(value)) if code))
        if len(codes) > MOST_DEPARTMENTS:
            raise ValidationError(
                f"These are {len(codes):,} departments. Ask for at most {MOST_DEPARTMENTS}, or for the whole City."
            )
        if not codes:
            return []
        found = {one.code.upper(): one for one in Department.objects.filter(code__in=_spellings(codes))}
        missing = [code for code in codes if code not in found]
        if missing:
            raise ValidationError(not_in_sight(missing))
        return [found[code] for code in codes]


def not_in_sight(codes: list[str]) -> str:
    """The sentence for departments that are not there, or that the asker may not see: nobody learns which."""
    called = ", ".join(code[:20] for code in codes[:5])
    some = how_many(len(codes), "department") if len(codes) > 1 else "department"
    return f"There is no {some} {called} that you may see. The page Departments has every code."


def _spellings(codes: list[str]) -> list[str]:
    return [*codes, *(code.lower() for code in codes), *(code.capitalize() for code in codes)]


class EmployeeNumberField(forms.CharField):
    """An employee by number."""

    def __init__(self, **kwargs: Any) -> None:
        super().__init__(max_length=20, widget=forms.TextInput(attrs={"autocomplete": "off"}), **kwargs)

    def clean(self, value: Any) -> Any:
        """The person of that number; the report asks whether they are in sight."""
        number = super().clean(value)
        if not number:
            return None
        found = Employee.objects.filter(number=number).first()
        if found is None:
            raise ValidationError(nobody_in_sight(number))
        return found


def nobody_in_sight(number: str) -> str:
    """The sentence for somebody who is not there, or whom the asker may not see: nobody learns which, nor a name."""
    return f"There is nobody with the employee number {number} whom you may see."


def not_on_file(thing: str, reference: str) -> str:
    """The sentence for a thing that is not there, or that the asker may not see: nobody learns which."""
    return f"There is no {thing} {reference[:40]} that you may see. Its own page has its reference."


class _InstantField(forms.CharField):
    """An exact moment with its zone, as links to an answer carry it."""

    def clean(self, value: Any) -> Any:
        text = super().clean(value)
        if not text:
            return None
        try:
            found = datetime.fromisoformat(text.replace(" ", "+"))  # a plus that an address lost
        except ValueError:
            found = None
        if found is None or found.tzinfo is None:
            raise ValidationError(
                "This link is not whole: it names a moment that cannot be read. Give the day instead, or open the "
                "report again."
            )
        return _instant(found)


class ReportForm(forms.Form):
    """The moments of every report: as of when (the end of a day, or a minute), and as known when."""

    as_of = forms.DateField(
        label="As of the end of",
        required=False,
        widget=NativeDateInput(),
        help_text="Left empty: now.",
        error_messages={"invalid": "Write the day as 2026-06-30."},
    )
    as_of_time = forms.TimeField(
        label="At what time that day",
        required=False,
        widget=forms.TimeInput(attrs={"type": "time"}, format="%H:%M"),
        help_text="Left empty: the day’s end.",
        error_messages={"invalid": "Write the time as 14:30."},
    )
    known = forms.ChoiceField(
        label="As known",
        required=False,
        choices=[("now", "now"), ("then", "then")],
        help_text="“Then” leaves out what was entered later.",
    )
    at = _InstantField(required=False, max_length=40, widget=forms.HiddenInput)
    known_at = _InstantField(required=False, max_length=40, widget=forms.HiddenInput)

    needs: ClassVar[Mapping[str, str]] = {}
    """Fields without which nothing can be asked, each with the sentence that asks for it."""
    last = MOMENTS
    """The fields that stand behind a report's own."""

    def __init__(self, data: Mapping[str, Any] | None, *, now: datetime) -> None:
        super().__init__(data)
        self.now = now
        said = data or {}
        if said.get("as_of"):  # whoever followed a link to an exact moment, and then chose a day, asks for that day
            del self.fields["at"], self.fields["known_at"]
        elif said.get("at"):
            self.fields["as_of"].help_text = "Left empty: the exact moment of this link."
        self.order_fields([name for name in self.fields if name not in self.last] + list(self.last))
        self.helper = FormHelper()
        self.helper.form_tag = False
        self.helper.disable_csrf = True

    def clean_as_of(self) -> date | None:
        """No day that has not come: nobody knows its answer."""
        asked: date | None = self.cleaned_data["as_of"]
        if asked is None:
            return None
        _start(asked)
        if asked > clock.city_date(self.now):
            raise ValidationError(f"{day(asked)} has not come yet. Choose today or an earlier day.")
        return asked

    def clean(self) -> dict[str, Any]:
        """The exact pair: never later than now, and of a moment of which something can be known."""
        data = self.cleaned_data
        if self.errors:
            return data
        if data.get("as_of_time") and not data.get("as_of"):
            raise ValidationError("Give the day, too, to which this time belongs.")
        at = data.get("at") or self._moment(data.get("as_of"), data.get("as_of_time"))
        known_at = at if data.get("known") == "then" else data.get("known_at") or self.now
        if max(at, known_at) > self.now:
            raise ValidationError("That moment has not come yet. Choose one that lies behind us.")
        first = first_entry_at()
        # What is asked of this very moment is never too early: the first entry of all may be written meanwhile.
        if known_at < min(first or self.now, self.now):
            since = f"the first entry is of {day(first)}" if first else "nothing was entered yet"
            raise ValidationError(
                f"The portal knew nothing on {day(known_at)}: {since}. Choose “As known now”, or a later day."
            )
        return {**data, "at": at, "known_at": known_at}

    def _moment(self, asked: date | None, at_time: time | None) -> datetime:
        if asked is None:
            return self.now
        if at_time is None:
            return min(clock.end_of(asked) - timedelta(microseconds=1), self.now)
        return clock.as_instant(datetime.combine(asked, at_time))

    @property
    def missing(self) -> str:
        """What has to be said first, in a sentence; empty where everything is there."""
        return next((sentence for name, sentence in self.needs.items() if not self.cleaned_data.get(name)), "")

    @property
    def filters(self) -> dict[str, Any]:
        """What was asked beside the moments; what was left empty is not in it."""
        return {name: value for name, value in self.cleaned_data.items() if name not in MOMENTS and value}

    def in_words(self) -> list[tuple[str, str]]:
        """The filters as label and value, for the statement of an export."""
        return [(str(self.fields[name].label), self._told(name, value)) for name, value in self.filters.items()]

    def _told(self, name: str, value: Any) -> str:
        choices = dict(getattr(self.fields[name], "choices", ()) or ())
        if isinstance(value, list):
            return ", ".join(str(choices.get(one, getattr(one, "code", one))) for one in value)
        if isinstance(value, date):
            return day(value)
        if isinstance(value, Employee):
            return f"{value.name} ({value.number})"
        return "yes" if value is True else str(choices.get(value, value))


class PeriodForm(ReportForm):
    """For what happened in a time: from the beginning of a day through the end of another."""

    since = forms.DateField(
        label="From",
        required=False,
        widget=NativeDateInput(),
        help_text="Left empty: a year before.",
        error_messages={"invalid": "Write the day as 2026-06-30."},
    )
    through = forms.DateField(
        label="Through",
        required=False,
        widget=NativeDateInput(),
        error_messages={"invalid": "Write the day as 2026-06-30."},
    )

    def clean(self) -> dict[str, Any]:
        """The period as instants, half-open (`begins`, `ends`), which end with the moment asked about."""
        data = super().clean()
        if self.errors:
            return data
        since, through, at = data.get("since"), data.get("through"), data["at"]
        if since and through and since > through:
            raise ValidationError("The period ends before it begins. Change one of its days.")
        ends = min(clock.end_of(through), at) if through and _start(through) else at
        begins = _start(since) if since else ends - _A_YEAR
        if begins > at:
            raise ValidationError("The period begins after the moment asked about. Choose an earlier first day.")
        return {**data, "begins": begins, "ends": ends}

    def in_words(self) -> list[tuple[str, str]]:
        """The period in words, and the other filters."""
        data = self.cleaned_data
        period = f"{day(data['begins'])} through {day(data['ends'] - timedelta(microseconds=1))}"
        return [("Period", period), *self._others()]

    def _others(self) -> list[tuple[str, str]]:
        kept = {name: value for name, value in self.filters.items() if name in self.fields}
        return [(str(self.fields[n].label), self._told(n, v)) for n, v in kept.items() if n not in ("since", "through")]


class DepartmentsForm(ReportForm):
    """The moments, and departments."""

    departments = DepartmentsField()


class DepartmentsPeriodForm(PeriodForm):
    """The moments, a period, and departments."""

    departments = DepartmentsField()
    field_order: Sequence[str] = ("since", "through", "departments")


def _start(asked: date) -> datetime:
    """The beginning of a day; the sentence for a year outside the calendar stands at the form."""
    try:
        return clock.start_of(asked)
    except InvalidInput as error:
        raise ValidationError(str(error)) from error


def _instant(moment: datetime) -> datetime:
    try:
        return clock.as_instant(moment)
    except InvalidInput as error:
        raise ValidationError(str(error)) from error
