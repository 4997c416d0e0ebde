"""A job and its state; progress and heartbeat are written by the worker that holds the claim."""

from __future__ import annotations

from typing import Any, ClassVar, Self
from uuid import uuid4

from django.core.serializers.json import DjangoJSONEncoder
from django.db import models
from django.db.models import Q

from foundation.files.models import StoredFile


class State(models.TextChoices):
    """What was done about a job."""

    QUEUED = "queued", "Waiting to start"
    RUNNING = "running", "Running"
    DONE = "done", "Done"
    FAILED = "failed", "Failed"
    CANCELLED = "cancelled", "Cancelled"


OPEN = (State.QUEUED, State.RUNNING)


class JobQuerySet(models.QuerySet["Job"]):
    """Phrases about jobs."""

    def of(self, person: Any) -> Self:
        """The jobs that a person asked for: nobody else sees them."""
        return self.filter(requested_by_number=person.number)

    def held(self, pk: Any, claim: Any) -> Self:
        """The one job, if it still runs under this claim."""
        return self.filter(pk=pk, state=State.RUNNING, claim=claim)


class Job(models.Model):
    """One piece of long work: who asked for it, with what, how far it is, what came of it."""

    id = models.UUIDField(primary_key=True, default=uuid4, editable=False)
    kind = models.CharField("kind", max_length=50)
    title = models.CharField("title", max_length=200)
    parameters = models.JSONField("parameters", default=dict, encoder=DjangoJSONEncoder)
    state = models.CharField("state", max_length=10, choices=State, default=State.QUEUED)
    done = models.PositiveBigIntegerField("done", default=0)
    total = models.PositiveBigIntegerField("of", default=0)
    sentence = models.CharField("how far it is", max_length=500, blank=True)
    requested_by_number = models.CharField("employee number of who asked for it", max_length=20, blank=True)
    requested_by_name = models.CharField("asked for by", max_length=200)
    requested_at = models.DateTimeField("asked for at")
    request_id = models.CharField("request", max_length=64, blank=True)
    started_at = models.DateTimeField("started at", null=True, blank=True)
    finished_at = models.DateTimeField("finished at", null=True, blank=True)
    result = models.ForeignKey(StoredFile, on_delete=models.PROTECT, null=True, blank=True, related_name="jobs")
    error = models.CharField("why it failed", max_length=1000, blank=True)
    claim = models.UUIDField("claim of the worker that runs it", null=True, blank=True, editable=False)
    heartbeat_at = models.DateTimeField("last sign of life", null=True, blank=True, editable=False)
    attempts = models.PositiveSmallIntegerField("times started", default=0, editable=False)
    cancel_requested_at = models.DateTimeField("asked to stop at", null=True, blank=True)

    objects = JobQuerySet.as_manager()

    class Meta:
        ordering: ClassVar = ["-requested_at", "-id"]
        constraints: ClassVar = [
            models.CheckConstraint(
                condition=~Q(state=State.RUNNING) | Q(claim__isnull=False),
                name="jobs_running_is_claimed",
                violation_error_message="A job that runs is held by a worker.",
            ),
        ]
        indexes: ClassVar = [
            models.Index(fields=["requested_by_number", "-requested_at"], name="jobs_requester"),
            models.Index(
                fields=["state", "heartbeat_at"], name="jobs_open", condition=Q(state__in=("queued", "running"))
            ),
        ]

    def __str__(self) -> str:
        return self.title

    @property
    def is_open(self) -> bool:
        """Whether it still waits or runs."""
        return self.state in OPEN

    @property
    def percent(self) -> int | None:
        """How far it is, or None where nobody knows how much there is to do."""
        return min(100, self.done * 100 // self.total) if self.total else None
