"""The foundation's own tables: dated settings, holidays, public keys, certificates (files and jobs are apart)."""

from __future__ import annotations

from typing import ClassVar

from django.db import models

from foundation.effective import DatedFact, DatedQuerySet, time_constraints


class DatedSetting(DatedFact):
    """A setting that changes an answer (a term, a grace period): dated like every other fact."""

    key = models.CharField("key", max_length=100)
    value = models.JSONField("value")

    objects = DatedQuerySet.as_manager()

    class Meta:
        constraints: ClassVar = [*time_constraints()]
        indexes: ClassVar = [models.Index(fields=["key", "effective_from"], name="found_setting_key")]

    def __str__(self) -> str:
        return self.key


class Holiday(models.Model):
    """A day on which the City does not work; editable data with a source."""

    day = models.DateField("day", unique=True)
    name = models.CharField("name", max_length=100)
    source = models.CharField("source", max_length=200, blank=True)

    class Meta:
        ordering: ClassVar = ["day"]

    def __str__(self) -> str:
        return f"{self.name}, {self.day}"


class SigningKey(models.Model):
    """A public key that the portal signs or signed with, in the order of their use."""

    fingerprint = models.CharField("fingerprint", max_length=32, unique=True)
    public_key = models.BinaryField("public key")
    registered_at = models.DateTimeField("registered at")
    vouches = models.BinaryField("its signature over all earlier public keys")

    class Meta:
        ordering: ClassVar = ["id"]

    def __str__(self) -> str:
        return self.fingerprint


class DocumentCertificate(models.Model):
    """A certificate with which the portal signs or signed documents, and those that lead from it to a root."""

    fingerprint = models.CharField("SHA-256 over the certificates", max_length=64, unique=True)
    certificates = models.TextField("certificates as PEM, the key's own first")
    registered_at = models.DateTimeField("registered at")
    key = models.CharField("fingerprint of the portal's key that vouches for it", max_length=32)
    signature = models.BinaryField("that key's signature over the fingerprint")

    class Meta:
        ordering: ClassVar = ["id"]

    def __str__(self) -> str:
        return self.fingerprint


class SentForm(models.Model):
    """That a form was sent and did what it is for, and the page that was shown then: sent again, it leads there."""

    mark = models.UUIDField("mark of the form", primary_key=True)
    sent_by = models.BigIntegerField("who sent it, by id")
    sent_at = models.DateTimeField("sent at")
    leads_to = models.CharField("page that was shown", max_length=500, blank=True)

    def __str__(self) -> str:
        return str(self.mark)
