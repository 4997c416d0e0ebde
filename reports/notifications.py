"""What this app writes to people: that a scheduled report waits for them, that one failed, that one is made no more."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import datetime

from django.urls import reverse

from foundation.actor import Actor
from foundation.dates import moment
from foundation.jobs.models import State
from foundation.numbers import how_many
from notifications.services import Letter, notify, notify_many
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


def scheduled_made(run: ScheduleRun, export: Export, sentence: str, *, by: Actor, at: datetime) -> None:
    """Tell whose it is that a scheduled file waits; `sentence` is the answer, empty where no mail may tell it."""
    saved = run.schedule.saved
    told = f"{export.title}\n\n{sentence}" if sentence else export.title
    notify(
        by=by,
        to=saved.owner,
        kind=KIND,
        subject=f"“{saved.name}” is made: {how_many(export.rows or 0, 'row')}",
        body=f"{told}\n\nIt was due on {moment(run.due_at)}, and waits in My exports for 30 days.",
        link=reverse("reports:exports"),
        at=at,
        key=f"schedule-made:{export.pk}",
    )


def scheduled_failed(runs: Sequence[ScheduleRun], *, by: Actor, at: datetime) -> None:
    """Tell whose they are that files will not come, and why; nothing of a job that its person stopped."""
    letters = [_failed(run) for run in runs if run.export.job is not None and run.export.job.state == State.FAILED]
    notify_many(by=by, kind=KIND, letters=letters, at=at)


def _failed(run: ScheduleRun) -> Letter:
    saved, job = run.schedule.saved, run.export.job
    going_on = run.schedule.next_at
    after = f"It is made again on {moment(going_on)}." if going_on else "It is not made by the clock any more."
    return Letter(
        to=saved.owner,
        subject=f"“{saved.name}” was not made",
        body=f"It was due on {moment(run.due_at)}. {job.error if job else ''}\n\n{after}",
        link=reverse("reports:schedule", args=[saved.pk]),
        key=f"schedule-failed:{run.export_id}",
    )
