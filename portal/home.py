"""What waits for me: the home page, gathered from every app's `waiting.py`."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime

from directory.models import Employee
from foundation import clock, dates
from foundation.waiting import WaitingItem, counted
from portal.registry import functions

IN_WORDS = ("Nothing", "One", "Two", "Three", "Four", "Five", "Six", "Seven", "Eight", "Nine", "Ten")


@dataclass(frozen=True)
class Card:
    """A thing that waits, with when it is due or since when it waits in words."""

    item: WaitingItem
    when: str
    is_late: bool


def cards_for(person: Employee, at: datetime) -> list[Card]:
    """Everything that waits for a person: what is due comes first by its date, then what waits longest."""
    items = counted(thing for waiting_for in functions("WAITING") for thing in waiting_for(person, at))
    items.sort(key=lambda item: (item.due is None, item.due or item.since or at))
    return [Card(item, when(item, at), item.due is not None and item.due <= at) for item in items]


def when(item: WaitingItem, at: datetime) -> str:
    """ "Due Friday", "due June 30", "since yesterday": a date as one says it."""
    if item.due is not None:
        day = clock.last_day(item.due)
        late = item.due <= at
        return f"{'Was due' if late else 'Due'} {_spoken(day.toordinal(), at)}"
    if item.since is not None:
        return f"Since {_spoken(clock.city_date(item.since).toordinal(), at)}"
    return ""


def _spoken(ordinal: int, at: datetime) -> str:
    today = clock.city_date(at)
    away = ordinal - today.toordinal()
    near = {-1: "yesterday", 0: "today", 1: "tomorrow"}
    if away in near:
        return near[away]
    day = today.fromordinal(ordinal)
    if 1 < away < 7:
        return f"{day:%A}"
    return dates.day_of_year(day) if day.year == today.year else dates.day(day)


def greeting(person: Employee, at: datetime) -> str:
    """ "Good morning, Dana." by the City's clock."""
    hour = at.astimezone(clock.city_zone()).hour
    part = "morning" if 4 <= hour < 12 else "afternoon" if 12 <= hour < 18 else "evening"
    return f"Good {part}, {person.get_short_name()}."


def count_sentence(cards: list[Card]) -> str:
    """ "Two things wait for you.": how much there is to do, said first."""
    number = sum(card.item.count for card in cards)
    if number == 0:
        return "Nothing waits for you."
    word = IN_WORDS[number] if number < len(IN_WORDS) else f"{number:,}"
    return f"{word} {'thing waits' if number == 1 else 'things wait'} for you."
