"""Programs that may ask the portal through its API: each with a token, scopes and an end."""

from __future__ import annotations

from datetime import datetime
from typing import ClassVar

from django.db import models
from django.db.models import Exists, F, OuterRef, Q

from directory.models.department import Department


class ApiClientQuerySet(models.QuerySet["ApiClient"]):
    """Phrases about clients of the API."""

    def usable(self, at: datetime) -> ApiClientQuerySet:
        """Clients whose token is good at a moment: made, not ended, not revoked until then."""
        revoked = ApiClientRevocation.objects.filter(client_id=OuterRef("pk"), at__lte=at)
        return self.filter(made_at__lte=at, ends_at__gt=at).exclude(Exists(revoked))


class ApiClient(models.Model):
    """A program that asks for itself, not for a person. Never changed: another token is another client.

    `digest` is the hash of the token, which the portal shows once and keeps nowhere; `hint` is its beginning, by which
    people recognize it. Without a department it may read what it may read of the whole City.
    """

    name = models.CharField("name", max_length=100)
    department = models.ForeignKey(Department, on_delete=models.PROTECT, related_name="+", null=True, blank=True)
    scopes = models.JSONField("scopes", default=list)
    digest = models.CharField("hash of the token", max_length=64, unique=True)
    hint = models.CharField("beginning of the token", max_length=12)
    made_by = models.ForeignKey("directory.Employee", on_delete=models.PROTECT, related_name="+")
    made_at = models.DateTimeField("made at")
    ends_at = models.DateTimeField("good until")

    objects = ApiClientQuerySet.as_manager()

    class Meta:
        ordering: ClassVar = ["-made_at", "-pk"]
        constraints: ClassVar = [
            models.CheckConstraint(
                condition=~Q(name=""),
                name="directory_api_client_named",
                violation_error_message="A client of the API needs a name.",
            ),
            models.CheckConstraint(
                condition=Q(ends_at__gt=F("made_at")),
                name="directory_api_client_ends_after_it_begins",
                violation_error_message="A token must be good for some time.",
            ),
        ]

    def __str__(self) -> str:
        return self.name


class ApiClientRevocation(models.Model):
    """That a client's token was taken back, by whom and why: from that moment it opens nothing."""

    client = models.OneToOneField(ApiClient, on_delete=models.PROTECT, related_name="revocation")
    at = models.DateTimeField("at")
    by = models.ForeignKey("directory.Employee", on_delete=models.PROTECT, related_name="+")
    reason = models.CharField("reason", max_length=300)

    class Meta:
        constraints: ClassVar = [
            models.CheckConstraint(
                condition=~Q(reason=""),
                name="directory_api_client_revoked_with_reason",
                violation_error_message="Say why the token is revoked.",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.client} revoked"


class ApiClientUse(models.Model):
    """The last day on which a client asked: a convenience that tells a forgotten token; overwritten, no fact."""

    client = models.OneToOneField(ApiClient, on_delete=models.PROTECT, related_name="use")
    last_day = models.DateField("last used on")

    def __str__(self) -> str:
        return f"{self.client} on {self.last_day}"
