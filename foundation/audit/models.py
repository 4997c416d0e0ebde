"""The trail's own tables: entries, the series and seals over them, and what was destroyed."""

from __future__ import annotations

import os
from typing import Any, ClassVar

from django.db import models
from django.db.models.expressions import Func

from foundation.audit.digests import SALT_LENGTH
from foundation.audit.wording import words_of

LOWEST, HIGHEST = -(2**63), 2**63 - 1
"""The ends of what the database counts with: windows reach to them, so that no row falls outside of all."""


class CurrentTransaction(Func):
    """The number of the writing transaction on PostgreSQL; nought on SQLite, where writers never overlap."""

    output_field = models.BigIntegerField()

    def as_postgresql(self, *_: Any, **__: Any) -> tuple[str, tuple[()]]:
        """SQL for PostgreSQL: the full number, which does not wrap round."""
        return "(pg_current_xact_id()::text::bigint)", ()

    def as_sql(self, *_: Any, **__: Any) -> tuple[str, tuple[()]]:
        """SQL for SQLite."""
        return "0", ()


def new_salt() -> bytes:
    """The seed of an entry's salts."""
    return os.urandom(SALT_LENGTH)


class Entry(models.Model):
    """One act: who, in which capacity and under which instrument, did what, on what, when.

    Holds ids, names as text, codes, states, dates and hashes of longer texts; never content (DESIGN 3.5).
    """

    at = models.DateTimeField("when", db_index=True)
    act = models.CharField("act", max_length=100)
    actor_number = models.CharField("employee number", max_length=20, blank=True)
    actor_name = models.CharField("by", max_length=200)
    capacity = models.CharField("in which capacity", max_length=200, blank=True)
    instrument = models.CharField("under which instrument", max_length=200, blank=True)
    clause = models.CharField("clause", max_length=120, blank=True)
    object_kind = models.CharField("kind of object", max_length=100)
    object_id = models.CharField("object", max_length=64)
    object_label = models.CharField("called", max_length=300, blank=True)
    department_code = models.CharField("department", max_length=20, blank=True)
    address = models.CharField("address", max_length=64, blank=True)
    request_id = models.CharField("request", max_length=64, blank=True)
    before = models.JSONField("facts before", default=dict, blank=True)
    after = models.JSONField("facts after", default=dict, blank=True)
    salts = models.BinaryField("salts of its digests", default=new_salt)
    transaction_id = models.BigIntegerField("transaction", db_default=CurrentTransaction(), editable=False)
    """Orders entries for sealing on PostgreSQL, where a lower id may commit later; no part of what is told."""

    class Meta:
        ordering: ClassVar = ["-id"]
        verbose_name_plural = "entries"
        indexes: ClassVar = [
            models.Index(fields=["object_kind", "object_id", "id"], name="audit_entry_object"),
            models.Index(fields=["actor_number", "id"], name="audit_entry_actor"),
            # Decisions of a time are found, ordered and counted out of it without their rows.
            models.Index(fields=["act", "at", "id"], name="audit_entry_act"),
            models.Index(
                fields=["transaction_id"], name="audit_entry_transaction", condition=models.Q(transaction_id__gt=0)
            ),
        ]

    def __str__(self) -> str:
        return f"{self.act} · {self.object_label or self.object_id}"

    @property
    def words(self) -> str:
        """The act in words, as a sentence goes on after the name of who did it."""
        return words_of(self.act)


class Series(models.Model):
    """An unbroken run of seals: the first at set-up, another whenever the database was restored."""

    started_at = models.DateTimeField("started at")
    reason = models.CharField("why", max_length=300)
    baseline_id = models.BigIntegerField("last entry of what came before")

    class Meta:
        ordering: ClassVar = ["id"]
        verbose_name_plural = "series"

    def __str__(self) -> str:
        return f"Series {self.pk}"


class Seal(models.Model):
    """A signed root over a batch of entries, chained to the seal before it.

    The window (ids, and on PostgreSQL transactions) says which rows the batch holds: any row in it that the seal does
    not list was added, any that it lists and is not there was removed.
    """

    series = models.ForeignKey(Series, on_delete=models.PROTECT, related_name="seals")
    number = models.PositiveBigIntegerField("number in the series")
    sealed_at = models.DateTimeField("sealed at")
    form = models.PositiveSmallIntegerField("form of the digests")
    id_from = models.BigIntegerField("ids from")
    id_until = models.BigIntegerField("ids until, not included")
    transaction_from = models.BigIntegerField("transactions from", null=True, blank=True)
    transaction_until = models.BigIntegerField("transactions until, not included", null=True, blank=True)
    first_id = models.BigIntegerField("first entry")
    last_id = models.BigIntegerField("last entry")
    count = models.PositiveIntegerField("entries")
    merkle_root = models.CharField("root over the batch", max_length=64)
    previous = models.CharField("root of the seal before", max_length=64, blank=True)
    root = models.CharField("root of the trail", max_length=64, unique=True)
    """Hash of everything the seal says, the root before it included: it stands for the whole trail up to here."""
    key = models.CharField("key", max_length=32)
    signature = models.BinaryField("signature")
    members = models.BinaryField("ids and digests of the entries")

    class Meta:
        ordering: ClassVar = ["id"]
        constraints: ClassVar = [
            models.UniqueConstraint(fields=["series", "number"], name="audit_seal_number_once"),
            # One successor for each seal: two sealers at once cannot fork the chain.
            models.UniqueConstraint(fields=["previous"], name="audit_seal_one_successor"),
        ]

    def __str__(self) -> str:
        return f"Seal {self.series_id}.{self.number}"


class DestroyedValue(models.Model):
    """A field whose value and salt were destroyed by the procedure; its digest is kept, so the entry verifies."""

    entry = models.ForeignKey(Entry, on_delete=models.PROTECT, related_name="destroyed_values")
    field = models.CharField("field", max_length=30)
    digest = models.BinaryField("digest")
    destroyed_at = models.DateTimeField("destroyed at")
    reason = models.CharField("why", max_length=300)

    class Meta:
        ordering: ClassVar = ["id"]
        constraints: ClassVar = [models.UniqueConstraint(fields=["entry", "field"], name="audit_destroyed_once")]

    def __str__(self) -> str:
        return f"{self.field} of entry {self.entry_id}"
