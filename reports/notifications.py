"""What this app writes to people: that a scheduled report waits for them, and that one is made no more."""

from __future__ import annotations

from datetime import datetime

from django.urls import reverse

from foundation.actor import Actor
from foundation.dates import moment
from foundation.numbers import how_many
from notifications.services import notify
from reports.models import Export, Schedule, ScheduleRun

KIND = "reports.scheduled"


def schedule_stopped(schedule: Schedule, *, by: Actor, at: datetime) -> None:
    """Tell whose it is that it is made no more, and why."""
    saved = schedule.saved
    notify(
        by=by,
        to=saved.owner,
        kind=KIND,
        subject=f"“{saved.name}” is not made by the clock any more",
        body=f"{schedule.stopped_why}\n\nSet it again when the question can be asked.",
        link=reverse("reports:schedule", args=[saved.pk]),
        at=at,
        key=f"schedule-stopped:{saved.pk}:{at.isoformat()}",
    )


def scheduled_made(export: Export, *, by: Actor, at: datetime) -> None:
    """Tell whose it is that a scheduled file waits; nothing for a file that somebody asked for by hand.

    A mail says how many rows there are and nothing of what they hold.
    """
    run = ScheduleRun.objects.filter(export=export).select_related("schedule__saved__owner").first()
    if run is None or export.keep_until is None:
        return
    saved = run.schedule.saved
    notify(
        by=by,
        to=saved.owner,
        kind=KIND,
        subject=f"“{saved.name}” is made: {how_many(export.rows or 0, 'row')}",
        body=f"{export.title}\n\nIt was due on {moment(run.due_at)}, and waits in My exports for 30 days.",
        link=reverse("reports:exports"),
        at=at,
        key=f"schedule-made:{export.pk}",
    )
