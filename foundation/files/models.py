"""Files and their bytes: what is known of a file never changes; bytes stand apart, so that they alone can go."""

from __future__ import annotations

from typing import ClassVar
from uuid import uuid4

from django.db import models
from django.db.models import Q


class Place(models.TextChoices):
    """Where the bytes are."""

    DATABASE = "database", "In the database"
    STORAGE = "storage", "In the storage"


class StoredFile(models.Model):
    """What is known of a file: hash, size, type by content, name, what it is for and what it belongs to."""

    id = models.UUIDField(primary_key=True, default=uuid4, editable=False)
    sha256 = models.CharField("SHA-256", max_length=64)
    size = models.BigIntegerField("size in bytes")
    content_type = models.CharField("type by content", max_length=100)
    name = models.CharField("name", max_length=200)
    purpose = models.CharField("what it is for", max_length=50)
    subject_kind = models.CharField("kind of object it belongs to", max_length=100, blank=True)
    subject_id = models.CharField("object it belongs to", max_length=64, blank=True)
    stored_at = models.DateTimeField("stored at", db_index=True)
    stored_by_number = models.CharField("employee number of who stored it", max_length=20, blank=True)
    stored_by_name = models.CharField("stored by", max_length=200)
    place = models.CharField("place", max_length=10, choices=Place)

    class Meta:
        ordering: ClassVar = ["-stored_at"]
        constraints: ClassVar = [
            models.CheckConstraint(
                condition=Q(size__gte=0), name="files_size", violation_error_message="A size cannot be below nought."
            ),
        ]
        indexes: ClassVar = [models.Index(fields=["subject_kind", "subject_id"], name="files_subject")]

    def __str__(self) -> str:
        return self.name

    @property
    def storage_name(self) -> str:
        """The path of the bytes in the storage: by id, never by the name that somebody gave."""
        text = str(self.pk)
        return f"files/{text[:2]}/{text}"


class FileBytes(models.Model):
    """The bytes of a small file, in a table of their own."""

    file = models.OneToOneField(StoredFile, on_delete=models.PROTECT, related_name="kept_bytes", primary_key=True)
    content = models.BinaryField("content")

    class Meta:
        verbose_name_plural = "file bytes"

    def __str__(self) -> str:
        return f"bytes of {self.file_id}"
