"""A post while it is worked on: its state is what a person did last; its words stand in a table apart."""

from __future__ import annotations

from datetime import datetime
from typing import ClassVar, Self

from django.conf import settings
from django.db import models
from django.db.models import Q

from accounts.models import OfficialAccount
from directory.models import Department


class Lane(models.TextChoices):
    """How a post comes to go out."""

    ORDINARY = "ordinary", "Reviewed before it goes out"
    EMERGENCY = "emergency", "Emergency: went out first"
    AFTER = "after", "Read after it went out"
    SEEN = "seen", "Seen and recorded"
    TEMPLATE = "template", "From an approved template"
    REPLY = "reply", "A reply to a comment"


class State(models.TextChoices):
    """What a person did with a post last; what the clock does stands nowhere."""

    DRAFT = "draft", "Draft"
    SUBMITTED = "submitted", "Sent for review"
    CHANGES_REQUESTED = "changes requested", "Changes asked for"
    APPROVED = "approved", "Approved"
    DECLINED = "declined", "Declined"
    WITHDRAWN = "withdrawn", "Withdrawn"
    PUBLISHED = "published", "Published"
    RECORDED = "recorded", "Went out, not yet read by a reviewer"
    STANDS = "stands", "Read afterwards: stands"
    TO_CORRECT = "to correct", "To be corrected"
    TO_TAKE_DOWN = "to take down", "To be taken down"
    CORRECTED = "corrected", "Corrected"
    TAKEN_DOWN = "taken down", "Taken down"


BEING_WRITTEN = (State.DRAFT, State.CHANGES_REQUESTED)
"""States in which words may be changed without undoing what somebody decided."""
UNDER_REVIEW = (State.SUBMITTED, State.RECORDED)
"""States in which a post waits for a reviewer."""


class PostQuerySet(models.QuerySet["Post"]):
    """Phrases about posts."""

    def expired(self, at: datetime) -> Self:
        """Approved, and not published by the time it was planned for."""
        return self.filter(state=State.APPROVED, planned_for__lt=at)

    def in_hand(self, at: datetime) -> Self:
        """Taken by a reviewer, for the time being."""
        return self.filter(taken_until__gt=at)


class Post(models.Model):
    """One post for one or several accounts. `drafted_by` wrote it, `publisher` posts it and is asked for everything.

    `edition` counts saves: a form opened on an older one is refused. `department` is the publisher's, `is_closed`
    says that its words are closed matter (IV.K.1). Empty `voice`: it speaks for the department of each account.
    """

    reference = models.CharField("reference", max_length=30, unique=True)
    lane = models.CharField("lane", max_length=12, choices=Lane, default=Lane.ORDINARY)
    template = models.ForeignKey("reviews.Template", on_delete=models.PROTECT, related_name="+", null=True, blank=True)
    begun_as = models.UUIDField("mark of the form in which it was begun", null=True, blank=True, unique=True)
    """A form that is saved by itself and by its button at once begins one post, not two."""
    drafted_by = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="+")
    publisher = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="+")
    department = models.ForeignKey(Department, on_delete=models.PROTECT, related_name="+")
    created_at = models.DateTimeField("begun at")
    saved_at = models.DateTimeField("saved at")
    edition = models.PositiveIntegerField("edition", default=1)
    state = models.CharField("state", max_length=20, choices=State, default=State.DRAFT)
    state_since = models.DateTimeField("in this state since")
    rounds = models.PositiveSmallIntegerField("rounds of review", default=0)
    is_closed = models.BooleanField("closed matter", default=False)

    voice = models.CharField("speaks for", max_length=12, blank=True)
    official = models.CharField("named official", max_length=200, blank=True)
    device = models.CharField("device", max_length=10, default="city")
    discloses = models.BooleanField("discloses criminal justice information", default=False)
    others_work = models.BooleanField("shows other people's work", default=False)
    shows_people = models.BooleanField("shows people who can be recognised", default=False)
    planned_for = models.DateTimeField("planned for", null=True, blank=True)

    taken_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="+", null=True, blank=True
    )
    taken_until = models.DateTimeField("in hand until", null=True, blank=True)

    objects = PostQuerySet.as_manager()

    class Meta:
        ordering: ClassVar = ["-saved_at", "-pk"]
        constraints: ClassVar = [
            models.CheckConstraint(
                condition=Q(device__in=["city", "personal"]),
                name="reviews_post_device",
                violation_error_message="A post comes from the City's device, or from a personal one.",
            ),
            models.CheckConstraint(
                condition=Q(taken_by__isnull=True, taken_until__isnull=True)
                | Q(taken_by__isnull=False, taken_until__isnull=False),
                name="reviews_post_taken_whole",
                violation_error_message="A post in hand says whose and until when.",
            ),
            models.CheckConstraint(
                condition=Q(lane="template", template__isnull=False) | (~Q(lane="template") & Q(template__isnull=True)),
                name="reviews_post_names_its_template",
                violation_error_message="A post from a template names it, and no other post does.",
            ),
            models.CheckConstraint(
                condition=Q(discloses=False) | Q(is_closed=True),
                name="reviews_post_declared_is_closed",
                violation_error_message="A post that declares criminal justice information is closed matter.",
            ),
        ]
        indexes: ClassVar = [
            models.Index(fields=["drafted_by", "state", "-saved_at"], name="reviews_post_drafter"),
            models.Index(fields=["publisher", "state", "-saved_at"], name="reviews_post_publisher"),
            # The queue of who reviews for many departments is read in its order; everybody's list by the last save.
            models.Index(
                fields=["planned_for", "state_since", "id"],
                name="reviews_post_waits",
                condition=Q(state__in=["submitted", "recorded"]),
            ),
            models.Index(fields=["-saved_at", "-id"], name="reviews_post_saved"),
            # What parties have still to change, correct or publish, for the report of what waits in the whole City.
            models.Index(
                fields=["state", "state_since"],
                name="reviews_post_unfinished",
                condition=Q(state__in=["changes requested", "to correct", "to take down", "approved"]),
            ),
        ]

    def __str__(self) -> str:
        return self.reference

    def is_in_hand_of_another(self, person_id: int, at: datetime) -> bool:
        """Whether another reviewer has it now."""
        return self.taken_until is not None and self.taken_until > at and self.taken_by_id != person_id


