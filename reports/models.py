"""What `reports` keeps: exports, names for questions, and that the file of a person was opened."""

from __future__ import annotations

from typing import Any, ClassVar, Self
from uuid import uuid4

from django.conf import settings
from django.core.serializers.json import DjangoJSONEncoder
from django.db import models
from django.db.models import Q

from foundation.files.models import StoredFile
from foundation.jobs.models import Job, State


class Kind(models.TextChoices):
    """What kind of file."""

    CSV = "csv", "CSV"
    XLSX = "xlsx", "XLSX"
    PDF = "pdf", "PDF"


class ExportQuerySet(models.QuerySet["Export"]):
    """Phrases about exports."""

    def of(self, person: Any) -> Self:
        """Those that somebody asked for: nobody else sees them."""
        return self.filter(asked_by=person)

    def to_let_go(self, at: Any) -> Self:
        """Those whose bytes are due to go."""
        return self.filter(keep_until__lte=at, let_go_at__isnull=True)


class Export(models.Model):
    """An answer as a file: what was asked, of which moment, and, once it is made, its rows and hash.

    `query` are the filters as the address has them. The file's bytes go after `keep_until`; the rest stays.
    """

    id = models.UUIDField(primary_key=True, default=uuid4, editable=False)
    report = models.CharField("report", max_length=40)
    title = models.CharField("question", max_length=300)
    query = models.JSONField("filters", default=dict, encoder=DjangoJSONEncoder)
    kind = models.CharField("kind of file", max_length=4, choices=Kind)
    at = models.DateTimeField("as of")
    known_at = models.DateTimeField("as known at")
    asked_by = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="+")
    asked_at = models.DateTimeField("asked for at")
    saw_everything = models.BooleanField("asked as somebody who sees everything", default=False)
    """Then nobody reads the file who does not see everything any more."""
    job = models.OneToOneField(Job, on_delete=models.PROTECT, related_name="+", null=True, blank=True)
    made_at = models.DateTimeField("made at", null=True, blank=True)
    rows = models.PositiveIntegerField("rows", null=True, blank=True)
    data_sha256 = models.CharField("SHA-256 of the data", max_length=64, null=True, blank=True)  # noqa: DJ001
    file = models.OneToOneField(StoredFile, on_delete=models.PROTECT, related_name="+", null=True, blank=True)
    keep_until = models.DateTimeField("kept until", null=True, blank=True)
    let_go_at = models.DateTimeField("let go at", null=True, blank=True)

    objects = ExportQuerySet.as_manager()

    class Meta:
        ordering: ClassVar = ["-asked_at", "-id"]
        constraints: ClassVar = [
            models.CheckConstraint(
                condition=Q(
                    made_at__isnull=True,
                    rows__isnull=True,
                    data_sha256__isnull=True,
                    file__isnull=True,
                    keep_until__isnull=True,
                )
                | Q(
                    made_at__isnull=False,
                    rows__isnull=False,
                    data_sha256__isnull=False,
                    file__isnull=False,
                    keep_until__isnull=False,
                ),
                name="reports_export_made_whole",
                violation_error_message="An export that is made has its rows, its hash and its file.",
            ),
            models.CheckConstraint(
                condition=Q(let_go_at__isnull=True) | Q(made_at__isnull=False),
                name="reports_export_made_before_let_go",
                violation_error_message="Only an export that was made can be let go.",
            ),
            models.CheckConstraint(
                condition=Q(at__lte=models.F("asked_at"), known_at__lte=models.F("asked_at")),
                name="reports_export_of_the_past",
                violation_error_message="Nobody knows the answer of a moment to come.",
            ),
        ]
        indexes: ClassVar = [
            models.Index(fields=["asked_by", "-asked_at"], name="reports_export_mine"),
            models.Index(fields=["keep_until"], name="reports_export_due", condition=Q(let_go_at__isnull=True)),
        ]

    def __str__(self) -> str:
        return f"{self.title} ({self.get_kind_display()})"

    @property
    def is_there(self) -> bool:
        """Whether its file can be fetched."""
        return self.made_at is not None and self.let_go_at is None


class SavedReport(models.Model):
    """A name of one person for a question. No fact: it is changed and deleted at will (the trail tells of it)."""

    id = models.UUIDField(primary_key=True, default=uuid4, editable=False)
    owner = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="+")
    name = models.CharField("name", max_length=100)
    report = models.CharField("report", max_length=40)
    query = models.JSONField("filters", default=dict, encoder=DjangoJSONEncoder)
    saved_at = models.DateTimeField("saved at")

    class Meta:
        ordering: ClassVar = ["name", "id"]
        constraints: ClassVar = [
            models.UniqueConstraint(
                fields=["owner", "name"],
                name="reports_saved_name_once",
                violation_error_message="You have a saved report of this name.",
            ),
            models.CheckConstraint(
                condition=~Q(name=""), name="reports_saved_named", violation_error_message="Give it a name."
            ),
        ]

    def __str__(self) -> str:
        return self.name


class Rhythm(models.TextChoices):
    """How often a saved report is made."""

    WORKDAYS = "workdays", "Every working day"
    WEEKLY = "weekly", "Every week"
    MONTHLY = "monthly", "On the first working day of every month"


