"""`foundation.dates` as filters: `{{ campaign.due_day|weekday }}`; nothing where there is no date."""

from __future__ import annotations

from collections.abc import Callable
from datetime import date, datetime

from django import template

from foundation import dates

register = template.Library()


def _where_there_is_one(spoken: Callable[[datetime], str]) -> Callable[[datetime | date | None], str]:
    # Settings' `builtins` load these everywhere; a date that is none is shown as nothing, as Django's own filter does.
    return lambda value: spoken(value) if value else ""  # type: ignore[arg-type]


for _spoken in (dates.day, dates.day_of_year, dates.weekday, dates.time, dates.moment, dates.exact):
    register.filter(_spoken.__name__, _where_there_is_one(_spoken))
