"""Reminding: each person once at each step, however often the job runs, dies or overlaps."""

from __future__ import annotations

from datetime import datetime

from django.db import transaction
from django.urls import reverse

from acknowledgements.audience import step_of, to_remind
from acknowledgements.models import Campaign, Reminder, Step
from directory.models import Employee
from foundation import clock, dates
from foundation.actor import Actor
from foundation.audit.services import record
from foundation.citations import CITY_PROCEDURE
from notifications.services import Letter, notify_many

BATCH = 200
KIND = "acknowledgements.reminder"


def send_reminders(*, by: Actor, batch: int = BATCH) -> int:
    """Send every reminder whose time has come in a running campaign; returns how many were written.

    In short transactions, one for each batch: the ledger's rows and the notices they stand for are written together
    or not at all. A day on which the worker was down is caught up.
    """
    at = clock.now()
    sent = 0
    for campaign in Campaign.objects.running(at).order_by("pk"):
        for step in steps_due(campaign, at):
            sent += _remind_all(by, campaign, step, batch)
    return sent


def steps_due(campaign: Campaign, at: datetime) -> list[Step]:
    """The steps whose time has come: at opening, and from the beginning of the due day."""
    steps = [Step.OPENING]
    if at >= clock.start_of(campaign.due_day):
        steps.append(Step.DUE_DAY)
    return steps


def _remind_all(by: Actor, campaign: Campaign, step: Step, batch: int) -> int:
    sent = 0
    after_pk = 0
    while True:
        people = _remind_batch(by, campaign, step, after_pk, batch)
        if not people:
            return sent
        sent += len(people)
        after_pk = people[-1].pk


@transaction.atomic
def _remind_batch(by: Actor, campaign: Campaign, step: Step, after_pk: int, batch: int) -> list[Employee]:
    # One batch of a campaign at a time, on both engines; FOR NO KEY UPDATE lets acknowledgements go on.
    locked = Campaign.objects.select_for_update(no_key=True, of=("self",)).select_related("version__regulation")
    campaign = locked.get(pk=campaign.pk)
    at = clock.now()
    if not campaign.is_running(at):
        return []
    people = list(to_remind(campaign, step, at).filter(pk__gt=after_pk).order_by("pk")[:batch])
    if not people:
        return []
    code = step_of(campaign, step)
    # The unique row is the claim: where another worker had it, the whole batch is undone and found done next time.
    Reminder.objects.bulk_create(
        Reminder(campaign=campaign, person=person, step=code, claimed_at=at) for person in people
    )
    notify_many(by=by, kind=KIND, letters=[_letter(campaign, step, code, person, at) for person in people], at=at)
    record(
        by=by,
        act="acknowledgements.reminded",
        on=campaign,
        at=at,
        clause=CITY_PROCEDURE,
        after={"step": code, "people": len(people), "from": people[0].number, "to": people[-1].number},
    )
    return people


def _letter(campaign: Campaign, step: Step, code: str, person: Employee, at: datetime) -> Letter:
    day = dates.weekday(campaign.due_day)
    version = campaign.version
    if step == Step.OPENING:
        subject = f"Please read and acknowledge {version.regulation} by {day}"
    elif campaign.due_at > at:
        subject = f"Today is the last day to acknowledge {version.regulation}"
    else:
        subject = f"{version.regulation} was to be acknowledged by {day}"
    return Letter(
        to=person,
        subject=subject,
        body=(
            f"The City asks you to read {version.regulation}, {version.called}, and to acknowledge that you have. "
            "It takes about twelve minutes. You may do it on paper instead: ask Employee Relations for the form."
        ),
        link=reverse("acknowledgements:read", args=[campaign.pk]),
        key=f"campaign:{campaign.pk}:{code}:{person.pk}",
    )
