"""What waits for a person: the shape in which every app's `waiting.py` answers, for the home page.

There is no task table: each app derives what waits from its own facts with one bounded query. Settings list the
functions (`WAITING`), in the order in which they are shown.
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime


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
