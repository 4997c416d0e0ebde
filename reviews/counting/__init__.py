"""How long a text is, by the platform's own counting method.

`count` answers by a method, `measure` against a limit of the register. Which platform counts how is data
(`accounts.models.PlatformLimit`); how each method counts stands in `methods`. Nothing here reads the database.
"""

from reviews.counting.measuring import LimitFound, Measured, count, measure, measure_number

__all__ = ["LimitFound", "Measured", "count", "measure", "measure_number"]
