"""Starting and cancelling jobs."""

from __future__ import annotations

from collections.abc import Mapping
from functools import partial
from typing import Any

from django.conf import settings
from django.db import transaction

from foundation import clock
from foundation.actor import Actor
from foundation.audit import services as audit
from foundation.errors import Conflict
from foundation.jobs.lifecycle import JOB
from foundation.jobs.models import Job, State
from foundation.jobs.tasks import send


@transaction.atomic
def start(*, by: Actor, kind: str, title: str, parameters: Mapping[str, Any] | None = None) -> Job:
    """Queue a job; a worker is told when the caller's transaction commits (and by the sweep, if that is lost)."""
    if kind not in settings.JOB_HANDLERS:
        raise ValueError(f"JOB_HANDLERS names no handler for {kind!r}.")
    at = clock.now()
    job = Job.objects.create(
        kind=kind,
        title=title[:200],
        parameters=dict(parameters or {}),
        requested_by_number=by.number,
        requested_by_name=by.name,
        requested_at=at,
        request_id=by.request_id,
    )
    audit.record(by=by, act="jobs.started", on=job, at=at, after={"kind": kind})
    transaction.on_commit(partial(send, job.pk), robust=True)
    return job


@transaction.atomic
def cancel(*, by: Actor, job: Job) -> Job:
    """Stop a job: at once where it still waits, between two batches where it runs. Raises `Conflict` when it is over.

    Who may is the caller's to ask (`permissions.visible_jobs`).
    """
    locked = Job.objects.select_for_update().get(pk=job.pk)
    JOB.require("cancelled", locked.state)
    at = clock.now()
    waiting = Job.objects.filter(pk=job.pk, state=State.QUEUED)
    running = Job.objects.filter(pk=job.pk, state=State.RUNNING)
    if waiting.update(state=State.CANCELLED, finished_at=at, cancel_requested_at=at):
        audit.record(by=by, act="jobs.cancelled", on=locked, at=at, after={"state": State.CANCELLED})
    elif running.update(cancel_requested_at=at):
        audit.record(by=by, act="jobs.asked_to_stop", on=locked, at=at)
    else:
        raise Conflict("This job came to its end a moment ago.", remedy="Open it again and look at what came of it.")
    return Job.objects.get(pk=job.pk)