class PostContent(models.Model):
    """The words that are being worked on. They can be emptied; what was sent for review is kept by its hash."""

    post = models.OneToOneField(Post, on_delete=models.PROTECT, related_name="content", primary_key=True)
    text = models.TextField("text", blank=True)
    identification = models.CharField("identification line", max_length=300, blank=True)
    matter = models.CharField("matter", max_length=500, blank=True)
    subjects = models.JSONField("subjects", default=list, blank=True)
    notes = models.TextField("notes", blank=True)
    tags = models.JSONField("tags", default=list, blank=True)
    why_urgent = models.TextField("why it could not wait", blank=True)
    in_answer_to = models.TextField("what it answers", blank=True)

    def __str__(self) -> str:
        return f"words of {self.post_id}"


class Target(models.Model):
    """An account that a post is for; `text` is its own variant, None where the common text goes out."""

    post = models.ForeignKey(Post, on_delete=models.CASCADE, related_name="targets")
    account = models.ForeignKey(OfficialAccount, on_delete=models.PROTECT, related_name="+")
    text = models.TextField("text for this account", null=True, blank=True)  # noqa: DJ001 - None: the common text

    class Meta:
        ordering: ClassVar = ["pk"]
        constraints: ClassVar = [
            models.UniqueConstraint(
                fields=["post", "account"],
                name="reviews_target_once",
                violation_error_message="A post names an account once.",
            )
        ]

    def __str__(self) -> str:
        return f"{self.post_id} on {self.account_id}"


class Attachment(models.Model):
    """A picture, a film or a file of a post: the original is sealed, `public_file` is what the public sees (IV.E)."""

    post = models.ForeignKey(Post, on_delete=models.CASCADE, related_name="attachments")
    original_file = models.UUIDField("original, sealed")
    public_file = models.UUIDField("for publication")
    sha256 = models.CharField("SHA-256 of what is published", max_length=64)
    kind = models.CharField("kind", max_length=10)
    name = models.CharField("name", max_length=200)
    removed = models.JSONField("what was taken out", default=list, blank=True)
    remarks = models.JSONField("what to know of it", default=list, blank=True)
    alternative_text = models.TextField("alternative text", blank=True)
    transcript = models.TextField("captions or transcript", blank=True)
    rights = models.CharField("right of use", max_length=300, blank=True)
    source = models.CharField("source", max_length=300, blank=True)
    added_at = models.DateTimeField("added at")
    added_by = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="+")

    class Meta:
        ordering: ClassVar = ["pk"]
        constraints: ClassVar = [models.UniqueConstraint(fields=["post", "sha256"], name="reviews_attachment_once")]

    def __str__(self) -> str:
        return self.name
