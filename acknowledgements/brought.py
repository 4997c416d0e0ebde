"""What each reminder of a campaign brought: how many were told at a step, and how many acknowledged soon after."""

from __future__ import annotations

import re
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Any

from django.db.models import Count, DateTimeField, Exists, ExpressionWrapper, Min, OuterRef, Q, QuerySet

from acknowledgements.models import Acknowledgement, Campaign, Reminder
from acknowledgements.reminded import ADDED
from policy.carrying import counted_for

SOON = timedelta(days=3)
"""Within how long after a reminder an acknowledgement is counted as brought by it: they come in the first days."""
_WORDS = {
    "opening": "At opening",
    "due_day": "On the due day",
    ADDED: "One statement more, after a move",
    "before": "{} days before the due day",
    "after": "{} days after the due day",
    "after_opening": "{} days after the opening day",
    "supervisor": "To supervisors, {} days after the due day",
    "authority": "To authorities, {} days after the due day",
}
_BY_HAND = {"by_hand": "By Employee Relations, by hand", "by_leads": "By supervisors and authorities, by hand"}
_CODE = re.compile(
    r"(?:(?P<kind>before|after_opening|after|supervisor|authority)_(?P<days>\d+)|due_day)"
    r"(?:_(?P<moved>\d+))?(?:\.(?P<time>\d+))?"
)
"""A step as `steps.Track` names it: the plan's code, how often the due day was moved, which time."""


@dataclass(frozen=True)
class Brought:
    """A step as the ledger has it: when it first went out, about how many people, and what followed."""

    step: str
    first: datetime
    people: int
    followed: int

    @property
    def percent(self) -> int:
        """The share that acknowledged soon after, in whole percent, rounded down."""
        return self.followed * 100 // self.people

    @property
    def words(self) -> str:
        """ "7 days before the due day", "To supervisors, 7 days after the due day, time 2"."""
        by_hand = next((words for code, words in _BY_HAND.items() if self.step.startswith(code)), "")
        if by_hand:
            return by_hand
        found = _CODE.fullmatch(self.step)
        if found is None:
            return _WORDS.get(self.step, self.step)
        words = _WORDS[found["kind"] or "due_day"].format(found["days"])
        words += ", after the due day was moved" if found["moved"] else ""
        return f"{words}, time {found['time']}" if found["time"] else words


def brought_by(campaign: Campaign, at: datetime) -> list[Brought]:
    """Every step that went out, the first first; one grouped query."""
    standing = Acknowledgement.objects.standing(at).filter(version_id__in=counted_for(campaign.version_id, at))
    until = ExpressionWrapper(OuterRef("claimed_at") + SOON, output_field=DateTimeField())
    soon = standing.filter(person_id=OuterRef("person_id"), at__gte=OuterRef("claimed_at"), at__lt=until)
    rows: QuerySet[Any] = Reminder.objects.filter(campaign=campaign).annotate(followed=Exists(soon)).order_by()
    grouped = rows.values("step").annotate(
        first=Min("claimed_at"), people=Count("pk"), brought=Count("pk", filter=Q(followed=True))
    )
    found = grouped.order_by("first", "step").values_list("step", "first", "people", "brought")
    return [Brought(*row) for row in found]
