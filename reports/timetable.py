"""When a schedule is due next: working days and hours of the City, also where its clock changes."""

from __future__ import annotations

from calendar import day_name
from datetime import UTC, date, datetime, time, timedelta

from foundation import clock
from foundation.calendar import WorkingDays
from foundation.dates import time as hour_words
from reports.models import AsOf, Rhythm, Schedule

_A_DAY = timedelta(days=1)
_MONDAY = date(2024, 1, 1)


def next_after(schedule: Schedule, after: datetime, days: WorkingDays) -> datetime:
    """The first moment later than `after` at which the schedule is due, in UTC."""
    day = clock.city_date(after)
    while True:
        if _is_day(schedule, day, days):
            due = _time_on(schedule, day)
            if due > after:
                return due
        day += _A_DAY


def latest_due(schedule: Schedule, at: datetime, days: WorkingDays) -> datetime | None:
    """Of the times that have come since the schedule ran the last: a worker that was down makes up for no other.

    None where none came: `next_at` was reckoned before its day became a holiday.
    """
    if schedule.next_at is None:
        return None
    day, first = clock.city_date(at), clock.city_date(schedule.next_at)
    while day >= first:
        due = _time_on(schedule, day)
        if _is_day(schedule, day, days) and schedule.next_at <= due <= at:
            return due
        day -= _A_DAY
    return None


def _time_on(schedule: Schedule, day: date) -> datetime:
    """The schedule's hour on a day; of one that comes twice the first, one that the clock leaves out an hour later."""
    return clock.as_instant(datetime.combine(day, time(schedule.hour))).astimezone(UTC)


def _is_day(schedule: Schedule, day: date, days: WorkingDays) -> bool:
    if schedule.rhythm == Rhythm.WEEKLY:
        return day.weekday() == schedule.weekday
    if schedule.rhythm == Rhythm.MONTHLY:
        return day == days.on_or_after(day.replace(day=1))
    return day in days


def asked_day(schedule: Schedule, due: datetime) -> date | None:
    """The day as of whose end is asked; None for the moment at which the report is made."""
    day = clock.city_date(due)
    if schedule.as_of == AsOf.DAY:
        return day - _A_DAY
    if schedule.as_of == AsOf.MONTH:
        return day.replace(day=1) - _A_DAY
    return None


def in_words(schedule: Schedule) -> str:
    """ "Every week on Monday at 7:00 AM, as XLSX, as of the end of the day before" """
    how = schedule.get_rhythm_display()
    if schedule.weekday is not None:
        how += f" on {weekday_name(schedule.weekday)}"
    at = hour_name(schedule.hour)
    return f"{how} at {at}, as {schedule.get_kind_display()}, as of {schedule.get_as_of_display()}"


def weekday_name(number: int) -> str:
    """ "Monday" for 0."""
    return day_name[number]


def hour_name(hour: int) -> str:
    """ "7:00 AM" for 7, as the portal writes times."""
    return hour_words(datetime.combine(_MONDAY, time(hour), tzinfo=clock.city_zone()))
