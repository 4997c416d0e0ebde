"""Filters of every template: `{{ campaign.due_day|weekday }}` and `{{ count|how_many:"person,people" }}`."""

from __future__ import annotations

from collections.abc import Callable
from datetime import date, datetime

from django import template

from foundation import dates, numbers

register = template.Library()


def _where_there_is_one(spoken: Callable[[datetime], str]) -> Callable[[datetime | date | None], str]:
    # Settings' `builtins` load these everywhere; a date that is none is shown as nothing, as Django's own filter does.
    return lambda value: spoken(value) if value else ""  # type: ignore[arg-type]


for _spoken in (dates.day, dates.day_of_year, dates.weekday, dates.time, dates.moment, dates.exact):
    register.filter(_spoken.__name__, _where_there_is_one(_spoken))


@register.filter
def how_many(number: int, words: str) -> str:
    """A number with its thing: `"job"`, or `"person,people"` where the plural is no -s."""
    one, _, many = words.partition(",")
    return numbers.how_many(number, one, many)
