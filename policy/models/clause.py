"""The clauses of a version, in order and as a tree, and the terms it defines."""

from __future__ import annotations

from typing import ClassVar

from django.db import models

from policy.models.regulation import Version


class ClauseKind(models.TextChoices):
    """What a clause is in the text."""

    CLAUSE = "clause", "Clause"
    CLOSING = "closing", "Closing paragraph"


class Clause(models.Model):
    """A numbered passage with its place: `IV.K.1.f` lies under `IV.K.1`. Append-only with its version.

    `text` is what stands before its first sub-clause, `text_after` what stands after its last (a note, a closing
    half-sentence). `marker` is the label as printed ("- A."), `spans` where its own words stand in the version's
    text, as [start, end) pairs.
    """

    version = models.ForeignKey(Version, on_delete=models.PROTECT, related_name="clauses")
    parent = models.ForeignKey("self", on_delete=models.PROTECT, related_name="children", null=True, blank=True)
    kind = models.CharField("kind", max_length=20, choices=ClauseKind, default=ClauseKind.CLAUSE)
    citation = models.CharField("citation", max_length=120)
    label = models.CharField("label", max_length=60, blank=True)
    marker = models.CharField("label as printed", max_length=80, blank=True)
    heading = models.CharField("heading", max_length=500, blank=True)
    text = models.TextField("text", blank=True)
    text_after = models.TextField("text after its sub-clauses", blank=True)
    place = models.PositiveIntegerField("place in the order of the text")
    depth = models.PositiveSmallIntegerField("depth")
    spans = models.JSONField("where it stands in the text", default=list, blank=True)

    class Meta:
        ordering: ClassVar = ["version", "place"]
        constraints: ClassVar = [
            models.UniqueConstraint(fields=["version", "citation"], name="policy_clause_citation_once"),
            models.UniqueConstraint(fields=["version", "place"], name="policy_clause_place_once"),
            models.CheckConstraint(
                condition=models.Q(parent__isnull=True, depth=0) | models.Q(parent__isnull=False, depth__gt=0),
                name="policy_clause_depth_fits_parent",
                violation_error_message="Only a clause of the first level has no parent.",
            ),
        ]
        indexes: ClassVar = [models.Index(fields=["citation"], name="policy_clause_citation")]

    def __str__(self) -> str:
        return self.citation

    @property
    def whole_text(self) -> str:
        """The clause's own words in order, without its sub-clauses'."""
        return "\n\n".join(part for part in (self.text, self.text_after) if part)


class Definition(models.Model):
    """A term that the regulation defines, with its words. They are part of the clause's text too."""

    version = models.ForeignKey(Version, on_delete=models.PROTECT, related_name="definitions")
    clause = models.ForeignKey(Clause, on_delete=models.PROTECT, related_name="definitions")
    term = models.CharField("term", max_length=200)
    text = models.TextField("meaning")
    place = models.PositiveIntegerField("place in the order of the text")

    class Meta:
        ordering: ClassVar = ["version", "place"]
        constraints: ClassVar = [
            models.UniqueConstraint(fields=["version", "place"], name="policy_definition_place_once"),
        ]

    def __str__(self) -> str:
        return self.term
