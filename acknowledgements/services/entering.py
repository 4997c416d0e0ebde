"""What the portal takes from a person, or from Employee Relations for somebody who telephones or writes on paper."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, datetime

from acknowledgements.audience import Place, place_of
from acknowledgements.models import Campaign, Channel
from directory.models import Employee, Role
from directory.permissions import require_role
from foundation import clock, dates
from foundation.actor import Actor
from foundation.citations import CITY_PROCEDURE
from foundation.errors import Conflict, InvalidInput, Refusal
from foundation.plain_text import require_plain
from policy.models import Publication, Version

LONGEST = 4000


@dataclass(frozen=True)
class Entered:
    """Something that came by telephone or on paper: whose it is, how it came, and on which day."""

    person: Employee
    channel: Channel
    day: date


@dataclass(frozen=True)
class Taken:
    """What is about to be written: whose, where they work, in which capacity it is written, when it was said."""

    person: Employee
    place: Place
    capacity: str
    channel: Channel
    said_at: datetime
    entered_by: Employee | None


def take(by: Actor, version: Version, entered: Entered | None, at: datetime, what: str) -> Taken:
    """Who says it and when, checked: the person, or Employee Relations for somebody else (`entered`).

    Raises `Refusal` for who is not bound, and for whoever enters what is their own; `Conflict` for a version that
    nobody is asked for.
    """
    if by.person is None:
        raise Refusal(what, why="Only a person can do this.", clause=CITY_PROCEDURE)
    capacity, person = "employee", by.person
    if entered is not None:
        capacity = require_role(by, Role.EMPLOYEE_RELATIONS, at, what)
        person = entered.person
        if person.pk == by.person.pk:
            raise Refusal(what, why="What is your own you do yourself, on your own page.", clause=CITY_PROCEDURE)
        if entered.channel == Channel.PORTAL:
            raise InvalidInput("Say how it came: by telephone or on paper.", field="channel")
    _require_asked_for(version, at)
    place = place_of(person, at)
    if place is None or not place.is_bound:
        raise Refusal(
            what,
            why=f"{person.name} is not bound by {version.regulation} now, according to the roster.",
            clause=CITY_PROCEDURE,
            remedy="If that is wrong, ask the department to have the roster corrected.",
        )
    return Taken(
        person=person,
        place=place,
        capacity=capacity,
        channel=entered.channel if entered else Channel.PORTAL,
        said_at=_said_at(version, entered, at),
        entered_by=by.person if entered else None,
    )


def words(text: str, what: str, field: str) -> str:
    """What somebody wrote, cut at both ends; raises `InvalidInput` where there is nothing, or too much of it."""
    text = text.strip()
    require_plain(text, field)
    if not text:
        raise InvalidInput(what, field=field)
    if len(text) > LONGEST:
        raise InvalidInput(f"Write at most {LONGEST:,} characters.", why=f"There are {len(text):,}.", field=field)
    return text


def _said_at(version: Version, entered: Entered | None, at: datetime) -> datetime:
    today = clock.city_date(at)
    if entered is None or entered.day == today:
        return at
    if entered.day > today:
        raise InvalidInput(
            "It cannot have come on a day that is still to come.",
            why=f"{dates.day(entered.day)} is after today.",
            remedy="Give the day on which the person telephoned or signed.",
            field="day",
        )
    published = Publication.objects.filter(version=version).order_by("recorded_at").first()
    if published and entered.day < clock.city_date(published.recorded_at):
        raise InvalidInput(
            "It cannot have come on that day.",
            why=f"The text was published on {dates.day(clock.city_date(published.recorded_at))}.",
            remedy="Give the day on which the person telephoned or signed.",
            field="day",
        )
    return clock.start_of(entered.day)


def _require_asked_for(version: Version, at: datetime) -> None:
    if Version.objects.in_force(at).filter(pk=version.pk).exists():
        return
    if Campaign.objects.running(at).filter(version=version).exists():
        return
    raise Conflict(
        "Nothing was recorded.",
        why=f"{version} is not in force, and nobody is asked to acknowledge it.",
        remedy="Open My receipts to see what is asked of you now.",
    )
