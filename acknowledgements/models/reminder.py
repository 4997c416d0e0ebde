"""The ledger of reminders: one row for each person and step, claimed in the database."""

from __future__ import annotations

from typing import ClassVar

from django.conf import settings
from django.db import models

from acknowledgements.models.campaign import Campaign


class Step(models.TextChoices):
    """When a campaign reminds."""

    OPENING = "opening", "At opening"
    DUE_DAY = "due_day", "On the due day"


class Reminder(models.Model):
    """That a person was reminded at a step. Whoever writes the row sends the notice, in the same transaction."""

    campaign = models.ForeignKey(Campaign, on_delete=models.PROTECT, related_name="reminders")
    person = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="+")
    step = models.CharField("step", max_length=20, choices=Step)
    claimed_at = models.DateTimeField("claimed at")

    class Meta:
        ordering: ClassVar = ["campaign", "step", "pk"]
        constraints: ClassVar = [
            models.UniqueConstraint(fields=["campaign", "step", "person"], name="ack_reminder_once"),
        ]

    def __str__(self) -> str:
        return f"{self.get_step_display()} to {self.person_id}"
