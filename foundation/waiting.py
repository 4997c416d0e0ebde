"""What waits for a person: the shape in which every app's `waiting.py` answers, for the home page.

There is no task table: each app derives what waits from its own facts with one bounded query, or hands over a
queue that is counted together with the others. Settings list the
functions (`WAITING`), in the order in which they are shown.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from django.db.models import CharField, Count, Min, QuerySet, Value


@dataclass(frozen=True)
class WaitingItem:
    """One thing that waits: a title, a sentence about it, and the one button that deals with it.

    `due` and `since` are instants; `count` says how many things the item stands for when they are one list.
    """

    title: str
    sentence: str
    url: str
    action: str
    since: datetime | None = None
    due: datetime | None = None
    count: int = 1


@dataclass(frozen=True)
class WaitingQueue:
    """Things of one kind that wait as one item: counted together with every other queue, in a single query.

    `rows` are what waits, `since` the field that says since when, `item` makes the item from the count and the
    oldest instant. An app's `waiting_for` returns a queue wherever the number is all that the home page needs.
    """

    rows: QuerySet[Any]
    since: str
    item: Callable[[int, datetime], WaitingItem]


def counted(found: Iterable[WaitingItem | WaitingQueue]) -> list[WaitingItem]:
    """All items, the queues counted by one query whatever their number; an empty queue gives no item."""
    items: list[WaitingItem] = []
    queues: list[WaitingQueue] = []
    for thing in found:
        if isinstance(thing, WaitingQueue):
            queues.append(thing)
        else:
            items.append(thing)
    if not queues:
        return items
    first, *others = [
        queue.rows.order_by()
        .annotate(queue=Value(str(place), output_field=CharField()))
        .values("queue")
        .annotate(number=Count("pk"), oldest=Min(queue.since))
        .values_list("queue", "number", "oldest")
        for place, queue in enumerate(queues)
    ]
    counts = {int(place): (number, oldest) for place, number, oldest in first.union(*others, all=True)}
    return [*items, *(queues[place].item(*counts[place]) for place in sorted(counts) if counts[place][0])]
