"""How the portal writes days and times: one way, in pages, sentences, mails and commands, always in the City's zone.

Templates use the filters of the same names (`foundation.templatetags.wording`, loaded everywhere). What machines read
(file names, the trail, JSON, form fields) is ISO and no business of this module.
"""

from __future__ import annotations

from datetime import date, datetime

from foundation.clock import city_date, city_zone


def day(value: date | datetime) -> str:
    """ "November 25, 2026": a day, or the City's day at an instant."""
    shown = city_date(value) if isinstance(value, datetime) else value
    return f"{shown:%B} {shown.day}, {shown.year}"


def day_of_year(value: date | datetime) -> str:
    """ "November 25": where the year is plain from what stands beside it."""
    return day(value).rpartition(",")[0]


def month(value: date | datetime) -> str:
    """ "November 2026"."""
    shown = city_date(value) if isinstance(value, datetime) else value
    return f"{shown:%B} {shown.year}"


def weekday(value: date | datetime) -> str:
    """ "Wednesday, November 25": a day that is near."""
    shown = city_date(value) if isinstance(value, datetime) else value
    return f"{shown:%A}, {day_of_year(shown)}"


def time(value: datetime) -> str:
    """ "2:05 PM"."""
    local = value.astimezone(city_zone())
    return f"{local.hour % 12 or 12}:{local:%M %p}"


def moment(value: datetime) -> str:
    """ "November 25, 2026, 2:05 PM"."""
    return f"{day(value)}, {time(value)}"


def exact(value: datetime) -> str:
    """ "November 25, 2026, 2:05:33 PM CST": where seconds and the zone may be asked about."""
    local = value.astimezone(city_zone())
    return f"{day(value)}, {local.hour % 12 or 12}:{local:%M:%S %p %Z}"
