"""Playing the lives of many things at once, day by day, each deed at its own moment of the City's calendar."""

from __future__ import annotations

import heapq
from collections.abc import Iterator, Sequence

from django.db import transaction

from demo.calendar import Calendar
from foundation import clock


def play(lives: Sequence[Iterator[int]], calendar: Calendar, hour: int) -> None:
    """Do the deeds of all lives in the order of their days, from `hour` on, one minute after the other by place.

    A life yields how many days ago its next deed is done, and does it when it is asked to go on.
    """
    waiting = [(-day, place) for place, life in enumerate(lives) if (day := next(life, None)) is not None]
    heapq.heapify(waiting)
    while waiting:
        day, place = heapq.heappop(waiting)
        moment = calendar.morning(-day, hour=hour + place // 60, minute=place % 60)
        with transaction.atomic(), clock.replaying(moment):
            following = next(lives[place], None)
        if following is not None:
            heapq.heappush(waiting, (-following, place))
