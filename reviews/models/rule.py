"""How the posts of an account are reviewed, where the poster's name stands, and which reminders were sent."""

from __future__ import annotations

from typing import ClassVar

from django.conf import settings
from django.db import models
from django.db.models import Q

from accounts.models import OfficialAccount
from foundation.effective import DatedFact, DatedQuerySet, time_constraints
from reviews.models.review import Need


class ReviewMode(models.TextChoices):
    """When a reviewer reads what goes out on an account (City procedure)."""

    BEFORE = "before", "Before it goes out"
    AFTER = "after", "After it went out"
    SAMPLE = "sample", "A sample, after it went out"


class Identification(models.TextChoices):
    """Where a reader finds name and title or rank of who posts (IV.F)."""

    POST = "post", "In the post"
    PROFILE = "profile", "In the account's profile"
    RECORD = "record", "In the City's record"


class ReviewRule(DatedFact):
    """What the authority set for an account. Without one: before it goes out, and the name in the record.

    `direct_one_in` is for replies and filled templates, which go out under the authorization: one in so many is read
    afterwards; 1 every one, 0 none: they are recorded alone.
    """

    account = models.ForeignKey(OfficialAccount, on_delete=models.PROTECT, related_name="review_rules")
    mode = models.CharField("reviewed", max_length=10, choices=ReviewMode, default=ReviewMode.BEFORE)
    one_in = models.PositiveSmallIntegerField("one in so many", default=1)
    direct_one_in = models.PositiveSmallIntegerField("of replies and filled templates, one in so many", default=1)
    identification = models.CharField(
        "the name stands", max_length=10, choices=Identification, default=Identification.RECORD
    )
    set_by = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="+")
    capacity = models.CharField("in which capacity", max_length=40)
    instrument = models.CharField("under which instrument", max_length=100)

    objects = DatedQuerySet.as_manager()

    class Meta:
        constraints: ClassVar = [
            *time_constraints(),
            models.CheckConstraint(
                condition=Q(one_in__gte=1),
                name="reviews_rule_sample",
                violation_error_message="A sample is one post in so many.",
            ),
        ]
        indexes: ClassVar = [models.Index(fields=["account"], name="reviews_rule_account")]

    def __str__(self) -> str:
        return f"{self.mode} for {self.account_id}"


class ReviewNotice(models.Model):
    """A step up that was taken for a decision that waits too long; each once."""

    need = models.ForeignKey(Need, on_delete=models.PROTECT, related_name="notices")
    kind = models.CharField("kind", max_length=20)
    sent_at = models.DateTimeField("sent at")

    class Meta:
        constraints: ClassVar = [models.UniqueConstraint(fields=["need", "kind"], name="reviews_notice_once")]

    def __str__(self) -> str:
        return f"{self.kind} of {self.need_id}"
