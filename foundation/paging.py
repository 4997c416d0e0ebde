"""Pages of a list that may be very long: counted no further than anybody turns pages."""

from __future__ import annotations

from functools import cached_property
from typing import Any

from django.core.paginator import Paginator

COUNTED_UP_TO = 1_000


class LongPaginator(Paginator):  # type: ignore[type-arg]
    """Counts at most `COUNTED_UP_TO` rows: what lies beyond is found by filters, not by turning pages."""

    @cached_property
    def count(self) -> int:
        """How many rows there are, `COUNTED_UP_TO` where there are as many or more."""
        rows: Any = self.object_list
        return int(rows[:COUNTED_UP_TO].count())  # in the order of the list: its index ends the count

    @property
    def is_more(self) -> bool:
        """Whether there may be more than are counted."""
        return self.count >= COUNTED_UP_TO
