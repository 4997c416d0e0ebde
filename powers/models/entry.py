"""What one person has entered and a second has to confirm before it is in effect."""

from __future__ import annotations

from datetime import datetime
from typing import ClassVar, Self
from uuid import uuid4

from django.conf import settings
from django.db import models
from django.db.models import F, Q

from directory.models import Department
from foundation.effective import open_at


class EntryKind(models.TextChoices):
    """What an entry would write."""

    APPOINTMENT = "appointment", "Appointment"
    DESIGNATION = "designation", "Designation on paper"
    READING = "reading", "Reading"
    ENDING = "ending", "Ending"
    CORRECTION = "correction", "Correction"


class EntryState(models.TextChoices):
    """What persons did with an entry."""

    ENTERED = "entered", "Waits for a second person"
    CONFIRMED = "confirmed", "Confirmed"
    REFUSED = "refused", "Refused"
    WITHDRAWN = "withdrawn", "Withdrawn"


class InstrumentEntryQuerySet(models.QuerySet["InstrumentEntry"]):
    """Phrases about entries."""

    def waiting(self, at: datetime | None = None) -> Self:
        """Entries that wait for a second person, or waited at a moment."""
        if at is not None:
            return self.filter(open_at("entered_at", "decided_at", at))
        return self.filter(state=EntryState.ENTERED)


class InstrumentEntry(models.Model):
    """An instrument as one person entered it. Nothing of it is in effect until a second person confirms it.

    `payload` holds what would be written (ids, codes, dates as ISO text); `beneficiary` is whom it benefits, who may
    neither enter nor confirm it.
    """

    reference = models.UUIDField("reference", default=uuid4, unique=True, editable=False)
    kind = models.CharField("kind", max_length=20, choices=EntryKind)
    payload = models.JSONField("what is entered", default=dict)
    department = models.ForeignKey(
        Department, on_delete=models.PROTECT, related_name="instrument_entries", null=True, blank=True
    )
    beneficiary = models.ForeignKey(
        settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="+", null=True, blank=True
    )
    state = models.CharField("state", max_length=20, choices=EntryState, default=EntryState.ENTERED)
    entered_by = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="+")
    entered_at = models.DateTimeField("entered at")
    decided_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="+", null=True, blank=True
    )
    decided_at = models.DateTimeField("decided at", null=True, blank=True)
    reason = models.TextField("reason", blank=True)

    objects = InstrumentEntryQuerySet.as_manager()

    class Meta:
        verbose_name_plural = "instrument entries"
        ordering: ClassVar = ["entered_at", "id"]
        constraints: ClassVar = [
            models.CheckConstraint(
                condition=~Q(state="confirmed") | ~Q(decided_by=F("entered_by")),
                name="powers_entry_two_persons",
                violation_error_message="Nobody confirms what they entered themselves.",
            ),
            models.CheckConstraint(
                condition=Q(beneficiary__isnull=True)
                | (~Q(entered_by=F("beneficiary")) & (~Q(state="confirmed") | ~Q(decided_by=F("beneficiary")))),
                name="powers_entry_not_by_whom_it_benefits",
                violation_error_message="Nobody enters or confirms what benefits them.",
            ),
            models.CheckConstraint(
                condition=Q(state="entered", decided_by__isnull=True, decided_at__isnull=True)
                | (~Q(state="entered") & Q(decided_by__isnull=False, decided_at__isnull=False)),
                name="powers_entry_decided_by_somebody",
                violation_error_message="A decision names who decided and when.",
            ),
            models.CheckConstraint(
                condition=~Q(state="refused") | ~Q(reason=""),
                name="powers_entry_refused_with_reason",
                violation_error_message="A refusal gives its reason.",
            ),
        ]
        indexes: ClassVar = [models.Index(fields=["state", "entered_at"], name="powers_entry_waiting")]

    def __str__(self) -> str:
        return f"{self.get_kind_display()} entered by {self.entered_by}"
