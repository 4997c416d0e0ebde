"""The record of what went out, which outlives its deletion on the platform (IV.D)."""

from __future__ import annotations

from typing import ClassVar

from django.conf import settings
from django.db import models
from django.db.models import Q

from accounts.models import OfficialAccount
from reviews.models.post import Post
from reviews.models.review import Round


class Authority(models.TextChoices):
    """On what a post went out."""

    APPROVED = "approved", "As approved"
    DIFFERS = "differs", "Other words than were approved"
    EMERGENCY = "emergency", "Emergency posting"
    BY_OFFICE = "by office", "Released by office"
    AFTER = "after", "Reviewed after it went out"
    TEMPLATE = "template", "From an approved template"
    REPLY = "reply", "A reply, under the authorization"
    WITHOUT = "without", "Published without authority"


class EventKind(models.TextChoices):
    """What was done with a post on its platform afterwards."""

    EDITED = "edited", "Edited"
    DELETED = "deleted", "Deleted"
    CORRECTED = "corrected", "Corrected"
    HIDDEN = "hidden", "Hidden by the platform"


class Publication(models.Model):
    """That a post went out on an account: where, when, by whom, and on what it rested."""

    post = models.ForeignKey(Post, on_delete=models.PROTECT, related_name="publications")
    account = models.ForeignKey(OfficialAccount, on_delete=models.PROTECT, related_name="+")
    round = models.ForeignKey(Round, on_delete=models.PROTECT, related_name="publications", null=True, blank=True)
    published_by_name = models.CharField("published by", max_length=200)
    published_at = models.DateTimeField("went out at")
    recorded_by = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="+")
    recorded_at = models.DateTimeField("recorded at")
    permalink = models.URLField("address of the post", max_length=1000, blank=True)
    text_hash = models.CharField("hash of what went out", max_length=80)
    authority = models.CharField("on what it went out", max_length=12, choices=Authority)
    answer = models.CharField("whether the publisher might, then", max_length=10)
    instruments = models.JSONField("instruments of the answer", default=list, blank=True)
    why_differs = models.TextField("why other words went out", blank=True)
    capture = models.UUIDField("capture", null=True, blank=True)

    class Meta:
        ordering: ClassVar = ["published_at", "pk"]
        constraints: ClassVar = [
            models.UniqueConstraint(fields=["post", "account"], name="reviews_publication_once"),
            models.CheckConstraint(
                condition=~Q(authority="differs") | ~Q(why_differs=""),
                name="reviews_publication_says_why",
                violation_error_message="Say why other words went out than were approved.",
            ),
            models.CheckConstraint(
                condition=~Q(authority__in=["approved", "differs", "by office"]) | Q(round__isnull=False),
                name="reviews_publication_names_its_round",
                violation_error_message="What went out as approved names the round in which it was.",
            ),
        ]
        indexes: ClassVar = [
            models.Index(fields=["account", "-published_at"], name="reviews_publication_account"),
            # Few among many: the report of them is read by the day on which they went out.
            models.Index(
                fields=["-published_at", "-id"],
                name="reviews_publication_exception",
                condition=Q(authority__in=["emergency", "differs", "without"]),
            ),
        ]

    def __str__(self) -> str:
        return f"{self.post_id} on {self.account_id}"


class PublicationText(models.Model):
    """The words that went out, apart: they can be emptied, their hash stays."""

    publication = models.OneToOneField(Publication, on_delete=models.PROTECT, related_name="words", primary_key=True)
    text = models.TextField("text")

    def __str__(self) -> str:
        return f"words of publication {self.publication_id}"


class PublicEvent(models.Model):
    """An edit, a deletion or a correction on the platform; public forever, even if deleted (IV.D)."""

    publication = models.ForeignKey(Publication, on_delete=models.PROTECT, related_name="events")
    kind = models.CharField("what happened", max_length=12, choices=EventKind)
    happened_at = models.DateTimeField("happened at")
    recorded_by = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="+")
    recorded_at = models.DateTimeField("recorded at")
    text_hash = models.CharField("hash of the new words", max_length=80, blank=True)
    note = models.TextField("why", blank=True)

    class Meta:
        ordering: ClassVar = ["happened_at", "pk"]

    def __str__(self) -> str:
        return f"{self.kind} of {self.publication_id}"
