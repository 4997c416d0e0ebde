"""What people did with an instrument: accepted, revoked, confirmed a paper, kept it in office; and its document."""

from __future__ import annotations

from typing import ClassVar

from django.conf import settings
from django.db import models
from django.db.models import F, Q

_INSTRUMENT = "authorizations.Authorization"


class Acceptance(models.Model):
    """That the grantee accepted the conditions, bound to the text by its hash (City procedure)."""

    authorization = models.OneToOneField(_INSTRUMENT, on_delete=models.PROTECT, related_name="acceptance")
    text_hash = models.CharField("hash of the text accepted", max_length=80)
    accepted_at = models.DateTimeField("accepted at")
    recorded_at = models.DateTimeField("recorded at")
    recorded_by = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="+")
    """The grantee, or who recorded the signed paper form."""
    is_paper = models.BooleanField("on paper", default=False)
    scan = models.UUIDField("kept form", null=True, blank=True)

    class Meta:
        constraints: ClassVar = [
            models.CheckConstraint(
                condition=Q(recorded_at__gte=F("accepted_at")),
                name="auth_acceptance_not_ahead",
                violation_error_message="An acceptance is recorded when it is given, or later.",
            ),
            models.CheckConstraint(
                condition=Q(is_paper=False) | Q(scan__isnull=False),
                name="auth_acceptance_paper_has_scan",
                violation_error_message="An acceptance on paper has its scan.",
            ),
        ]

    def __str__(self) -> str:
        return f"Acceptance of {self.authorization_id}"


class Revocation(models.Model):
    """That an instrument was revoked, or laid down by its holder, from a moment on and with a reason."""

    authorization = models.OneToOneField(_INSTRUMENT, on_delete=models.PROTECT, related_name="revocation")
    effective_from = models.DateTimeField("revoked from")
    recorded_at = models.DateTimeField("recorded at")
    revoked_by = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="+")
    capacity = models.CharField("in which capacity", max_length=40)
    instrument = models.CharField("under which instrument", max_length=100, blank=True)
    reason = models.TextField("reason")
    by_successor = models.BooleanField("by a successor in office", default=False)

    class Meta:
        constraints: ClassVar = [
            models.CheckConstraint(
                condition=~Q(reason=""),
                name="auth_revocation_has_reason",
                violation_error_message="A revocation has a reason.",
            ),
        ]

    def __str__(self) -> str:
        return f"Revocation of {self.authorization_id}"


class PaperOutcome(models.TextChoices):
    """The authority's word on a paper."""

    CONFIRMED = "confirmed", "Confirmed"
    REFUSED = "refused", "Not confirmed"


class PaperDecision(models.Model):
    """Whether the authority confirms an instrument that was recorded from paper: until then it is not in effect."""

    authorization = models.OneToOneField(_INSTRUMENT, on_delete=models.PROTECT, related_name="paper")
    outcome = models.CharField("outcome", max_length=12, choices=PaperOutcome)
    recorded_at = models.DateTimeField("recorded at")
    decided_by = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="+")
    capacity = models.CharField("in which capacity", max_length=40)
    instrument = models.CharField("under which instrument", max_length=100)
    reason = models.TextField("reason", blank=True)

    class Meta:
        constraints: ClassVar = [
            models.CheckConstraint(
                condition=~Q(outcome="refused") | ~Q(reason=""),
                name="auth_paper_refused_with_reason",
                violation_error_message="Say why the paper is not confirmed.",
            ),
        ]

    def __str__(self) -> str:
        return f"Word on the paper {self.authorization_id}"


class Keeping(models.Model):
    """That a successor in office looked at an instrument of a predecessor and keeps it. Ending it is a revocation."""

    authorization = models.ForeignKey(_INSTRUMENT, on_delete=models.PROTECT, related_name="keepings")
    appointment = models.UUIDField("appointment of the successor", db_index=True)
    kept_by = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="+")
    recorded_at = models.DateTimeField("recorded at")

    class Meta:
        constraints: ClassVar = [
            models.UniqueConstraint(fields=["authorization", "appointment"], name="auth_kept_once"),
        ]

    def __str__(self) -> str:
        return f"{self.authorization_id} kept"


class Document(models.Model):
    """The signed PDF of an instrument: stored once, with its hash, made by a worker."""

    authorization = models.OneToOneField(_INSTRUMENT, on_delete=models.PROTECT, related_name="document")
    file = models.UUIDField("stored file")
    sha256 = models.CharField("SHA-256", max_length=64)
    made_at = models.DateTimeField("made at")
    key_id = models.CharField("key it was signed with", max_length=64, blank=True)

    def __str__(self) -> str:
        return f"Document of {self.authorization_id}"


class RenewalNotice(models.Model):
    """The ledger of renewal notices: whoever writes the row sends the letters, in the same transaction."""

    authorization = models.ForeignKey(_INSTRUMENT, on_delete=models.PROTECT, related_name="renewal_notices")
    days_before = models.PositiveSmallIntegerField("days before the end")
    claimed_at = models.DateTimeField("claimed at")
    claim = models.UUIDField("run that wrote it")

    class Meta:
        constraints: ClassVar = [
            models.UniqueConstraint(fields=["authorization", "days_before"], name="auth_renewal_notice_once"),
        ]

    def __str__(self) -> str:
        return f"{self.days_before} days before the end of {self.authorization_id}"
