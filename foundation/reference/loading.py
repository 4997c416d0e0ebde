"""The one loader of reference data: runs after every migrate, and may run again at any time.

It inserts what is missing and never overwrites what somebody edited. Apps add theirs by a dotted name in settings
(`REFERENCE_LOADERS`), each a function of the moment.
"""

from __future__ import annotations

from datetime import date, datetime
from importlib.metadata import version

import holidays
from django.apps import apps
from django.conf import settings
from django.db import connections, transaction
from django.utils.module_loading import import_string

from foundation import clock, dated_settings
from foundation.models import DatedSetting, Holiday

FIRST_HOLIDAY_YEAR = 2020
"""The year in which the regulation was reissued: nothing before it is ever counted in working days."""
YEARS_AHEAD = 5


def load_reference_data(using: str = "default") -> None:
    """Run every loader once, in the order of settings, each in its own transaction.

    Does nothing while a table of an installed app is missing: half-way through a migration there is nothing to fill.
    """
    tables = set(connections[using].introspection.table_names())
    wanted = {model._meta.db_table for model in apps.get_models(include_auto_created=True) if model._meta.managed}
    if wanted - tables:
        return
    at = clock.now()
    for name in settings.REFERENCE_LOADERS:
        with transaction.atomic(using=using):
            import_string(name)(at)


def load_settings(_at: datetime) -> None:
    """Put in each default of `settings.json` whose key has no row yet, as known since the beginning."""
    present = set(DatedSetting.objects.values_list("key", flat=True).distinct())
    DatedSetting.objects.bulk_create(
        DatedSetting(
            key=key,
            value=default.value,
            effective_from=dated_settings.BEGINNING,
            recorded_at=dated_settings.BEGINNING,
        )
        for key, default in dated_settings.defaults().items()
        if key not in present
    )


def load_holidays(at: datetime) -> None:
    """Put in the public holidays of the City's state for each year that has none yet, some years ahead.

    A year that has a row is left as it is: somebody may have taken a day out.
    """
    this_year = clock.city_date(at).year
    present = {day.year for day in Holiday.objects.dates("day", "year")}
    missing = [year for year in range(FIRST_HOLIDAY_YEAR, this_year + YEARS_AHEAD + 1) if year not in present]
    if not missing:
        return
    country = dated_settings.value("city.country", at)
    subdivision = dated_settings.value("city.subdivision", at)
    Holiday.objects.bulk_create(
        Holiday(day=day, name=name, source=f"python-holidays {version('holidays')}, {country}-{subdivision}")
        for day, name in public_holidays(country, subdivision, missing)
    )


def public_holidays(country: str, subdivision: str, years: list[int]) -> list[tuple[date, str]]:
    """Days and names of the public holidays of a state, in order, those of the years asked for and no others."""
    calendar = holidays.country_holidays(country, subdiv=subdivision or None, years=years)
    return sorted((day, name) for day, name in calendar.items() if day.year in years)
