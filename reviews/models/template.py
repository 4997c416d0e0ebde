"""Approved words with blanks, and which of the posts that went out under them a reviewer reads (City procedure)."""

from __future__ import annotations

from datetime import datetime
from typing import ClassVar, Self

from django.conf import settings
from django.db import models
from django.db.models import F, Q

from directory.models import Department
from foundation.effective import open_at
from reviews.blanks import Blank
from reviews.models.review import Round


class TemplateQuerySet(models.QuerySet["Template"]):
    """Phrases about templates."""

    def proposed(self, at: datetime | None = None) -> Self:
        """Those on which nobody has decided, or had by a moment."""
        if at is not None:
            return self.filter(open_at("proposed_at", "decided_at", at))
        return self.filter(outcome__isnull=True)

    def in_force(self, at: datetime) -> Self:
        """Those under which posts may go out: approved, and not retired."""
        approved = self.filter(outcome="approved", decided_at__lte=at)
        return approved.filter(Q(retired_at__isnull=True) | Q(retired_at__gt=at))


class Template(models.Model):
    """Words with blanks that a department approved once: what they make when filled goes out without another review.

    Never changed: other words are another template. `text_hash` is that of the canonical text of words and blanks.
    """

    reference = models.CharField("reference", max_length=30, unique=True)
    department = models.ForeignKey(Department, on_delete=models.PROTECT, related_name="+")
    title = models.CharField("title", max_length=120)
    text = models.TextField("words")
    blanks = models.JSONField("blanks", default=list, blank=True)
    text_hash = models.CharField("hash of words and blanks", max_length=80)
    what_for = models.TextField("what for")
    proposed_by = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="+")
    proposed_at = models.DateTimeField("proposed at")
    # NULL until it is decided, and until it is retired: the guard lets a column be set once, from NULL.
    outcome = models.CharField(  # noqa: DJ001
        "outcome", max_length=20, choices=[("approved", "Approved"), ("declined", "Declined")], null=True, blank=True
    )
    decided_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="+", null=True, blank=True
    )
    decided_at = models.DateTimeField("decided at", null=True, blank=True)
    reason = models.TextField("reason", null=True, blank=True)  # noqa: DJ001
    capacity = models.CharField("in which capacity", max_length=40, null=True, blank=True)  # noqa: DJ001
    instrument = models.CharField("under which instrument", max_length=100, null=True, blank=True)  # noqa: DJ001
    retired_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="+", null=True, blank=True
    )
    retired_at = models.DateTimeField("retired at", null=True, blank=True)
    why_retired = models.TextField("why it was retired", null=True, blank=True)  # noqa: DJ001

    objects = TemplateQuerySet.as_manager()

    class Meta:
        ordering: ClassVar = ["title", "pk"]
        constraints: ClassVar = [
            models.CheckConstraint(
                condition=Q(outcome__isnull=True, decided_by__isnull=True, decided_at__isnull=True)
                | Q(
                    outcome__in=["approved", "declined"],
                    decided_by__isnull=False,
                    decided_at__isnull=False,
                    instrument__isnull=False,
                    instrument__gt="",
                ),
                name="reviews_template_decided_whole",
                violation_error_message="A decision says what, by whom, when and under which instrument.",
            ),
            models.CheckConstraint(
                condition=Q(decided_by__isnull=True) | ~Q(decided_by=F("proposed_by")),
                name="reviews_template_not_for_oneself",
                violation_error_message="Nobody approves words that they proposed.",
            ),
            models.CheckConstraint(
                condition=Q(outcome__isnull=True) | ~Q(outcome="declined") | Q(reason__isnull=False, reason__gt=""),
                name="reviews_template_declined_with_reason",
                violation_error_message="Say why.",
            ),
            models.CheckConstraint(
                condition=Q(retired_at__isnull=True, retired_by__isnull=True, why_retired__isnull=True)
                | Q(
                    outcome__isnull=False,
                    outcome="approved",
                    retired_at__isnull=False,
                    retired_by__isnull=False,
                    why_retired__isnull=False,
                    why_retired__gt="",
                ),
                name="reviews_template_retired_whole",
                violation_error_message="Approved words are retired by somebody, with a reason.",
            ),
        ]
        indexes: ClassVar = [models.Index(fields=["department", "title"], name="reviews_template_department")]

    def __str__(self) -> str:
        return self.reference

    @property
    def state(self) -> str:
        """What a person did with it last: proposed, approved, declined, retired."""
        if self.retired_at is not None:
            return "retired"
        return self.outcome or "proposed"

    @property
    def told_blanks(self) -> list[Blank]:
        """Its blanks."""
        return [Blank.from_json(one) for one in self.blanks]

    def was_in_force(self, at: datetime) -> bool:
        """Whether posts could go out under it at a moment."""
        if self.outcome != "approved" or self.decided_at is None or self.decided_at > at:
            return False
        return self.retired_at is None or self.retired_at > at


class Sample(models.Model):
    """That of posts which went out under the authorization one in so many is read, and what was drawn for this one.

    Zero is drawn: a reviewer reads it. `one_in` 0: such posts are recorded alone, and nothing was drawn.
    """

    round = models.OneToOneField(Round, on_delete=models.PROTECT, related_name="sample")
    one_in = models.PositiveSmallIntegerField("one in so many")
    drawn = models.PositiveSmallIntegerField("drawn", null=True, blank=True)

    class Meta:
        constraints: ClassVar = [
            models.CheckConstraint(
                condition=Q(one_in=0, drawn__isnull=True) | Q(drawn__isnull=False, drawn__lt=F("one_in")),
                name="reviews_sample_drawn_from_so_many",
                violation_error_message="What is drawn is less than the number from which it is drawn.",
            )
        ]

    def __str__(self) -> str:
        return f"sample for round {self.round_id}"

    @property
    def is_read(self) -> bool:
        """Whether it was drawn to be read."""
        return self.drawn == 0
