"""When a saved report is made by itself, as a form."""

from __future__ import annotations

from typing import Any

from crispy_forms.helper import FormHelper
from crispy_forms.layout import Submit
from django import forms

from reports.models import AsOf, Kind, Rhythm, Schedule
from reports.services import Timing
from reports.timetable import hour_name, weekday_name

_FIRST_HOUR, _LAST_HOUR, _USUAL = 5, 22, 7


class ScheduleForm(forms.Form):
    """How often, when on the day, as which file, and as of when."""

    rhythm = forms.ChoiceField(label="How often?", choices=Rhythm.choices)
    weekday = forms.TypedChoiceField(
        label="On which day of the week?",
        required=False,
        coerce=int,
        empty_value=None,
        choices=[("", "–"), *((number, weekday_name(number)) for number in range(7))],
        help_text="Only for what is made every week.",
    )
    hour = forms.TypedChoiceField(
        label="At what time?",
        coerce=int,
        choices=[(hour, hour_name(hour)) for hour in range(_FIRST_HOUR, _LAST_HOUR + 1)],
        initial=_USUAL,
    )
    as_of = forms.ChoiceField(label="As of", choices=AsOf.choices)
    kind = forms.ChoiceField(label="As which file?", choices=Kind.choices, initial=Kind.XLSX)

    def __init__(self, data: Any = None, *, schedule: Schedule | None = None) -> None:
        initial = {}
        if schedule is not None:
            initial = {name: getattr(schedule, name) for name in ("rhythm", "weekday", "hour", "as_of", "kind")}
        super().__init__(data, initial=initial)
        self.helper = FormHelper()
        self.helper.form_tag = False
        running = schedule is not None and schedule.is_running
        self.helper.add_input(Submit("submit", "Change it" if running else "Have it made"))

    def clean(self) -> dict[str, Any]:
        """What is made every week needs its day."""
        given = self.cleaned_data
        if given.get("rhythm") == Rhythm.WEEKLY and given.get("weekday") is None and "weekday" not in self.errors:
            self.add_error("weekday", "Say on which day of the week.")
        return given

    def timing(self) -> Timing:
        """What was chosen, for the service."""
        return Timing(**self.cleaned_data)
