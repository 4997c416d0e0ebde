"""What was done with a running campaign: paused, resumed, extended, each with its reason; what it asked, as known."""

from __future__ import annotations

from datetime import date, datetime
from typing import Any, ClassVar

from django.conf import settings
from django.db import models
from django.db.models import OuterRef, Q, QuerySet, Subquery
from django.db.models.functions import Coalesce

from acknowledgements.models.campaign import Campaign
from foundation import clock


class ChangeKind(models.TextChoices):
    """What a change did."""

    PAUSED = "paused", "Paused"
    RESUMED = "resumed", "Resumed"
    EXTENDED = "extended", "Extended"


class CampaignChange(models.Model):
    """One act on a running campaign. Append-only: from these rows the due date as known at any moment is read."""

    campaign = models.ForeignKey(Campaign, on_delete=models.PROTECT, related_name="changes")
    kind = models.CharField("what was done", max_length=12, choices=ChangeKind)
    reason = models.TextField("why")
    by = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="+")
    at = models.DateTimeField("when")
    due_before = models.DateTimeField("due before", null=True, blank=True)
    due_after = models.DateTimeField("due since", null=True, blank=True)

    class Meta:
        ordering: ClassVar = ["at", "pk"]
        constraints: ClassVar = [
            models.CheckConstraint(
                condition=Q(reason__gt=""),
                name="ack_change_has_reason",
                violation_error_message="Say why: it stands on the campaign's page.",
            ),
            models.CheckConstraint(
                condition=Q(due_before__isnull=True, due_after__isnull=True)
                | Q(due_before__isnull=False, due_after__isnull=False),
                name="ack_change_of_due_date_whole",
                violation_error_message="A due date moves from one day to another.",
            ),
            models.CheckConstraint(
                condition=~Q(kind=ChangeKind.EXTENDED) | Q(due_after__gt=models.F("due_before")),
                name="ack_change_extends",
                violation_error_message="An extension moves the due date on.",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.get_kind_display()}: {self.campaign_id}"

    @property
    def days(self) -> tuple[date, date] | None:
        """The last day in time before and since, where the due date moved."""
        if self.due_before is None or self.due_after is None:
            return None
        return clock.last_day(self.due_before), clock.last_day(self.due_after)


def asking_as_known(at: datetime, known_at: datetime) -> QuerySet[Any]:
    """Campaigns that asked by a moment, as known at one, each with `due_known`; those paused then ask nothing.

    A later extension, or the end of a pause, never changes what an earlier answer rested on.
    """
    changes = CampaignChange.objects.filter(campaign=OuterRef("pk"))
    moved_later = changes.filter(due_before__isnull=False, at__gt=known_at).order_by("at", "pk")
    turned = changes.exclude(kind=ChangeKind.EXTENDED).filter(at__lte=min(at, known_at)).order_by("-at", "-pk")
    found = Campaign.objects.filter(opened_at__lte=known_at, opens_at__lte=at).annotate(
        due_known=Coalesce(Subquery(moved_later.values("due_before")[:1]), "due_at"),
        turned=Subquery(turned.values("kind")[:1]),
    )
    return found.filter(Q(turned__isnull=True) | ~Q(turned=ChangeKind.PAUSED))


def due_as_known(campaign: Campaign, known_at: datetime) -> datetime:
    """When a campaign was due as known at a moment: what was extended later counts only from then on."""
    moved = campaign.changes.filter(due_before__isnull=False, at__gt=known_at).order_by("at", "pk").first()
    return campaign.due_at if moved is None or moved.due_before is None else moved.due_before
