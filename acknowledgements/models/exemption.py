"""That somebody is not asked for a version until a day: why, who asked for it, and who approved it."""

from __future__ import annotations

from datetime import date, datetime
from typing import ClassVar, Self

from django.conf import settings
from django.db import models
from django.db.models import F, Q

from foundation import clock
from policy.models import Version


class ExemptionQuerySet(models.QuerySet["Exemption"]):
    """Phrases about exemptions at a moment, as known at a moment."""

    def approved(self, known_at: datetime) -> Self:
        """Approved as known then, whether they still hold or not."""
        return self.filter(decision=Exemption.Decision.APPROVED, decided_at__lte=known_at)

    def in_force(self, at: datetime, known_at: datetime | None = None) -> Self:
        """Those by which somebody is not asked at a moment (left out: *as known then*)."""
        known = known_at or at
        ended = Q(ended_at__isnull=False, ended_at__lte=min(at, known))
        return self.approved(known).filter(decided_at__lte=at, until__gt=at).exclude(ended)


class Exemption(models.Model):
    """Asked for by one of Employee Relations and approved by another; in force from the approval until its end.

    Append-only by a guard; the decision, and an early end, are set once. The reason is Employee Relations' to read.
    """

    class Decision(models.TextChoices):
        """What became of it."""

        APPROVED = "approved", "Approved"
        REFUSED = "refused", "Refused"
        WITHDRAWN = "withdrawn", "Withdrawn"

    person = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="exemptions")
    version = models.ForeignKey(Version, on_delete=models.PROTECT, related_name="exemptions")
    reason = models.TextField("reason")
    until = models.DateTimeField("until")
    asked_by = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="+")
    asked_at = models.DateTimeField("asked at")
    # NULL until decided: the guard lets a column be set once, from NULL.
    decision = models.CharField("decision", max_length=12, choices=Decision, null=True, blank=True)  # noqa: DJ001
    decided_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="+", null=True, blank=True
    )
    decided_at = models.DateTimeField("decided at", null=True, blank=True)
    decision_reason = models.TextField("reason of the decision", null=True, blank=True)  # noqa: DJ001
    ended_at = models.DateTimeField("ended at", null=True, blank=True)
    ended_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="+", null=True, blank=True
    )
    ended_why = models.TextField("why it ended early", null=True, blank=True)  # noqa: DJ001

    objects = ExemptionQuerySet.as_manager()

    class Meta:
        ordering: ClassVar = ["-asked_at", "-pk"]
        constraints: ClassVar = [
            models.CheckConstraint(
                condition=Q(reason__gt=""),
                name="ack_exemption_has_reason",
                violation_error_message="An exemption has a reason.",
            ),
            models.CheckConstraint(
                condition=Q(until__gt=F("asked_at")),
                name="ack_exemption_ends_later",
                violation_error_message="An exemption ends after it was asked for.",
            ),
            models.CheckConstraint(
                condition=~Q(asked_by=F("person")) & (Q(decided_by__isnull=True) | ~Q(decided_by=F("person"))),
                name="ack_exemption_not_ones_own",
                violation_error_message="Nobody asks for or decides on their own exemption.",
            ),
            models.CheckConstraint(
                condition=Q(decision__isnull=True)
                | Q(decision="withdrawn", decided_by=F("asked_by"))
                | (~Q(decision="withdrawn") & ~Q(decided_by=F("asked_by"))),
                name="ack_exemption_by_two_people",
                violation_error_message="A second person decides on an exemption; who asked may withdraw it.",
            ),
            models.CheckConstraint(
                condition=Q(decision__isnull=True, decided_by__isnull=True, decided_at__isnull=True)
                | Q(decision__isnull=False, decided_by__isnull=False, decided_at__isnull=False),
                name="ack_exemption_decided_whole",
                violation_error_message="A decision needs a person and a time.",
            ),
            models.CheckConstraint(
                condition=Q(ended_at__isnull=True, ended_by__isnull=True, ended_why__isnull=True)
                | Q(decision="approved", ended_at__isnull=False, ended_by__isnull=False, ended_why__isnull=False),
                name="ack_exemption_ended_whole",
                violation_error_message="What was approved is ended by a person, with a reason.",
            ),
            models.UniqueConstraint(
                fields=["person", "version"],
                condition=Q(decision__isnull=True),
                name="ack_exemption_one_waits",
                violation_error_message="An exemption of this person waits for a second person already.",
            ),
        ]
        indexes: ClassVar = [models.Index(fields=["version", "person"], name="ack_exemption_version")]

    def __str__(self) -> str:
        return f"Exemption of {self.person_id} from {self.version_id}"

    @property
    def last_day(self) -> date:
        """The last day on which the person is not asked."""
        return clock.last_day(min(self.until, self.ended_at) if self.ended_at else self.until)

    def is_in_force(self, at: datetime) -> bool:
        """Whether by it the person is not asked at a moment: see `ExemptionQuerySet.in_force`."""
        ends = min(self.until, self.ended_at) if self.ended_at else self.until
        begins = self.decided_at if self.decision == self.Decision.APPROVED else None
        return begins is not None and begins <= at < ends
