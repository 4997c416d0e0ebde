"""Running a job: claim, heartbeat, progress, the end; and giving back what a killed worker held.

A job is claimed by a conditional update, so that two workers never run it at once. The claim is a lease: a thread
gives a sign of life while the handler works, and a job without one for `LEASE` goes back into the queue. A worker
that was only frozen loses its claim by that; `JobRun.hold` and `JobRun.progress` then stop it.
"""

from __future__ import annotations

import logging
from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import datetime, timedelta
from threading import Event, Thread
from time import monotonic
from typing import Any
from uuid import UUID, uuid4

from django.conf import settings
from django.contrib.auth import get_user_model
from django.db import DatabaseError, InterfaceError, OperationalError, connection, transaction
from django.db.models import F
from django.utils.module_loading import import_string

from foundation import clock
from foundation.actor import Actor
from foundation.audit import services as audit
from foundation.errors import PortalError
from foundation.files.models import StoredFile
from foundation.jobs.models import Job, State

log = logging.getLogger(__name__)

LEASE = timedelta(seconds=90)
HEARTBEAT_SECONDS = 15.0
PROGRESS_SECONDS = 0.5
MOST_ATTEMPTS = 5


class ClaimLost(Exception):
    """Another worker runs this job now; whoever gets this stops at once and writes nothing more."""


class Stopped(Exception):
    """The person asked to stop: raised through a handler's work, which is undone on the way; the job is cancelled."""


@dataclass
class JobRun:
    """What a handler is given: the job, its parameters, and the ways to say how far it is."""

    job: Job
    claim: UUID
    _said_at: float = field(default=0.0, init=False)
    _asked_at: float = field(default=0.0, init=False)
    _cancelled: bool = field(default=False, init=False)

    @property
    def parameters(self) -> Mapping[str, Any]:
        """What the job was started with."""
        parameters: Mapping[str, Any] = self.job.parameters
        return parameters

    @property
    def actor(self) -> Actor:
        """Who asked for the job, as the `by` of what it does; the portal itself where it was no person."""
        if not self.job.requested_by_number:
            return Actor.of_system(self.job.requested_by_name)
        person = get_user_model()._default_manager.get_by_natural_key(self.job.requested_by_number)
        return Actor.of_person(person, request_id=self.job.request_id)

    def progress(self, done: int, total: int = 0, sentence: str = "") -> None:
        """Say how far the work is: shown at most twice a second. Raises `ClaimLost`."""
        if monotonic() - self._said_at < PROGRESS_SECONDS and (not total or done < total):
            return
        self._said_at = monotonic()
        self._update(done=done, total=total, sentence=sentence[:500], heartbeat_at=clock.now())

    def go_on(self, done: int, total: int = 0, sentence: str = "") -> None:
        """Say how far the work is, as `progress`; raises `Stopped` where the person asked to stop meanwhile."""
        if self.cancelled:
            raise Stopped
        self.progress(done, total, sentence)

    def hold(self) -> None:
        """Lock the claim until the end of the caller's transaction; first line of each batch. Raises `ClaimLost`."""
        self._update(heartbeat_at=clock.now())

    def attach(self, stored: StoredFile) -> None:
        """Make a file the result that the person can fetch. Raises `ClaimLost`."""
        self._update(result=stored)
        self.job.result = stored

    @property
    def cancelled(self) -> bool:
        """Whether the person asked to stop; a handler looks between batches and returns."""
        if not self._cancelled and monotonic() - self._asked_at >= PROGRESS_SECONDS:
            self._asked_at = monotonic()
            self._cancelled = Job.objects.filter(pk=self.job.pk, cancel_requested_at__isnull=False).exists()
        return self._cancelled

    def _update(self, **values: Any) -> None:
        if not Job.objects.held(self.job.pk, self.claim).update(**values):
            raise ClaimLost


def run(pk: UUID) -> None:
    """Run a queued job to its end; does nothing where it is not queued any more."""
    claim = uuid4()
    if not claim_job(pk, claim):
        return
    this = JobRun(Job.objects.get(pk=pk), claim)
    stop = Event()
    beating = Thread(target=_beat, args=(pk, claim, stop), name=f"heartbeat of job {pk}", daemon=True)
    beating.start()
    try:
        import_string(settings.JOB_HANDLERS[this.job.kind])(this)
    except ClaimLost:
        log.warning("Job %s runs elsewhere now.", pk)
    except Stopped:
        _finish(this, State.CANCELLED)
    except (OperationalError, InterfaceError):
        # The database went away: the job keeps its claim, and the sweep starts it again when the lease is over.
        log.exception("Job %s lost its database.", pk)
    except PortalError as error:
        _finish(this, State.FAILED, error=str(error))
    except Exception:
        log.exception("Job %s failed.", pk)
        sentence = f"Something went wrong on the portal's side. An administrator can find it under {pk}."
        _finish(this, State.FAILED, error=sentence)
    else:
        _finish(this, State.CANCELLED if this._cancelled else State.DONE)
    finally:
        stop.set()
        beating.join()


def claim_job(pk: UUID, claim: UUID) -> bool:
    """Take a queued job for this worker; False where somebody else has it or it is over."""
    at = clock.now()
    taken = Job.objects.filter(pk=pk, state=State.QUEUED).update(
        state=State.RUNNING, claim=claim, started_at=at, heartbeat_at=at, attempts=F("attempts") + 1
    )
    return bool(taken)


def give_back_lost(at: datetime) -> None:
    """Put jobs whose worker gave no sign of life for a lease back into the queue, or end them after too many."""
    for job in Job.objects.filter(state=State.RUNNING, heartbeat_at__lt=at - LEASE):
        still = Job.objects.held(job.pk, job.claim).filter(heartbeat_at__lt=at - LEASE)
        if job.attempts < MOST_ATTEMPTS:
            still.update(state=State.QUEUED, claim=None, heartbeat_at=at)
            continue
        with transaction.atomic():
            error = f"It was started {job.attempts} times and never came to an end."
            if still.update(state=State.FAILED, claim=None, finished_at=at, error=error):
                _record(job, "failed", at)


def waiting_in_queue(at: datetime) -> list[UUID]:
    """Queued jobs old enough that their message may be lost: the caller sends it again, the claim keeps order."""
    due = Job.objects.filter(state=State.QUEUED, requested_at__lt=at - timedelta(seconds=20))
    return list(due.order_by("requested_at").values_list("pk", flat=True)[:500])


@transaction.atomic
def _finish(this: JobRun, state: State, error: str = "") -> None:
    at = clock.now()
    values: dict[str, Any] = {"state": state, "finished_at": at, "error": error[:1000], "claim": None}
    if Job.objects.held(this.job.pk, this.claim).update(**values):
        _record(this.job, state.value, at)


def _record(job: Job, act: str, at: datetime) -> None:
    audit.record(by=Actor.of_system("worker"), act=f"jobs.{act}", on=job, at=at, after={"kind": job.kind, "state": act})


def _beat(pk: UUID, claim: UUID, stop: Event) -> None:
    try:
        while not stop.wait(HEARTBEAT_SECONDS):
            try:
                Job.objects.held(pk, claim).update(heartbeat_at=clock.now())
            except DatabaseError:
                log.warning("Job %s could not give a sign of life.", pk)
    finally:
        connection.close()
