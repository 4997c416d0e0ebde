"""What people ask Employee Relations about a version, and what they are answered. A question blocks nothing."""

from __future__ import annotations

from datetime import datetime
from typing import ClassVar, Self

from django.conf import settings
from django.db import models
from django.db.models import Exists, F, OuterRef, Q

from acknowledgements.models.acknowledgement import Acknowledgement
from policy.models import Version


class QuestionKind(models.TextChoices):
    """What is put to Employee Relations."""

    QUESTION = "question", "Question"
    DISPUTE = "dispute", "Dispute"


class Channel(models.TextChoices):
    """How something came to the City: what did not come in the portal is entered by Employee Relations."""

    PORTAL = "portal", "In the portal"
    TELEPHONE = "telephone", "By telephone"
    PAPER = "paper", "On paper"


class QuestionQuerySet(models.QuerySet["Question"]):
    """Phrases about questions."""

    def unanswered(self, at: datetime, known_at: datetime | None = None) -> Self:
        """Asked by `at` and, as known at `known_at` (left out: *as known then*), without an answer by then.

        A dispute is over, too, when the acknowledgement that it is about is annulled.
        """
        known = known_at or at
        answers = Answer.objects.filter(question_id=OuterRef("pk"), at__lte=min(at, known))
        annulled = Acknowledgement.objects.filter(pk=OuterRef("acknowledgement_id"), annulled_at__lte=min(at, known))
        return self.filter(at__lte=at, recorded_at__lte=known).exclude(Exists(answers)).exclude(Exists(annulled))


class Question(models.Model):
    """A question of somebody's about a version, or a dispute of an acknowledgement in their name.

    Read by the person and by Employee Relations alone. Append-only.
    """

    person = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="questions")
    version = models.ForeignKey(Version, on_delete=models.PROTECT, related_name="questions")
    kind = models.CharField("kind", max_length=20, choices=QuestionKind, default=QuestionKind.QUESTION)
    acknowledgement = models.ForeignKey(
        Acknowledgement, on_delete=models.PROTECT, related_name="disputes", null=True, blank=True
    )
    """The acknowledgement of which its person says "this is not mine"; of a question, none."""
    channel = models.CharField("how it came", max_length=20, choices=Channel, default=Channel.PORTAL)
    text = models.TextField("question")
    at = models.DateTimeField("asked at")
    recorded_at = models.DateTimeField("recorded at")
    entered_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="+", null=True, blank=True
    )

    objects = QuestionQuerySet.as_manager()

    class Meta:
        ordering: ClassVar = ["-recorded_at", "-pk"]
        constraints: ClassVar = [
            models.CheckConstraint(
                condition=~Q(text=""),
                name="ack_question_has_text",
                violation_error_message="A question needs words.",
            ),
            models.CheckConstraint(
                condition=Q(channel=Channel.PORTAL, entered_by__isnull=True)
                | (~Q(channel=Channel.PORTAL) & Q(entered_by__isnull=False) & ~Q(entered_by=F("person"))),
                name="ack_question_entered_by_another",
                violation_error_message="What came by telephone or on paper is entered by somebody else.",
            ),
            models.CheckConstraint(
                condition=Q(kind=QuestionKind.DISPUTE, acknowledgement__isnull=False)
                | Q(kind=QuestionKind.QUESTION, acknowledgement__isnull=True),
                name="ack_question_disputes_one",
                violation_error_message="A dispute is about one acknowledgement, a question about none.",
            ),
            models.CheckConstraint(
                condition=Q(recorded_at__gte=F("at")),
                name="ack_question_recorded_when_asked_or_later",
                violation_error_message="A question cannot be recorded before it was asked.",
            ),
        ]
        indexes: ClassVar = [models.Index(fields=["version", "person"], name="ack_question_version")]

    def __str__(self) -> str:
        return f"{self.get_kind_display()} {self.pk}"

    @property
    def is_dispute(self) -> bool:
        """Whether it says of an acknowledgement that it is not the person's."""
        return self.kind == QuestionKind.DISPUTE


class Answer(models.Model):
    """What Employee Relations answered; a later answer adds to the earlier ones. Append-only."""

    question = models.ForeignKey(Question, on_delete=models.PROTECT, related_name="answers")
    text = models.TextField("answer")
    answered_by = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="+")
    at = models.DateTimeField("answered at")

    class Meta:
        ordering: ClassVar = ["at", "pk"]
        constraints: ClassVar = [
            models.CheckConstraint(
                condition=~Q(text=""),
                name="ack_answer_has_text",
                violation_error_message="An answer needs words.",
            ),
        ]

    def __str__(self) -> str:
        return f"Answer to question {self.question_id}"
