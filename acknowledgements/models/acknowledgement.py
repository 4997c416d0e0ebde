"""An acknowledgement is bound to the exact text shown, is one for each person and version, and is never changed."""

from __future__ import annotations

from datetime import datetime
from typing import ClassVar, Self

from django.conf import settings
from django.db import models
from django.db.models import F, Q

from acknowledgements.models.campaign import Campaign
from directory.models import Department
from policy.models import Version


class Method(models.TextChoices):
    """How somebody acknowledged."""

    ELECTRONIC = "electronic", "In the portal"
    KIOSK = "kiosk", "At a kiosk"
    PAPER = "paper", "On paper"


class AcknowledgementQuerySet(models.QuerySet["Acknowledgement"]):
    """Phrases about acknowledgements at a moment, as known at a moment."""

    def standing(self, at: datetime, known_at: datetime | None = None) -> Self:
        """Made by `at`, recorded by `known_at` and not annulled as then known (left out: *as known then*)."""
        known = known_at or at
        return self.filter(Q(annulled_at__isnull=True) | Q(annulled_at__gt=known), at__lte=at, recorded_at__lte=known)

    def not_annulled(self) -> Self:
        """What counts by the latest word: at most one for each person and version."""
        return self.filter(annulled_at__isnull=True)


class Acknowledgement(models.Model):
    """That a person was given a version of the regulation and has read it, as stated on the page then shown.

    Append-only by a guard in the database; annulment sets `annulled_at`, once, and keeps the row. `digest` is the
    hash over the facts (`acknowledgements.receipts`), signed with the portal's key: what a receipt proves itself by.
    `department` is where the person worked when signing: for the receipt only, coverage asks the roster.
    """

    reference = models.CharField("reference", max_length=30, unique=True)
    person = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="acknowledgements")
    version = models.ForeignKey(Version, on_delete=models.PROTECT, related_name="acknowledgements")
    campaign = models.ForeignKey(Campaign, on_delete=models.PROTECT, related_name="acknowledgements")
    method = models.CharField("method", max_length=20, choices=Method, default=Method.ELECTRONIC)
    text_hash = models.CharField("hash of the text shown", max_length=80)
    statements = models.JSONField("statements as shown")
    """A list of {"kind": …, "text": …}, in the order shown; every one was ticked."""
    statements_hash = models.CharField("hash of the statements", max_length=80)
    typed_name = models.CharField("name typed", max_length=200)
    at = models.DateTimeField("acknowledged at")
    recorded_at = models.DateTimeField("recorded at")
    address = models.CharField("network address", max_length=64, blank=True)
    browser = models.CharField("browser", max_length=300, blank=True)
    department = models.ForeignKey(Department, on_delete=models.PROTECT, related_name="+")
    department_name = models.CharField("department at signing", max_length=200)
    title = models.CharField("title or rank at signing", max_length=200, blank=True)
    digest = models.CharField("hash of the receipt", max_length=80)
    signature = models.CharField("signature over the digest", max_length=200)
    key_id = models.CharField("key it was signed with", max_length=64)
    annulled_at = models.DateTimeField("annulled at", null=True, blank=True, editable=False)

    objects = AcknowledgementQuerySet.as_manager()

    class Meta:
        ordering: ClassVar = ["-at", "-pk"]
        constraints: ClassVar = [
            models.UniqueConstraint(
                fields=["person", "version"],
                condition=Q(annulled_at__isnull=True),
                name="ack_once_for_person_and_version",
                violation_error_message="This person has acknowledged this version already.",
            ),
            models.CheckConstraint(
                condition=Q(recorded_at__gte=F("at")),
                name="ack_recorded_when_made_or_later",
                violation_error_message="An acknowledgement cannot be recorded before it was made.",
            ),
            models.CheckConstraint(
                condition=Q(text_hash__startswith="c1:sha256:"),
                name="ack_bound_to_a_text",
                violation_error_message="An acknowledgement is bound to the exact text shown.",
            ),
        ]
        indexes: ClassVar = [
            models.Index(fields=["version", "person"], name="ack_version_person"),
            models.Index(fields=["campaign", "at"], name="ack_campaign_at"),
        ]

    def __str__(self) -> str:
        return self.reference

    @property
    def is_on_paper(self) -> bool:
        """Whether a signed sheet was recorded: then `paper` says which, and of the moment only the day is known."""
        return self.method == Method.PAPER


class Annulment(models.Model):
    """The request to annul an acknowledgement entered in error, and its decision by a second person (DESIGN 3.7)."""

    class Decision(models.TextChoices):
        """How the second person decided."""

        CONFIRMED = "confirmed", "Annulled"
        REFUSED = "refused", "Left standing"

    acknowledgement = models.ForeignKey(Acknowledgement, on_delete=models.PROTECT, related_name="annulments")
    reason = models.TextField("reason")
    requested_by = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="+")
    requested_at = models.DateTimeField("requested at")
    # NULL until decided: the guard lets a column be set once, from NULL.
    decision = models.CharField("decision", max_length=20, choices=Decision, null=True, blank=True)  # noqa: DJ001
    decided_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="+", null=True, blank=True
    )
    decided_at = models.DateTimeField("decided at", null=True, blank=True)
    decision_reason = models.TextField("reason of the decision", null=True, blank=True)  # noqa: DJ001

    class Meta:
        ordering: ClassVar = ["-pk"]
        constraints: ClassVar = [
            models.CheckConstraint(
                condition=Q(decided_by__isnull=True) | ~Q(decided_by=F("requested_by")),
                name="ack_annulment_by_two_people",
                violation_error_message="A second person must decide; nobody confirms their own request.",
            ),
            models.CheckConstraint(
                condition=~Q(reason=""),
                name="ack_annulment_has_reason",
                violation_error_message="Say why the acknowledgement was entered in error.",
            ),
            models.CheckConstraint(
                condition=Q(decision__isnull=True, decided_by__isnull=True, decided_at__isnull=True)
                | Q(decision__isnull=False, decided_by__isnull=False, decided_at__isnull=False),
                name="ack_annulment_decided_whole",
                violation_error_message="A decision needs a person and a time.",
            ),
            models.UniqueConstraint(
                fields=["acknowledgement"],
                condition=Q(decision__isnull=True),
                name="ack_annulment_one_open",
                violation_error_message="An annulment of this acknowledgement is waiting for a second person already.",
            ),
        ]

    def __str__(self) -> str:
        return f"Annulment of {self.acknowledgement}"
