"""Rounds of review: what was sent, who has to decide, what the check found, and what was said."""

from __future__ import annotations

from collections.abc import Collection
from datetime import datetime
from typing import ClassVar, Self

from django.conf import settings
from django.db import models
from django.db.models import F, Q

from directory.models import Department
from foundation.effective import open_at
from reviews.models.post import Post


class Outcome(models.TextChoices):
    """How a round ended, or what one department decided on it."""

    APPROVED = "approved", "Approved"
    CHANGES = "changes requested", "Changes asked for"
    DECLINED = "declined", "Declined"
    TAKEN_BACK = "taken back", "Taken back"
    WITHDRAWN = "withdrawn", "Withdrawn"
    BY_OFFICE = "by office", "Released by office"
    NOT_NEEDED = "not needed", "Not needed any more"
    STANDS = "stands", "Stands"
    TO_CORRECT = "to correct", "To be corrected"
    TO_TAKE_DOWN = "to take down", "To be taken down"


WITHOUT_DECIDER = (Outcome.TAKEN_BACK, Outcome.WITHDRAWN, Outcome.BY_OFFICE, Outcome.NOT_NEEDED)
"""Outcomes of a need that are no reviewer's decision."""


class Round(models.Model):
    """A post as it was sent for review, once. Its text is `RoundContent`; `content_hash` stays when that is emptied."""

    post = models.ForeignKey(Post, on_delete=models.PROTECT, related_name="sent")
    number = models.PositiveSmallIntegerField("round")
    submitted_by = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="+")
    submitted_at = models.DateTimeField("sent at")
    content_hash = models.CharField("hash of what was sent", max_length=80)
    answer = models.CharField("whether the publisher may, when it was sent", max_length=10)
    declares = models.BooleanField("declares criminal justice information", default=False)
    checked_with = models.CharField("version of the check", max_length=20)
    # NULL until it ends: the guard lets a column be set once, from NULL.
    outcome = models.CharField("outcome", max_length=20, choices=Outcome, null=True, blank=True)  # noqa: DJ001
    ended_at = models.DateTimeField("ended at", null=True, blank=True)
    released_at = models.DateTimeField("may go out since", null=True, blank=True)
    voided_at = models.DateTimeField("approval voided at", null=True, blank=True)

    class Meta:
        ordering: ClassVar = ["post", "number"]
        constraints: ClassVar = [
            models.UniqueConstraint(fields=["post", "number"], name="reviews_round_once"),
            models.CheckConstraint(
                condition=Q(outcome__isnull=True, ended_at__isnull=True)
                | Q(outcome__isnull=False, ended_at__isnull=False),
                name="reviews_round_ended_whole",
                violation_error_message="A round that ended says how and when.",
            ),
            models.CheckConstraint(
                condition=Q(voided_at__isnull=True) | Q(released_at__isnull=False),
                name="reviews_round_voided_was_approved",
                violation_error_message="Only an approval can be voided.",
            ),
        ]
        indexes: ClassVar = [
            # The report of how long reviews take is read by the day on which posts were first sent.
            models.Index(fields=["-submitted_at", "-id"], name="reviews_round_first_sent", condition=Q(number=1)),
        ]

    def __str__(self) -> str:
        return f"{self.post_id}, round {self.number}"


class RoundContent(models.Model):
    """The canonical text of a round: everything that an approval covers, as one text (`reviews.sealed`)."""

    round = models.OneToOneField(Round, on_delete=models.PROTECT, related_name="content", primary_key=True)
    text = models.TextField("canonical text")

    def __str__(self) -> str:
        return f"words of round {self.round_id}"


class NeedQuerySet(models.QuerySet["Need"]):
    """Phrases about decisions that a round needs."""

    def waiting(self, at: datetime | None = None) -> Self:
        """Those of rounds that go on, on which nobody has decided, or had by a moment."""
        return self.filter(outcome__isnull=True) if at is None else self.filter(open_at("since", "decided_at", at))

    def for_departments(self, power: str, departments: Collection[int]) -> Self:
        """Those of a power for one of several departments (ids)."""
        return self.filter(power=power, department_id__in=departments)

    def overdue(self, at: datetime) -> Self:
        """Those that wait longer than the City's procedure says."""
        return self.waiting().filter(due_at__lt=at)


