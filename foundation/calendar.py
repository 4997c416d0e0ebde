"""The City's calendar: working days and working hours, with the holidays as data."""

from __future__ import annotations

from datetime import date, datetime, time, timedelta

from foundation import clock, dated_settings
from foundation.models import Holiday

SATURDAY = 5
_STRETCH = timedelta(days=60)


def is_working_day(day: date) -> bool:
    """Whether the City's offices work on a day: Monday to Friday, and no holiday."""
    return day.weekday() < SATURDAY and not Holiday.objects.filter(day=day).exists()


def add_working_days(day: date, count: int) -> date:
    """The `count`-th working day after a day (before it, where negative).

    Nought gives the day itself, or the next working day where it is none.
    """
    step = timedelta(days=-1 if count < 0 else 1)
    left = abs(count)
    free: set[date] = set()
    read_until = day
    current = day
    if left == 0:
        current -= step
        left = 1
        read_until = current
    while left:
        current += step
        if (current > read_until) if count >= 0 else (current < read_until):
            read_until = current + (_STRETCH if count >= 0 else -_STRETCH)
            free |= _holidays(current, read_until)
        if current.weekday() < SATURDAY and current not in free:
            left -= 1
    return current


class WorkingDays:
    """The City's working days, with every holiday read once: for who asks of many days."""

    def __init__(self) -> None:
        self._free = set(Holiday.objects.values_list("day", flat=True))

    def __contains__(self, day: date) -> bool:
        return day.weekday() < SATURDAY and day not in self._free

    def on_or_after(self, day: date) -> date:
        """The day itself, or the next working day."""
        while day not in self:
            day += timedelta(days=1)
        return day

    def on_or_before(self, day: date) -> date:
        """The day itself, or the last working day before it."""
        while day not in self:
            day -= timedelta(days=1)
        return day


def is_working_time(at: datetime) -> bool:
    """Whether a moment lies within the City's working hours; outside them is *at night*."""
    begins, ends = _hours(at)
    local = at.astimezone(clock.city_zone())
    return begins <= local.time() < ends and is_working_day(local.date())


def add_working_hours(at: datetime, hours: float) -> datetime:
    """The moment at which so many working hours have passed since `at`."""
    begins, ends = _hours(at)
    left = timedelta(hours=hours)
    day = clock.city_date(at)
    if not is_working_day(day):
        day = add_working_days(day, 1)
    start = max(at, datetime.combine(day, begins, tzinfo=clock.city_zone()))
    while True:
        closes = datetime.combine(day, ends, tzinfo=clock.city_zone())
        if start < closes and start + left <= closes:
            return start + left
        left -= max(closes - start, timedelta(0))
        day = add_working_days(day, 1)
        start = datetime.combine(day, begins, tzinfo=clock.city_zone())


def _hours(at: datetime) -> tuple[time, time]:
    found = dated_settings.values(("city.workday_begins", "city.workday_ends"), at)
    return time.fromisoformat(found["city.workday_begins"]), time.fromisoformat(found["city.workday_ends"])


def _holidays(one: date, other: date) -> set[date]:
    between = (min(one, other), max(one, other))
    return set(Holiday.objects.filter(day__range=between).values_list("day", flat=True))
