"""Whether an instrument is in effect at a moment: its dates, its revocation, and whether its holder is there."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime
from enum import StrEnum

from authorizations.models import Authorization
from foundation import clock, dates
from powers.picture import Picture


class Why(StrEnum):
    """Why an instrument is not in effect: the first reason that there is."""

    REVOKED = "revoked"
    ENDED = "ended"
    LEFT = "left"
    MOVED = "moved"
    BEGINS_LATER = "begins later"
    RESTS = "rests"


@dataclass(frozen=True)
class Standing:
    """The answer, and why not in a sentence, for those who may read it."""

    in_effect: bool
    sentence: str
    why: Why | None = None


def standing_of(row: Authorization, picture: Picture) -> Standing:
    """Whether an instrument that the portal knew is in effect at the picture's moment (DESIGN 3.1).

    Who reads it from a queryset asks `Authorization.objects.known` first, with `revocation` selected.
    """
    why, sentence = _why_not(row, picture)
    return Standing(why is None, sentence, why)


def _why_not(row: Authorization, picture: Picture) -> tuple[Why | None, str]:
    at, holder = picture.at, row.grantee_id
    revocation = getattr(row, "revocation", None)
    if revocation and revocation.effective_from <= at and revocation.recorded_at <= picture.known_at:
        return Why.REVOKED, f"It was revoked on {dates.day(revocation.effective_from)}."
    if at >= row.effective_until:
        return Why.ENDED, f"It ended on {dates.day(row.last_day)}."
    if picture.presence.left_between(holder, row.begins, at):
        return Why.LEFT, "Its holder left the City after it was given."
    if picture.presence.moved_away(holder, row.begins, at):
        return Why.MOVED, "Its holder came under another authority after it was given."
    if at < row.effective_from:
        return Why.BEGINS_LATER, f"It begins on {dates.day(row.effective_from)}."
    if picture.presence.rests(holder, at):
        return Why.RESTS, "Its holder is on leave or suspended: it rests until the return."
    return None, f"It is in effect through {dates.day(row.last_day)}."


def accepted(row: Authorization, picture: Picture) -> bool:
    """Whether its conditions had been accepted (City procedure)."""
    given = getattr(row, "acceptance", None)
    return given is not None and given.accepted_at <= picture.at and given.recorded_at <= picture.known_at


def held_in_short(number: int, first_end: datetime | None) -> str:
    """What somebody holds, in a sentence for the home page; what it allows, the decision answers."""
    if not number or first_end is None:
        return "You hold no written authorization: to speak for the City one is needed."
    last = dates.day(clock.last_day(first_end))
    if number == 1:
        return f"You hold one written authorization, through {last}."
    return f"You hold {number} written authorizations; the first ends on {last}."
