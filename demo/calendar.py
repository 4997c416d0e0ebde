"""Moments of the demonstration: so many days before the day of loading, in the City's zone."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, datetime, timedelta

from foundation import clock


@dataclass(frozen=True)
class Calendar:
    """Counts days back from the day of loading."""

    today: date

    def day(self, days: int) -> date:
        """The day so many days before today (negative: to come)."""
        return self.today - timedelta(days=days)

    def midnight(self, days: int) -> datetime:
        """The midnight with which the day so many days before today began (negative: to come)."""
        return clock.start_of(self.day(days))

    def morning(self, days: int, *, hour: int = 9, minute: int = 0) -> datetime:
        """A time of that day."""
        return self.midnight(days) + timedelta(hours=hour, minutes=minute)