class AsOf(models.TextChoices):
    """Of which moment a report that is made by the clock is asked."""

    RUN = "run", "the moment at which it is made"
    DAY = "day", "the end of the day before"
    MONTH = "month", "the end of the month before"


class ScheduleQuerySet(models.QuerySet["Schedule"]):
    """Phrases about schedules."""

    def due(self, at: Any) -> Self:
        """Those whose time has come."""
        return self.filter(next_at__lte=at)


class Schedule(models.Model):
    """When a saved report is made by itself. No fact: it is changed, stopped and goes with the saved report at will.

    `next_at` is empty once it was stopped, by its person or because it could not be made any more (`stopped_why`).
    """

    saved = models.OneToOneField(SavedReport, on_delete=models.PROTECT, related_name="schedule")
    rhythm = models.CharField("how often", max_length=10, choices=Rhythm)
    weekday = models.PositiveSmallIntegerField("weekday", null=True, blank=True)
    hour = models.PositiveSmallIntegerField("hour of the City's day")
    kind = models.CharField("kind of file", max_length=4, choices=Kind)
    as_of = models.CharField("as of", max_length=5, choices=AsOf, default=AsOf.RUN)
    set_at = models.DateTimeField("set at")
    next_at = models.DateTimeField("next made at", null=True, blank=True)
    stopped_at = models.DateTimeField("stopped at", null=True, blank=True)
    stopped_why = models.CharField("why it was stopped", max_length=500, blank=True)

    objects = ScheduleQuerySet.as_manager()

    class Meta:
        constraints: ClassVar = [
            models.CheckConstraint(
                condition=Q(rhythm=Rhythm.WEEKLY, weekday__isnull=False, weekday__gte=0, weekday__lte=6)
                | (~Q(rhythm=Rhythm.WEEKLY) & Q(weekday__isnull=True)),
                name="reports_schedule_weekday_of_the_weekly",
                violation_error_message="What is made every week needs its weekday.",
            ),
            models.CheckConstraint(
                condition=Q(hour__gte=0, hour__lte=23),
                name="reports_schedule_hour",
                violation_error_message="A day has the hours from 0 to 23.",
            ),
            models.CheckConstraint(
                condition=Q(next_at__isnull=True, stopped_at__isnull=False)
                | Q(next_at__isnull=False, stopped_at__isnull=True, stopped_why=""),
                name="reports_schedule_runs_or_is_stopped",
                violation_error_message="A schedule has a next time, or was stopped.",
            ),
        ]
        indexes: ClassVar = [models.Index(fields=["next_at"], name="reports_schedule_due")]

    def __str__(self) -> str:
        return f"schedule of {self.saved_id}"

    @property
    def is_running(self) -> bool:
        """Whether there is a next time."""
        return self.next_at is not None


class ScheduleRunQuerySet(models.QuerySet["ScheduleRun"]):
    """Phrases about times at which schedules were due."""

    def failed_untold(self) -> Self:
        """Those whose file will not come, while nobody was told."""
        return self.filter(told_at__isnull=True, export__job__state__in=(State.FAILED, State.CANCELLED))


class ScheduleRun(models.Model):
    """One time at which a schedule was due; the row is the claim: nobody makes the file of one time twice."""

    schedule = models.ForeignKey(Schedule, on_delete=models.PROTECT, related_name="runs")
    due_at = models.DateTimeField("due at")
    ran_at = models.DateTimeField("ran at")
    export = models.OneToOneField(Export, on_delete=models.PROTECT, related_name="schedule_run")
    told_at = models.DateTimeField("told at", null=True, blank=True)
    """When its person was told what became of it."""

    objects = ScheduleRunQuerySet.as_manager()

    class Meta:
        ordering: ClassVar = ["-due_at"]
        indexes: ClassVar = [
            models.Index(fields=["id"], name="reports_schedule_run_untold", condition=Q(told_at__isnull=True))
        ]
        constraints: ClassVar = [
            models.UniqueConstraint(
                fields=["schedule", "due_at"],
                name="reports_schedule_run_once",
                violation_error_message="This was made for that time.",
            ),
            models.CheckConstraint(
                condition=Q(due_at__lte=models.F("ran_at")),
                name="reports_schedule_run_not_early",
                violation_error_message="Nothing is made before its time.",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.schedule_id} at {self.due_at}"


class FileOpening(models.Model):
    """That one of Employee Relations opened the file of a person, and why (DESIGN 3.10's manner); append-only."""

    id = models.UUIDField(primary_key=True, default=uuid4, editable=False)
    person = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="+")
    opened_by = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="+")
    opened_at = models.DateTimeField("opened at")
    until = models.DateTimeField("open until")
    reason = models.TextField("reason")

    class Meta:
        ordering: ClassVar = ["-opened_at", "-id"]
        constraints: ClassVar = [
            models.CheckConstraint(
                condition=~Q(reason=""),
                name="reports_opening_has_a_reason",
                violation_error_message="Say why you open this file.",
            ),
            models.CheckConstraint(
                condition=~Q(person=models.F("opened_by")),
                name="reports_opening_of_another",
                violation_error_message="Your own file needs no reason.",
            ),
        ]
        indexes: ClassVar = [models.Index(fields=["opened_by", "person", "-until"], name="reports_opening_open")]

    def __str__(self) -> str:
        return f"file of {self.person_id} opened by {self.opened_by_id}"
