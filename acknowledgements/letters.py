"""The words of reminders: one letter holds everything that one person is to hear at one moment."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime

from django.urls import reverse

from acknowledgements.models import Campaign
from acknowledgements.wording import CRIMINAL_JUSTICE_CLAUSE
from foundation import clock, dates
from foundation.numbers import how_many


@dataclass(frozen=True)
class Words:
    """A letter: its subject line, its text, and the page where to go on."""

    subject: str
    body: str
    link: str


def words_of(campaign: Campaign, due_at: datetime, at: datetime) -> Words:
    """What reminds somebody of a campaign at a moment, whose due date is `due_at`."""
    version, last = campaign.version, clock.last_day(due_at)
    today = clock.city_date(at)
    if today < last:
        subject = f"Please read and acknowledge {version.regulation} by {dates.weekday(last)}"
    elif today == last:
        subject = f"Today is the last day to acknowledge {version.regulation}"
    else:
        subject = f"{version.regulation} was to be acknowledged by {dates.weekday(last)}"
    body = (
        f"The City asks you to read {version.regulation}, {version.called}, and to acknowledge that you have. "
        "It takes about twelve minutes. You may do it on paper instead: ask Employee Relations for the form."
    )
    return Words(subject, body, reverse("acknowledgements:read", args=[campaign.pk]))


def words_on_a_statement(campaign: Campaign) -> Words:
    """What tells somebody who moved under IV.K that one statement more is asked of them."""
    subject = f"One statement more on {campaign.version.regulation}"
    body = (
        f"You work where section {CRIMINAL_JUSTICE_CLAUSE} binds people. What you acknowledged stays; read that "
        "section, and say that you have."
    )
    return Words(subject, body, reverse("acknowledgements:add", args=[campaign.pk]))


def words_on_people(campaign: Campaign, number: int) -> Words:
    """What tells a supervisor or an authority that people of theirs are late: how many, not who and never why."""
    people = how_many(number, "person", "people")
    subject = f"{people} of yours {'has' if number == 1 else 'have'} not acknowledged {campaign.version.regulation}"
    body = (
        f"{subject}, {campaign.version.called}, and the due date is past. The page says who. Help them to find "
        "the time, a shared device or the printed form; nobody has to say why."
    )
    return Words(subject, body, f"{reverse('acknowledgements:missing')}?version={campaign.version_id}")


def together(matters: Sequence[Words]) -> Words:
    """One letter for several matters."""
    if len(matters) == 1:
        return matters[0]
    subject = f"{len(matters)} things about the City's policies wait for you"
    body = "\n\n".join(f"{matter.subject}. {matter.body}" for matter in matters)
    return Words(subject, body, reverse("home"))
