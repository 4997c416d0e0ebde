"""An organization's file brought in the browser: what its check found, and what came of it."""

from __future__ import annotations

from typing import ClassVar
from uuid import uuid4

from django.conf import settings
from django.db import models

from foundation import dates
from foundation.files.models import StoredFile


class OrganizationState(models.TextChoices):
    """What was done with a file; the checking and the letting in are jobs."""

    UPLOADED = "uploaded", "Uploaded, being checked"
    CHECKED = "checked", "Checked, nothing is in yet"
    APPLYING = "applying", "Going in"
    APPLIED = "applied", "Is in"
    CANCELLED = "cancelled", "Cancelled"


class OrganizationImport(models.Model):
    """One file of departments, appointments and designations on its way in.

    The stored file is the staging: its rows are decided anew when they go in, since the books may have moved on.
    """

    id = models.UUIDField(primary_key=True, default=uuid4, editable=False)
    state = models.CharField("state", max_length=12, choices=OrganizationState, default=OrganizationState.UPLOADED)
    file = models.ForeignKey(StoredFile, on_delete=models.PROTECT, related_name="+")
    uploaded_by = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="+")
    uploaded_at = models.DateTimeField("uploaded at", db_index=True)
    checked_at = models.DateTimeField("checked at", null=True, blank=True)
    applied_at = models.DateTimeField("applied at", null=True, blank=True)
    counts = models.JSONField("what became of the rows, or would, by section", default=dict)
    problems = models.JSONField("rows that cannot go in", default=list)
    done = models.PositiveIntegerField("rows dealt with", default=0)
    """Where a killed worker goes on: written in the transaction of the rows."""
    rejects = models.ForeignKey(StoredFile, on_delete=models.PROTECT, related_name="+", null=True, blank=True)
    job = models.UUIDField("the job at work on it", null=True, blank=True)

    class Meta:
        ordering: ClassVar = ["-uploaded_at"]

    def __str__(self) -> str:
        return f"Import of the organization {dates.moment(self.uploaded_at)}"
