"""What a cell says where it is a day, or yes or no: as real spreadsheets write it."""

from __future__ import annotations

from datetime import date, datetime

YES = frozenset({"yes", "y", "true", "1", "x"})
NO = frozenset({"no", "n", "false", "0"})


def day_of(text: str) -> date | None:
    """The day that a cell names, as 2026-05-26 or 5/26/2026, whatever time stands behind it; None for anything else."""
    for form in ("%Y-%m-%d", "%m/%d/%Y"):
        try:
            return datetime.strptime(text.split("T", maxsplit=1)[0].split(" ", maxsplit=1)[0], form).date()  # noqa: DTZ007 - a day, no moment
        except ValueError:
            continue
    return None
