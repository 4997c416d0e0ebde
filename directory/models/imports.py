"""Imports of people: the run, and its rows while they are checked, applied and kept for the rejects file."""

from __future__ import annotations

from typing import Any, ClassVar
from uuid import uuid4

from django.db import models

from foundation import dates
from foundation.files.models import StoredFile


class RunState(models.TextChoices):
    """What was done with an import; the checking and the applying are jobs."""

    UPLOADED = "uploaded", "Uploaded, being checked"
    UNREADABLE = "unreadable", "Cannot be read"
    CHECKED = "checked", "Checked, not applied"
    WAITING = "waiting", "Waiting for a second person"
    APPLYING = "applying", "Being applied"
    APPLIED = "applied", "Applied"
    CANCELLED = "cancelled", "Cancelled"
    UNDONE = "undone", "Undone"


class ImportRun(models.Model):
    """One file of people on its way in: who brought it, what the check found, who let it in."""

    id = models.UUIDField(primary_key=True, default=uuid4, editable=False)
    state = models.CharField("state", max_length=12, choices=RunState, default=RunState.UPLOADED)
    file = models.ForeignKey(StoredFile, on_delete=models.PROTECT, related_name="+")
    header = models.JSONField("first line of the file", default=list)
    uploaded_by = models.ForeignKey(
        "directory.Employee", on_delete=models.PROTECT, related_name="+", null=True, blank=True
    )
    """Empty where a command without `--by` brought the file."""
    uploaded_at = models.DateTimeField("uploaded at", db_index=True)
    checked_at = models.DateTimeField("checked at", null=True, blank=True)
    counts = models.JSONField("what the rows would do", default=dict)
    people_ended = models.PositiveIntegerField("people who would leave", default=0)
    powers_ended = models.PositiveIntegerField("powers that would end", default=0)
    problem = models.TextField("why the file cannot be read", blank=True)
    confirmed_by = models.ForeignKey(
        "directory.Employee", on_delete=models.PROTECT, related_name="+", null=True, blank=True
    )
    """The second person, where the run had to wait for one."""
    confirmed_at = models.DateTimeField("confirmed at", null=True, blank=True)
    applied_at = models.DateTimeField("applied at", null=True, blank=True)
    rejects = models.ForeignKey(StoredFile, on_delete=models.PROTECT, related_name="+", null=True, blank=True)
    job = models.UUIDField("the job at work on it", null=True, blank=True)

    class Meta:
        ordering: ClassVar = ["-uploaded_at"]
        constraints: ClassVar = [
            models.CheckConstraint(
                condition=models.Q(confirmed_by__isnull=True)
                | models.Q(uploaded_by__isnull=True)
                | ~models.Q(confirmed_by=models.F("uploaded_by")),
                name="directory_import_confirmed_by_second",
                violation_error_message="Nobody confirms a file of their own.",
            ),
        ]

    def __str__(self) -> str:
        return f"Import of people {dates.moment(self.uploaded_at)}"


class RowState(models.TextChoices):
    """What became of a row."""

    READ = "read", "Read"
    PLANNED = "planned", "Changes something"
    UNCHANGED = "unchanged", "Changes nothing"
    REJECTED = "rejected", "Rejected"
    APPLIED = "applied", "Applied"


class ImportRow(models.Model):
    """A row of the file: what it says, what it would do, and what is wrong with it."""

    run = models.ForeignKey(ImportRun, on_delete=models.CASCADE, related_name="rows")
    line = models.PositiveIntegerField("line of the file")
    number = models.CharField("employee number", max_length=20, blank=True)
    supervisor = models.CharField("supervisor's number", max_length=20, blank=True)
    employee_id = models.BigIntegerField("person, where known", null=True, blank=True)
    depth = models.PositiveIntegerField("steps below the top", default=0)
    """Supervisors go in before their people, wherever they stand in the file."""
    state = models.CharField("state", max_length=10, choices=RowState, default=RowState.READ)
    acts = models.JSONField("what it does", default=list)
    wanted = models.JSONField("what it says", default=dict)
    cells = models.JSONField("its cells", default=list)
    problems = models.JSONField("what is wrong", default=list)
    recorded = models.JSONField("when its changes were recorded", default=list)

    class Meta:
        ordering: ClassVar = ["run", "line"]
        constraints: ClassVar = [
            models.UniqueConstraint(fields=["run", "line"], name="directory_import_line_once"),
        ]
        indexes: ClassVar = [
            models.Index(fields=["run", "number"], name="dir_import_number"),
            models.Index(fields=["run", "state", "depth", "line"], name="dir_import_state"),
        ]

    def __str__(self) -> str:
        return f"line {self.line}"

    def reject(self, **problem: Any) -> None:
        """Mark the row as wrong: `column`, `value`, `why`, `remedy`."""
        self.problems.append(problem)
        self.state = RowState.REJECTED