class Need(models.Model):
    """One department's decision on a round. Who drafted and who publishes stand here: the database refuses them.

    `outcome` is also set, without a decider, on what is needed no more because the round ended otherwise.
    """

    round = models.ForeignKey(Round, on_delete=models.PROTECT, related_name="needs")
    post = models.ForeignKey(Post, on_delete=models.PROTECT, related_name="needs")
    department = models.ForeignKey(Department, on_delete=models.PROTECT, related_name="+")
    power = models.CharField("power", max_length=40)
    since = models.DateTimeField("waits since")
    due_at = models.DateTimeField("to be decided by")
    drafted_by = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="+")
    publisher = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="+")
    outcome = models.CharField("outcome", max_length=20, choices=Outcome, null=True, blank=True)  # noqa: DJ001
    decided_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="+", null=True, blank=True
    )
    decided_at = models.DateTimeField("decided at", null=True, blank=True)
    reason = models.TextField("reason", null=True, blank=True)  # noqa: DJ001
    capacity = models.CharField("in which capacity", max_length=40, null=True, blank=True)  # noqa: DJ001
    instrument = models.CharField("under which instrument", max_length=100, null=True, blank=True)  # noqa: DJ001
    in_name_of = models.ForeignKey(
        settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="+", null=True, blank=True
    )

    objects = NeedQuerySet.as_manager()

    class Meta:
        ordering: ClassVar = ["since", "pk"]
        constraints: ClassVar = [
            models.UniqueConstraint(fields=["round", "department", "power"], name="reviews_need_once"),
            models.CheckConstraint(
                condition=Q(outcome__isnull=True, decided_by__isnull=True, decided_at__isnull=True)
                | Q(outcome__isnull=False, decided_at__isnull=False),
                name="reviews_need_decided_whole",
                violation_error_message="A decision says what and when.",
            ),
            models.CheckConstraint(
                condition=Q(outcome__isnull=True) | Q(decided_by__isnull=False) | Q(outcome__in=WITHOUT_DECIDER),
                name="reviews_need_decided_by_a_person",
                violation_error_message="A decision names who made it.",
            ),
            models.CheckConstraint(
                condition=Q(decided_by__isnull=True) | (~Q(decided_by=F("drafted_by")) & ~Q(decided_by=F("publisher"))),
                name="reviews_need_not_for_oneself",
                violation_error_message="Neither who drafted a post nor who publishes it decides on it.",
            ),
            models.CheckConstraint(
                condition=Q(decided_by__isnull=True)
                | Q(instrument__isnull=False, instrument__gt="", capacity__isnull=False, capacity__gt=""),
                name="reviews_need_names_its_instrument",
                violation_error_message="A decision names the instrument under which it was made.",
            ),
            models.CheckConstraint(
                condition=~Q(outcome__in=["declined", "changes requested", "to correct", "to take down"])
                | Q(decided_by__isnull=True)
                | Q(reason__isnull=False, reason__gt=""),
                name="reviews_need_refused_with_reason",
                violation_error_message="Say why.",
            ),
        ]
        indexes: ClassVar = [
            models.Index(
                fields=["department", "power", "since"],
                name="reviews_need_waiting",
                condition=Q(outcome__isnull=True),
            ),
            models.Index(fields=["due_at"], name="reviews_need_due", condition=Q(outcome__isnull=True)),
        ]

    def __str__(self) -> str:
        return f"{self.power} for {self.round_id}"

    def is_overdue(self, at: datetime) -> bool:
        """Whether it waits longer than the City's procedure says."""
        return self.outcome is None and self.due_at < at


class Disposition(models.TextChoices):
    """What a person said about a finding."""

    CHANGED = "changed", "The words were changed"
    ACCEPTABLE = "acceptable", "Acceptable"
    UNFOUNDED = "unfounded", "Unfounded"


class Finding(models.Model):
    """What the check found in a round: `part[start:end]` of its canonical text; the words themselves stand there."""

    round = models.ForeignKey(Round, on_delete=models.PROTECT, related_name="findings")
    part = models.CharField("part", max_length=80)
    start = models.PositiveIntegerField("from")
    end = models.PositiveIntegerField("to")
    clause = models.CharField("clause", max_length=40)
    rule = models.CharField("rule", max_length=100)
    why = models.CharField("why it was marked", max_length=300, blank=True)
    version = models.CharField("version of the check", max_length=20)
    disposition = models.CharField("what was said", max_length=12, choices=Disposition, null=True, blank=True)  # noqa: DJ001
    reason = models.TextField("why", null=True, blank=True)  # noqa: DJ001
    disposed_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="+", null=True, blank=True
    )
    disposed_at = models.DateTimeField("said at", null=True, blank=True)

    class Meta:
        ordering: ClassVar = ["round", "part", "start", "end", "clause"]
        constraints: ClassVar = [
            models.CheckConstraint(
                condition=Q(end__gt=F("start")),
                name="reviews_finding_has_words",
                violation_error_message="A finding marks words.",
            ),
            models.CheckConstraint(
                condition=Q(disposition__isnull=True, disposed_by__isnull=True, disposed_at__isnull=True)
                | Q(disposition__isnull=False, disposed_by__isnull=False, disposed_at__isnull=False),
                name="reviews_finding_disposed_whole",
                violation_error_message="What is said about a finding names who and when.",
            ),
            models.CheckConstraint(
                condition=Q(disposition__isnull=True)
                | Q(disposition="changed")
                | Q(reason__isnull=False, reason__gt=""),
                name="reviews_finding_disposed_with_reason",
                violation_error_message="Say why it is acceptable, or unfounded.",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.clause} in round {self.round_id}"


class Message(models.Model):
    """A word in the conversation about a post; `for_reviewers`: who drafted and who publishes do not read it."""

    post = models.ForeignKey(Post, on_delete=models.PROTECT, related_name="messages")
    round_number = models.PositiveSmallIntegerField("round")
    author = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="+")
    written_at = models.DateTimeField("written at")
    text = models.TextField("text")
    for_reviewers = models.BooleanField("for reviewers alone", default=False)

    class Meta:
        ordering: ClassVar = ["written_at", "pk"]

    def __str__(self) -> str:
        return f"message on {self.post_id}"
