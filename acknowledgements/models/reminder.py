"""When a campaign reminds whom, and the ledger: one row for each person and step, claimed in the database."""

from __future__ import annotations

from typing import ClassVar

from django.conf import settings
from django.db import models
from django.db.models import Q

from acknowledgements.models.campaign import Campaign


class Receiver(models.TextChoices):
    """Who gets the letter of a step."""

    PERSON = "person", "the person"
    SUPERVISOR = "supervisor", "the supervisor"
    AUTHORITY = "authority", "the appointing authority"


class Anchor(models.TextChoices):
    """From which day a step counts its days."""

    OPENING = "opening", "the opening day"
    DUE = "due", "the due day"


class ReminderStep(models.Model):
    """A step of a campaign's plan: so many days from the opening or the due day, to whom, and how often again.

    The days are each person's own: leave moves them. Fixed when the campaign opens. `code` names it in the ledger.
    """

    campaign = models.ForeignKey(Campaign, on_delete=models.CASCADE, related_name="steps")
    code = models.CharField("name in the ledger", max_length=20)
    anchor = models.CharField("counted from", max_length=10, choices=Anchor)
    days = models.SmallIntegerField("days from there")
    receiver = models.CharField("to whom", max_length=12, choices=Receiver)
    every_days = models.PositiveSmallIntegerField("again every so many days", null=True, blank=True)

    class Meta:
        ordering: ClassVar = ["campaign", "anchor", "days", "pk"]
        constraints: ClassVar = [
            models.UniqueConstraint(fields=["campaign", "code"], name="ack_step_code_once"),
            models.UniqueConstraint(
                fields=["campaign", "anchor", "days", "receiver"],
                name="ack_step_once_a_day",
                violation_error_message="Two steps on one day to the same receiver are one.",
            ),
            models.CheckConstraint(
                condition=Q(receiver=Receiver.PERSON) | Q(anchor=Anchor.DUE, days__gte=1),
                name="ack_step_others_hear_after_the_due_day",
                violation_error_message="Supervisors and authorities hear of it after the due day only.",
            ),
            models.CheckConstraint(
                condition=Q(every_days__isnull=True) | Q(every_days__gte=1, days__gte=0),
                name="ack_step_repeats_from_the_day_on",
                violation_error_message="A step that repeats begins on the day it counts from, or later.",
            ),
        ]

    def __str__(self) -> str:
        return self.code


class Reminder(models.Model):
    """That a person was reminded at a step. Whoever writes the row sends the letter, in the same transaction.

    `to` is who got the letter where that is not the person: the supervisor or the authority.
    """

    campaign = models.ForeignKey(Campaign, on_delete=models.PROTECT, related_name="reminders")
    person = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="+")
    step = models.CharField("step", max_length=40)
    to = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="+", null=True, blank=True)
    claimed_at = models.DateTimeField("claimed at")

    class Meta:
        ordering: ClassVar = ["campaign", "step", "pk"]
        constraints: ClassVar = [
            models.UniqueConstraint(fields=["campaign", "step", "person"], name="ack_reminder_once"),
        ]

    def __str__(self) -> str:
        return f"{self.step} to {self.person_id}"
