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
    if value.tzinfo is not None:
        return value
    return value.replace(tzinfo=city_zone())


def start_of(day: date) -> datetime:
    """The City's midnight with which a day begins."""
    return datetime.combine(day, time.min, tzinfo=city_zone())


def end_of(day: date) -> datetime:
    """The instant at which a day given as an end is over: the next local midnight (half-open)."""
    return start_of(day + timedelta(days=1))


def last_day(until: datetime) -> date:
    """The day to show for a half-open end: "through June 30" for the midnight of July 1."""
    return city_date(until - timedelta(microseconds=1))
