"""That somebody does not acknowledge a version, and why: a record of its own, followed by an acknowledgement or not."""

from __future__ import annotations

from datetime import datetime
from typing import ClassVar, Self

from django.conf import settings
from django.db import models
from django.db.models import Exists, F, OuterRef, Q

from acknowledgements.models.acknowledgement import Acknowledgement
from acknowledgements.models.question import Channel
from directory.models import Department
from policy.models import Version


class DeclineQuerySet(models.QuerySet["Decline"]):
    """Phrases about declines at a moment, as known at a moment."""

    def standing(self, at: datetime, known_at: datetime | None = None) -> Self:
        """Made by `at`, recorded by `known_at` and not taken back as then known (left out: *as known then*)."""
        known = known_at or at
        return self.filter(
            Q(taken_back_at__isnull=True) | Q(taken_back_at__gt=known), at__lte=at, recorded_at__lte=known
        )

    def not_followed(self, at: datetime, known_at: datetime | None = None) -> Self:
        """Standing, and no acknowledgement of that version stands: an acknowledgement makes a decline past."""
        done = Acknowledgement.objects.standing(at, known_at)
        return self.standing(at, known_at).exclude(
            Exists(done.filter(person_id=OuterRef("person_id"), version_id=OuterRef("version_id")))
        )


class Decline(models.Model):
    """A decline to acknowledge a version. It stops reminders; the regulation binds all the same (City procedure).

    Append-only by a guard; taking it back sets the last three columns, once. The reason is read by the person and by
    Employee Relations alone. `department` is where the person worked then.
    """

    person = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="declines")
    version = models.ForeignKey(Version, on_delete=models.PROTECT, related_name="declines")
    department = models.ForeignKey(Department, on_delete=models.PROTECT, related_name="+")
    channel = models.CharField("how it came", max_length=20, choices=Channel, default=Channel.PORTAL)
    reason = models.TextField("reason")
    at = models.DateTimeField("declined at")
    recorded_at = models.DateTimeField("recorded at")
    entered_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="+", null=True, blank=True
    )
    taken_back_at = models.DateTimeField("taken back at", null=True, blank=True)
    taken_back_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="+", null=True, blank=True
    )
    taken_back_why = models.TextField("why it was taken back", null=True, blank=True)  # noqa: DJ001 - set once, from NULL

    objects = DeclineQuerySet.as_manager()

    class Meta:
        ordering: ClassVar = ["-recorded_at", "-pk"]
        constraints: ClassVar = [
            models.UniqueConstraint(
                fields=["person", "version"],
                condition=Q(taken_back_at__isnull=True),
                name="ack_decline_once",
                violation_error_message="This person has declined this version already.",
            ),
            models.CheckConstraint(
                condition=Q(reason__gt=""),
                name="ack_decline_has_reason",
                violation_error_message="A decline has a reason.",
            ),
            models.CheckConstraint(
                condition=Q(channel=Channel.PORTAL, entered_by__isnull=True)
                | (~Q(channel=Channel.PORTAL) & Q(entered_by__isnull=False) & ~Q(entered_by=F("person"))),
                name="ack_decline_entered_by_another",
                violation_error_message="What came by telephone or on paper is entered by somebody else.",
            ),
            models.CheckConstraint(
                condition=Q(recorded_at__gte=F("at")),
                name="ack_decline_recorded_when_made_or_later",
                violation_error_message="A decline cannot be recorded before it was made.",
            ),
            models.CheckConstraint(
                condition=Q(taken_back_at__isnull=True, taken_back_by__isnull=True, taken_back_why__isnull=True)
                | Q(taken_back_at__isnull=False, taken_back_by__isnull=False, taken_back_why__isnull=False),
                name="ack_decline_taken_back_whole",
                violation_error_message="Taking a decline back needs a person and a time.",
            ),
        ]
        indexes: ClassVar = [models.Index(fields=["version", "person"], name="ack_decline_version")]

    def __str__(self) -> str:
        return f"Decline of {self.version_id} by {self.person_id}"
