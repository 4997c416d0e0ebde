"""What the worker does for jobs."""

from __future__ import annotations

import logging
from uuid import UUID

from celery import shared_task
from kombu.exceptions import OperationalError

from foundation import clock
from foundation.jobs import running

log = logging.getLogger(__name__)


@shared_task(name="foundation.jobs.run_job")
def run_job(pk: str) -> None:
    """Run one job; a second message for the same job does nothing."""
    running.run(UUID(pk))


@shared_task(name="foundation.jobs.sweep_jobs")
def sweep_jobs() -> None:
    """Each half minute: give back what killed workers held, and send again what no worker heard of."""
    at = clock.now()
    running.give_back_lost(at)
    for pk in running.waiting_in_queue(at):
        send(pk)


def send(pk: UUID) -> None:
    """Tell a worker of a job; where the broker is away the sweep will."""
    try:
        run_job.delay(str(pk))
    except OperationalError:
        log.warning("The broker is away; job %s waits for the sweep.", pk)
