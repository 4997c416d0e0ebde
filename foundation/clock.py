"""The one place that asks what time it is, and the City's zone.

Everything else takes `at` as a parameter, so that a question about the past is asked with the same code.
"""

from collections.abc import Iterator
from contextlib import contextmanager
from contextvars import ContextVar
from datetime import date, datetime, time, timedelta
from zoneinfo import ZoneInfo

from django.conf import settings
from django.utils import timezone

from foundation.errors import InvalidInput

FIRST_YEAR, LAST_YEAR = 1900, 2200
"""The years of the portal's calendar: the longest service of anybody alive, and terms nobody will outlive."""

_replayed: ContextVar[datetime | None] = ContextVar("replayed", default=None)


def now() -> datetime:
    """The present instant, aware, in UTC."""
    return _replayed.get() or timezone.now()


@contextmanager
def replaying(at: datetime) -> Iterator[None]:
    """Let services believe that it is `at`: so that the demonstration's past is made by the services themselves.

    Raises RuntimeError wherever the demonstration is not allowed: in production nobody sets the clock.
    """
    if not getattr(settings, "DEMO_ALLOWED", False):
        raise RuntimeError("The clock can be set for the demonstration only.")
    token = _replayed.set(at)
    try:
        yield
    finally:
        _replayed.reset(token)


def city_zone() -> ZoneInfo:
    """The City's time zone (`CITY_TIME_ZONE`)."""
    return ZoneInfo(settings.TIME_ZONE)


def city_date(at: datetime) -> date:
    """The calendar date in the City at an instant."""
    return at.astimezone(city_zone()).date()


def as_instant(value: datetime) -> datetime:
    """An aware instant; a naive one is read as City time (an ambiguous one as the first of the two)."""
    _refuse_far_years(value)
    if value.tzinfo is not None:
        return value
    return value.replace(tzinfo=city_zone())


def _refuse_far_years(day: date) -> None:
    """A year that no calendar of the City reaches is a slip of the pen, and would overflow in another zone."""
    if not FIRST_YEAR <= day.year <= LAST_YEAR:
        raise InvalidInput(
            f"The year {day.year} is outside the portal's calendar.",
            why=f"Dates lie between the years {FIRST_YEAR} and {LAST_YEAR}.",
            remedy="Check the year and try again.",
        )


def start_of(day: date) -> datetime:
    """The City's midnight with which a day begins; raises `InvalidInput` for a year outside the calendar."""
    _refuse_far_years(day)
    return datetime.combine(day, time.min, tzinfo=city_zone())


def end_of(day: date) -> datetime:
    """The instant at which a day given as an end is over: the next local midnight (half-open)."""
    _refuse_far_years(day)
    return start_of(day + timedelta(days=1))


def last_day(until: datetime) -> date:
    """The day to show for a half-open end: "through June 30" for the midnight of July 1."""
    return city_date(until - timedelta(microseconds=1))
