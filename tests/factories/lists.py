"""Acts on lists of who is missing for tests."""

from __future__ import annotations

from collections.abc import Collection
from datetime import timedelta
from typing import Any

from acknowledgements.listing import ListWanted
from acknowledgements.models import Campaign, ListAct, ListKind
from acknowledgements.services import act_on_list, approve_list
from directory.models import Employee
from foundation import clock
from foundation.actor import Actor


def wanted(
    campaign: Campaign, act: ListKind = ListKind.REMIND, people: Collection[Employee] = (), **changes: Any
) -> ListWanted:
    """An act with everybody who is missing, or with some people."""
    facts: dict[str, Any] = {"chosen": [person.pk for person in people] or None}
    if act == ListKind.EXEMPT:
        facts |= {"reason": "The flood.", "last_day": clock.city_date(clock.now()) + timedelta(days=30)}
    return ListWanted(campaign=campaign, act=act, **{**facts, **changes})


def acted(
    by: Employee, campaign: Campaign, act: ListKind = ListKind.REMIND, people: Collection[Employee] = (), **changes: Any
) -> ListAct:
    """What somebody did with a list."""
    return act_on_list(by=Actor.of_person(by), wanted=wanted(campaign, act, people, **changes))


def approved(by: Employee, act: ListAct) -> ListAct:
    """An exemption of a whole list, approved by a second person."""
    return approve_list(by=Actor.of_person(by), act=act)
