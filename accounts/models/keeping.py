"""What keeps the register true: confirmations with their reminders, and hand-overs when a steward goes."""

from __future__ import annotations

from datetime import datetime
from typing import ClassVar, Self
from uuid import uuid4

from django.conf import settings
from django.db import models
from django.db.models import Q

from accounts.models.account import OfficialAccount
from foundation.effective import open_at


class Confirmation(models.Model):
    """That a steward looked at an account and says that what the register has is true. Append-only."""

    account = models.ForeignKey(OfficialAccount, on_delete=models.PROTECT, related_name="confirmations")
    by = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="+")
    at = models.DateTimeField("at")
    note = models.CharField("note", max_length=300, blank=True)

    class Meta:
        ordering: ClassVar = ["-at"]
        indexes: ClassVar = [models.Index(fields=["account", "-at"], name="accounts_confirmation_last")]

    def __str__(self) -> str:
        return f"{self.account} confirmed"


class ConfirmationNotice(models.Model):
    """The ledger of reminders to confirm: one row for each account, due moment and step, claimed before the letter."""

    account = models.ForeignKey(OfficialAccount, on_delete=models.PROTECT, related_name="+")
    due_at = models.DateTimeField("due at")
    days_before = models.PositiveSmallIntegerField("days before")
    claimed_at = models.DateTimeField("claimed at")
    claim = models.UUIDField("run that claimed it", default=uuid4)
    """Tells the rows that a run has won from those that another run wrote first."""

    class Meta:
        constraints: ClassVar = [
            models.UniqueConstraint(
                fields=["account", "due_at", "days_before"],
                name="accounts_confirmation_notice_once",
                violation_error_message="This reminder went out already.",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.account}: {self.days_before} days before"


class HandOverQuerySet(models.QuerySet["HandOver"]):
    """Phrases about hand-overs."""

    def settling(self) -> Self:
        """Those that settle the matter: all but what the portal closed because the steward stayed after all."""
        return self.exclude(closed_at__isnull=False, closed_by__isnull=True)

    def open(self, at: datetime | None = None) -> Self:
        """Hand-overs with a step that nobody has done, and that nobody has closed as not needed; or had by a moment."""
        steps = HandOverStep.objects.filter(hand_over_id=models.OuterRef("pk"))
        if at is not None:
            undone = steps.filter(Q(done_at__isnull=True) | Q(done_at__gt=at))
            return self.filter(open_at("opened_at", "closed_at", at), models.Exists(undone))
        return self.filter(models.Exists(steps.filter(done_at__isnull=True)), closed_at__isnull=True)


class HandOver(models.Model):
    """What must be done because a steward goes; open until each step is ticked by a person.

    A person closes it as not needed; the portal itself does (`closed_by` empty) where the change that opened it was
    undone, and opens another one if the steward goes after all.
    """

    account = models.ForeignKey(OfficialAccount, on_delete=models.PROTECT, related_name="hand_overs")
    stewardship = models.UUIDField("stewardship that ended", db_index=True)
    """The lineage of the stewardship (or custody): one hand-over for each that ends."""
    person = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="+")
    because = models.CharField("because", max_length=500)
    opened_at = models.DateTimeField("opened at")
    closed_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="+", null=True, blank=True
    )
    closed_at = models.DateTimeField("closed as not needed at", null=True, blank=True)
    # NULL until closed: the guard lets a column be set once, from NULL.
    close_reason = models.CharField("why it is not needed", max_length=300, null=True, blank=True)  # noqa: DJ001

    objects = HandOverQuerySet.as_manager()

    class Meta:
        ordering: ClassVar = ["opened_at", "pk"]
        constraints: ClassVar = [
            models.UniqueConstraint(
                fields=["account", "stewardship"],
                condition=Q(closed_at__isnull=True) | Q(closed_by__isnull=False),
                name="accounts_hand_over_once",
                violation_error_message="This stewardship has its hand-over already.",
            ),
            models.CheckConstraint(
                condition=Q(closed_at__isnull=True, closed_by__isnull=True, close_reason__isnull=True)
                | (Q(closed_at__isnull=False, close_reason__isnull=False) & ~Q(close_reason="")),
                name="accounts_hand_over_closed_with_reason",
                violation_error_message="A hand-over that is not needed says when it was closed, and why.",
            ),
        ]

    def __str__(self) -> str:
        return f"Hand-over of {self.account}"


class StepKind(models.TextChoices):
    """The steps of a hand-over, in their order."""

    NEW_STEWARD = "new_steward", "A new steward is named"
    CREDENTIALS = "credentials", "The credentials are rotated"
    SECOND_FACTOR = "second_factor", "The second factor is moved"


class HandOverStep(models.Model):
    """One step of a hand-over: ticked by a person, once, with a date."""

    hand_over = models.ForeignKey(HandOver, on_delete=models.PROTECT, related_name="steps")
    kind = models.CharField("step", max_length=20, choices=StepKind)
    place = models.PositiveSmallIntegerField("place")
    done_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="+", null=True, blank=True
    )
    done_at = models.DateTimeField("done at", null=True, blank=True)
    # NULL until done: the guard lets a column be set once, from NULL.
    note = models.CharField("note", max_length=300, null=True, blank=True)  # noqa: DJ001

    class Meta:
        ordering: ClassVar = ["place"]
        constraints: ClassVar = [
            models.UniqueConstraint(fields=["hand_over", "kind"], name="accounts_hand_over_step_once"),
            models.CheckConstraint(
                condition=Q(done_by__isnull=True, done_at__isnull=True)
                | Q(done_by__isnull=False, done_at__isnull=False),
                name="accounts_hand_over_step_done_whole",
                violation_error_message="A step that is done names who did it and when.",
            ),
        ]

    def __str__(self) -> str:
        return self.get_kind_display()
