"""Medians and ninetieth percentiles of how long things took, by several keys in one statement.

A percentile lies between two neighbours in the order, weighted by its distance to them, as PostgreSQL's
`percentile_cont` has it; said with window functions, which both engines compute alike.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from django.db import connection

_HOUR = 3600


@dataclass(frozen=True)
class Spread:
    """Of how many things it is known how long they took; half of them took no longer than `half`, in hours."""

    many: int
    half: float | None = None
    ninth: float | None = None
    """Nine in ten took no longer."""


def seconds_between(begun: str, done: str) -> str:
    """The SQL for the seconds from one column to another."""
    if connection.vendor == "postgresql":
        return f"CAST(EXTRACT(EPOCH FROM ({done} - {begun})) AS double precision)"
    return f"(django_timestamp_diff({done}, {begun}) / 1000000.0)"


_WEIGHED = """
SUM(seconds * CASE WHEN ABS(place - CAST({share} AS double precision) * (many - 1)) < 1
THEN 1 - ABS(place - CAST({share} AS double precision) * (many - 1)) ELSE 0 END)
"""
_SPREADS = """
{facts}, ranked AS (
  SELECT kind, thing, what, seconds,
    ROW_NUMBER() OVER (PARTITION BY kind, thing, what ORDER BY seconds) - 1 AS place,
    COUNT(*) OVER (PARTITION BY kind, thing, what) AS many
  FROM measured
)
SELECT kind, thing, what, many, {half}, {ninth} FROM ranked GROUP BY kind, thing, what, many
UNION ALL
SELECT kind, thing, '', COUNT(*), CAST(SUM(counted) AS double precision), NULL FROM keyed GROUP BY kind, thing
"""


@dataclass(frozen=True)
class Measured:
    """What was measured: spreads by kind of key, key and measure; and by kind and key how many there are."""

    spreads: Mapping[tuple[str, str, str], Spread]
    counts: Mapping[tuple[str, str], tuple[int, int]]
    """How many things, and of how many of them the column `counted` says yes."""

    def spread(self, kind: str, thing: str, what: str) -> Spread:
        """One spread; of nothing, where nothing was measured."""
        return self.spreads.get((kind, thing, what), Spread(0))

    def keys(self, kind: str) -> list[str]:
        """The keys of one kind."""
        return [thing for found, thing in self.counts if found == kind]


def measure(facts: str, values: Sequence[Any]) -> Measured:
    """Everything in one statement. `facts` is SQL that begins with WITH and defines `keyed (kind, thing, counted, …)`,
    where `counted` is 1 or 0, and `measured (kind, thing, what, seconds)`; both with texts as keys.
    """
    sql = _SPREADS.format(facts=facts, half=_WEIGHED.format(share="0.5"), ninth=_WEIGHED.format(share="0.9"))
    with connection.cursor() as cursor:
        cursor.execute(sql, list(values))
        found = cursor.fetchall()
    return Measured(
        {(kind, thing, what): Spread(many, hours(a), hours(b)) for kind, thing, what, many, a, b in found if what},
        {(kind, thing): (many, int(yes or 0)) for kind, thing, what, many, yes, _none in found if not what},
    )


def hours(seconds: float) -> float:
    """Seconds as hours with one decimal, as reports show them."""
    return round(seconds / _HOUR, 1)
