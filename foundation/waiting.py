"""What waits for a person: the shape in which every app's `waiting.py` answers, for the home page.

There is no task table: each app derives what waits from its own facts with one bounded query, or hands over a
queue that is counted together with the others. Settings list the
functions (`WAITING`), in the order in which they are shown.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable
from dataclasses import dataclass
from datetime import datetime
from functools import cache
from typing import Any

from django.db.models import Count, Min, QuerySet, Value

from foundation.shapes import Shape
from foundation.together import Asked, Together


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
    oldest instant. An app's `waiting_for` returns a queue wherever the number is all that the home page needs. Queues
    of everybody's give a function of the module and its `values`: their SQL is composed once (`foundation.shapes`).
    """

    rows: QuerySet[Any] | Callable[..., QuerySet[Any]]
    since: str
    item: Callable[[int, datetime], WaitingItem]
    values: tuple[Any, ...] = ()


def counted(found: Iterable[WaitingItem | WaitingQueue]) -> list[WaitingItem]:
    """All items, the queues counted by one query whatever their number; an empty queue gives no item."""
    items: list[WaitingItem] = []
    queues: list[WaitingQueue] = []
    for thing in found:
        if isinstance(thing, WaitingQueue):
            queues.append(thing)
        else:
            items.append(thing)
    together = Together()
    counts = [_ask(queue, together) for queue in queues]
    for queue, found_of_it in zip(queues, counts, strict=True):
        items += [queue.item(number, oldest) for number, oldest in found_of_it.rows if number]
    return items


def _ask(queue: WaitingQueue, together: Together) -> Asked[tuple[int, datetime]]:
    if isinstance(queue.rows, QuerySet):
        return together.ask(_count(queue.rows, queue.since))
    return together.ask_as(_counting(queue.rows, queue.since), *queue.values)


@cache
def _counting(rows: Callable[..., QuerySet[Any]], since: str) -> Shape[..., QuerySet[Any, Any]]:
    return Shape(lambda *values: _count(rows(*values), since))


def _count(rows: QuerySet[Any], since: str) -> QuerySet[Any, Any]:
    """How many there are, and the oldest instant: one row, or none where nothing waits."""
    grouped = rows.order_by().annotate(queue=Value(1)).values("queue")
    counted_so: QuerySet[Any, Any] = grouped.annotate(number=Count("pk"), oldest=Min(since))
    return counted_so.values_list("number", "oldest")
