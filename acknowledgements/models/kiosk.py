"""Kiosks, the one-time codes that let somebody in there, and which acknowledgement was made with which code."""

from __future__ import annotations

from datetime import datetime
from typing import ClassVar, Self

from django.conf import settings
from django.db import models
from django.db.models import F, Q

from acknowledgements.models.acknowledgement import Acknowledgement


class KioskQuerySet(models.QuerySet["Kiosk"]):
    """Phrases about kiosks."""

    def admitted(self, at: datetime) -> Self:
        """Devices that are kiosks at a moment."""
        return self.filter(Q(withdrawn_at__isnull=True) | Q(withdrawn_at__gt=at), admitted_at__lte=at)


class Kiosk(models.Model):
    """A shared device that Employee Relations has made a kiosk: known by a cookie of which a keyed digest is kept.

    Append-only by a guard; withdrawing sets the last two columns, once.
    """

    name = models.CharField("where it stands", max_length=120)
    digest = models.CharField("keyed digest of its cookie", max_length=64, unique=True)
    admitted_by = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="+")
    admitted_at = models.DateTimeField("admitted at")
    withdrawn_at = models.DateTimeField("withdrawn at", null=True, blank=True)
    withdrawn_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="+", null=True, blank=True
    )

    objects = KioskQuerySet.as_manager()

    class Meta:
        ordering: ClassVar = ["name", "pk"]
        constraints: ClassVar = [
            models.CheckConstraint(
                condition=Q(name__gt=""),
                name="ack_kiosk_has_name",
                violation_error_message="Say where the kiosk stands.",
            ),
            models.CheckConstraint(
                condition=Q(withdrawn_at__isnull=True, withdrawn_by__isnull=True)
                | Q(withdrawn_at__isnull=False, withdrawn_by__isnull=False),
                name="ack_kiosk_withdrawn_whole",
                violation_error_message="Withdrawing a kiosk needs a person and a time.",
            ),
        ]

    def __str__(self) -> str:
        return self.name


class KioskCodeQuerySet(models.QuerySet["KioskCode"]):
    """Phrases about one-time codes."""

    def open(self) -> Self:
        """Neither used nor revoked, whether their time is over or not: at most one for a person."""
        return self.filter(used_at__isnull=True, revoked_at__isnull=True)

    def used_where_issued(self) -> Self:
        """Issued in the browser in which they were used, or at least from the same network address."""
        same_address = Q(issued_from=F("used_from")) & ~Q(issued_from="")
        return self.filter(Q(issued_on=F("used_on")) | same_address, used_at__isnull=False)


class KioskCode(models.Model):
    """A one-time code that lets one person in at a kiosk, to acknowledge and for nothing else (City procedure).

    Stored as a keyed digest over number and code together, so that it is nothing with another number. Append-only by a
    guard; using or revoking it sets the last columns, once. `issued_on` is the kiosk in whose browser it was issued.
    """

    person = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="kiosk_codes")
    digest = models.CharField("keyed digest of number and code", max_length=64, unique=True)
    issued_by = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="+")
    capacity = models.CharField("in which capacity it was issued", max_length=40)
    issued_at = models.DateTimeField("issued at")
    expires_at = models.DateTimeField("good until")
    issued_on = models.ForeignKey(Kiosk, on_delete=models.PROTECT, related_name="+", null=True, blank=True)
    issued_from = models.CharField("network address it was issued from", max_length=64, blank=True)
    # NULL until used: the guard lets a column be set once, from NULL.
    used_at = models.DateTimeField("used at", null=True, blank=True)
    used_on = models.ForeignKey(Kiosk, on_delete=models.PROTECT, related_name="codes", null=True, blank=True)
    used_from = models.CharField("network address it was used from", max_length=64, null=True, blank=True)  # noqa: DJ001
    revoked_at = models.DateTimeField("revoked at", null=True, blank=True)

    objects = KioskCodeQuerySet.as_manager()

    class Meta:
        ordering: ClassVar = ["-issued_at", "-pk"]
        constraints: ClassVar = [
            models.UniqueConstraint(
                fields=["person"],
                condition=Q(used_at__isnull=True, revoked_at__isnull=True),
                name="ack_kiosk_code_one_open",
                violation_error_message="This person has a code already: the newer one revokes it.",
            ),
            models.CheckConstraint(
                condition=~Q(issued_by=F("person")),
                name="ack_kiosk_code_not_for_oneself",
                violation_error_message="Nobody issues a code to themselves.",
            ),
            models.CheckConstraint(
                condition=Q(expires_at__gt=F("issued_at")),
                name="ack_kiosk_code_good_for_some_time",
                violation_error_message="A code must be good for some time.",
            ),
            models.CheckConstraint(
                condition=Q(used_at__isnull=True, used_on__isnull=True, used_from__isnull=True)
                | Q(used_at__gte=F("issued_at"), used_at__lt=F("expires_at"), used_on__isnull=False),
                name="ack_kiosk_code_used_in_its_time",
                violation_error_message="A code is used at a kiosk, and only while it is good.",
            ),
            models.CheckConstraint(
                condition=Q(used_at__isnull=True) | Q(revoked_at__isnull=True),
                name="ack_kiosk_code_used_or_revoked",
                violation_error_message="A code that was used cannot be revoked, nor the other way round.",
            ),
        ]
        indexes: ClassVar = [models.Index(fields=["-used_at"], name="ack_kiosk_code_used")]

    def __str__(self) -> str:
        return "One-time code for the kiosk"

    @property
    def is_same_browser(self) -> bool:
        """Whether it was issued in the very browser in which it was used."""
        return self.used_on_id is not None and self.issued_on_id == self.used_on_id


class KioskSigning(models.Model):
    """With which code an acknowledgement was made at a kiosk. Append-only."""

    acknowledgement = models.OneToOneField(Acknowledgement, on_delete=models.PROTECT, related_name="at_kiosk")
    code = models.ForeignKey(KioskCode, on_delete=models.PROTECT, related_name="signings")

    class Meta:
        ordering: ClassVar = ["pk"]

    def __str__(self) -> str:
        return f"{self.acknowledgement} at a kiosk"
