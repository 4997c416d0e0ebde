"""What somebody without a password signs in with, once: a link by mail, or a printed code."""

from __future__ import annotations

from datetime import datetime
from typing import ClassVar

from django.db import models
from django.db.models import F, Q


class CodeKind(models.TextChoices):
    """How a one-time code reaches the person."""

    LINK = "link", "Link by mail"
    PRINTED = "printed", "Printed code"


class SignInCodeQuerySet(models.QuerySet["SignInCode"]):
    """Phrases about one-time codes."""

    def usable(self, at: datetime) -> SignInCodeQuerySet:
        """Codes that were neither used nor replaced, and whose time is not over."""
        return self.filter(used_at__isnull=True, replaced_at__isnull=True, issued_at__lte=at, expires_at__gt=at)


class SignInCode(models.Model):
    """A one-time code or link: stored as a keyed digest, good for a short time, for one use."""

    employee = models.ForeignKey("directory.Employee", on_delete=models.PROTECT, related_name="sign_in_codes")
    kind = models.CharField("kind", max_length=10, choices=CodeKind)
    digest = models.CharField("keyed digest", max_length=64, unique=True)
    issued_by = models.ForeignKey(
        "directory.Employee", on_delete=models.PROTECT, related_name="+", null=True, blank=True
    )
    """Who handed it over against an ID; empty where the person asked for a link, or the set-up printed it."""
    issued_at = models.DateTimeField("issued at")
    expires_at = models.DateTimeField("good until")
    used_at = models.DateTimeField("used at", null=True, blank=True)
    replaced_at = models.DateTimeField("replaced by a newer one at", null=True, blank=True)

    objects = SignInCodeQuerySet.as_manager()

    class Meta:
        ordering: ClassVar = ["-issued_at"]
        constraints: ClassVar = [
            models.CheckConstraint(
                condition=Q(expires_at__gt=F("issued_at")),
                name="directory_code_expires_after_issue",
                violation_error_message="A code must be good for some time.",
            ),
            models.CheckConstraint(
                condition=Q(issued_by__isnull=True) | ~Q(issued_by=F("employee")),
                name="directory_code_not_issued_to_oneself",
                violation_error_message="Nobody issues a code to themselves.",
            ),
        ]
        indexes: ClassVar = [models.Index(fields=["employee", "-issued_at"], name="dir_code_employee")]

    def __str__(self) -> str:
        return self.get_kind_display()
