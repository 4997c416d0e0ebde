"""By when somebody is to acknowledge: the one rule, for pages, reminders and readiness (City procedure).

The time that a campaign gives runs only while the person is there: leave, suspension and an exemption move the due date
on by as long as they last after the opening, and who is hired after it has as many days as everybody else had.
"""

from __future__ import annotations

from collections.abc import Iterable
from datetime import datetime, timedelta

from acknowledgements.models.campaign import AudienceKind, Campaign
from foundation import clock

Span = tuple[datetime, datetime | None]


def due_for(opens_at: datetime, due_at: datetime, absences: Iterable[Span], at: datetime) -> datetime:
    """The due date of one person as it stands at `at`: an absence that still runs moves it on."""
    end = due_at
    for since, until in sorted(absences, key=lambda span: span[0]):
        begins, ends = max(since, opens_at), min(until or at, at)
        if begins < end and begins < ends:
            end += ends - begins
    return end


def term_of(campaign: Campaign, hired_at: datetime | None) -> tuple[datetime, datetime]:
    """From when until when a campaign asks one person, before absences: see `term_given`."""
    term_days = campaign.term_days if campaign.audience == AudienceKind.NEW_HIRES else None
    return term_given(campaign.opens_at, campaign.due_at, term_days, hired_at)


def term_given(
    opens_at: datetime, due_at: datetime, term_days: int | None, hired_at: datetime | None
) -> tuple[datetime, datetime]:
    """From when until when somebody is asked: from the opening, or from the day of hire where that is later.

    `term_days` is the term of new hires. Everybody else hired later has as many days as there were from the opening.
    """
    if hired_at is None or (term_days is None and hired_at <= opens_at):
        return opens_at, due_at
    hired_on = clock.city_date(hired_at)
    if term_days is not None:
        return hired_at, clock.end_of(hired_on + timedelta(days=term_days))
    later = (hired_on - clock.city_date(opens_at)).days
    return hired_at, clock.end_of(clock.last_day(due_at) + timedelta(days=later))
