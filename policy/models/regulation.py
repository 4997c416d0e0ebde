"""A regulation and its versions: exact texts that are never changed once they are in the portal."""

from __future__ import annotations

from datetime import datetime
from typing import Any, ClassVar, Self

from django.conf import settings
from django.db import models
from django.db.models import Q

from foundation import clock, dates


class VersionState(models.TextChoices):
    """How far a version is: derived from acts and, for the last two, from the clock."""

    DRAFT = "draft", "Draft"
    REQUESTED = "requested", "Waiting for a second person"
    DISCARDED = "discarded", "Discarded"
    TO_COME = "to_come", "Published, not yet in force"
    IN_FORCE = "in_force", "In force"
    SUPERSEDED = "superseded", "No longer in force"


class Regulation(models.Model):
    """A regulation under its number, whatever its wording: what versions are versions of."""

    number = models.CharField("number", max_length=60, blank=True)
    slug = models.SlugField("short name in addresses", max_length=100, unique=True)
    title = models.CharField("title", max_length=300)
    designation = models.CharField("kind and number", max_length=200, blank=True)
    """As its first page has it: "Administrative Regulation No. 150"."""
    issuing_department = models.CharField("issued by", max_length=200, blank=True)

    class Meta:
        ordering: ClassVar = ["pk"]
        constraints: ClassVar = [
            models.CheckConstraint(
                condition=~Q(title=""),
                name="policy_regulation_has_title",
                violation_error_message="A regulation needs a title.",
            ),
        ]

    def __str__(self) -> str:
        return self.designation or self.title


class VersionQuerySet(models.QuerySet["Version"]):
    """Phrases about versions. Publication is a dated fact: these ask it at a moment, as known at a moment."""

    def in_force(self, at: datetime, known_at: datetime | None = None) -> Self:
        """The published versions whose publication is in effect at `at`: one for each regulation at most."""
        begun = Q(publications__effective_from__lte=at)
        not_ended = Q(publications__effective_until__isnull=True) | Q(publications__effective_until__gt=at)
        return self._published(begun & not_ended, known_at or at)

    def published(self, known_at: datetime) -> Self:
        """Every version whose publication had been confirmed by `known_at`, in force or not."""
        return self.filter(pk__in=self._published(Q(), known_at).values("pk"))

    def drafts(self) -> Self:
        """Versions that are neither published nor discarded, requested ones included."""
        return self.filter(discarded_at__isnull=True, publications__isnull=True)

    def _published(self, dates: Q, known_at: datetime) -> Self:
        # One filter() call, so that every condition speaks of the same publication.
        return self.filter(
            dates,
            Q(publications__superseded_at__isnull=True) | Q(publications__superseded_at__gt=known_at),
            publications__recorded_at__lte=known_at,
        )


class Version(models.Model):
    """One exact text of a regulation, with what was found in it. Rows are append-only (see `guarded.py`).

    A draft is never edited: a better reading or another text is another version, and the draft is discarded.
    `text` is canonical (c1) and `text_hash` is its hash: what acknowledgements are bound to.
    """

    regulation = models.ForeignKey(Regulation, on_delete=models.PROTECT, related_name="versions")
    title = models.CharField("title", max_length=300)
    designation = models.CharField("kind and number", max_length=200, blank=True)
    issuing_department = models.CharField("issued by", max_length=200, blank=True)
    issue_date = models.DateField("issue date", null=True, blank=True)
    issue_line = models.CharField("issue date as printed", max_length=300, blank=True)
    text = models.TextField("text")
    text_hash = models.CharField("hash of the text", max_length=80)
    front_matter = models.TextField("what stands before the first clause", blank=True)
    contact = models.TextField("whom to ask", blank=True)
    signature = models.TextField("signature", blank=True)
    source = models.CharField("source", max_length=300, blank=True)
    reading_notes = models.JSONField("how unclear lines were read", default=list, blank=True)
    proposed_effective_from = models.DateField("proposed to take effect on", null=True, blank=True)
    imported_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="+", null=True, blank=True
    )
    imported_at = models.DateTimeField("imported at")
    discarded_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="+", null=True, blank=True
    )
    discarded_at = models.DateTimeField("discarded at", null=True, blank=True)

    objects: ClassVar[Any] = VersionQuerySet.as_manager()

    class Meta:
        ordering: ClassVar = ["-pk"]
        constraints: ClassVar = [
            models.UniqueConstraint(
                fields=["regulation", "text_hash"],
                condition=Q(discarded_at__isnull=True),
                name="policy_version_text_once",
                violation_error_message="This exact text is already here as a version of the regulation.",
            ),
            models.CheckConstraint(
                condition=Q(text_hash__startswith="c1:sha256:"),
                name="policy_version_hash_is_c1",
                violation_error_message="The hash of a version's text is a c1 hash.",
            ),
        ]

    def __str__(self) -> str:
        # By its own number: a text that takes the place of another may have a new one.
        return f"{self.designation or self.regulation}, {self.called}"

    @property
    def called(self) -> str:
        """How people tell versions apart: by their issue date, else by the day they came into the portal."""
        if self.issue_date:
            return f"version of {dates.day(self.issue_date)}"
        day = clock.city_date(self.imported_at)
        return f"version imported {dates.day(day)}"
