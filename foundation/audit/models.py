"""The trail's own tables."""

from __future__ import annotations

from typing import ClassVar

from django.db import models


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
    clause = models.CharField("clause", max_length=40, blank=True)
    object_kind = models.CharField("kind of object", max_length=100)
    object_id = models.CharField("object", max_length=64)
    object_label = models.CharField("called", max_length=300, blank=True)
    department_code = models.CharField("department", max_length=20, blank=True)
    address = models.CharField("address", max_length=64, blank=True)
    request_id = models.CharField("request", max_length=64, blank=True)
    before = models.JSONField("facts before", default=dict, blank=True)
    after = models.JSONField("facts after", default=dict, blank=True)

    class Meta:
        ordering: ClassVar = ["-id"]
        verbose_name_plural = "entries"
        indexes: ClassVar = [
            models.Index(fields=["object_kind", "object_id", "id"], name="audit_entry_object"),
            models.Index(fields=["actor_number", "id"], name="audit_entry_actor"),
        ]

    def __str__(self) -> str:
        return f"{self.act} · {self.object_label or self.object_id}"
