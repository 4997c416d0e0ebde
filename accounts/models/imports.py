"""A file of accounts on its way in: what its columns are, what its check found, and what came of it."""

from __future__ import annotations

from typing import ClassVar
from uuid import uuid4

from django.conf import settings
from django.db import models

from foundation import dates
from foundation.files.models import StoredFile


class ImportState(models.TextChoices):
    """What was done with a file; the checking and the letting in are jobs."""

    UPLOADED = "uploaded", "Uploaded: say which column is what"
    CHECKING = "checking", "Being checked"
    CHECKED = "checked", "Checked, nothing is in yet"
    UNREADABLE = "unreadable", "Cannot be read"
    APPLYING = "applying", "Going in"
    APPLIED = "applied", "Is in"
    CANCELLED = "cancelled", "Cancelled"


class AccountImport(models.Model):
    """One file of accounts. The stored file is the staging: its rows are decided anew when they go in.

    `sheet` and `above` say where its table is (`accounts.imports.sheet`), `places` which column (from 0) is what.
    """

    id = models.UUIDField(primary_key=True, default=uuid4, editable=False)
    state = models.CharField("state", max_length=12, choices=ImportState, default=ImportState.UPLOADED)
    file = models.ForeignKey(StoredFile, on_delete=models.PROTECT, related_name="+")
    uploaded_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="+", null=True, blank=True
    )
    """Empty where a command without `--by` brought the file."""
    uploaded_at = models.DateTimeField("uploaded at", db_index=True)
    sheet = models.PositiveSmallIntegerField("sheet of the workbook", default=0)
    above = models.PositiveSmallIntegerField("lines above the titles", default=0)
    header = models.JSONField("titles of the columns", default=list)
    sample = models.JSONField("first rows", default=list)
    places = models.JSONField("which column is what", default=dict)
    creates_departments = models.BooleanField("makes departments that are not known", default=False)
    rows = models.PositiveIntegerField("rows of the file", default=0)
    done = models.PositiveIntegerField("rows dealt with", default=0)
    """Where a killed worker goes on: written in the transaction of the rows."""
    counts = models.JSONField("what became of the rows, or would", default=dict)
    told = models.JSONField("the first rows that are wrong or duplicates, in words", default=list)
    departments = models.JSONField("departments that it makes, or would make", default=list)
    problem = models.TextField("why the file cannot be read", blank=True)
    checked_at = models.DateTimeField("checked at", null=True, blank=True)
    applied_at = models.DateTimeField("applied at", null=True, blank=True)
    rejects = models.ForeignKey(StoredFile, on_delete=models.PROTECT, related_name="+", null=True, blank=True)
    job = models.UUIDField("the job at work on it", null=True, blank=True)

    class Meta:
        ordering: ClassVar = ["-uploaded_at"]

    def __str__(self) -> str:
        return f"Import of accounts {dates.moment(self.uploaded_at)}"
