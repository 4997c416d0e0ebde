"""Explanations of single clauses in plain words, with examples: never the regulation itself."""

from __future__ import annotations

from typing import ClassVar

from django.conf import settings
from django.db import models
from django.db.models import Q

from policy.models.publication import Decision, two_person_constraints
from policy.models.regulation import Regulation


class Explanation(models.Model):
    """Plain words about one clause, written by one person of Employee Relations and approved by a second.

    `clause_hash` is the hash of the wording that was explained: an explanation of another wording is not shown.
    The latest approved one counts; rows are append-only but for the decision.
    """

    regulation = models.ForeignKey(Regulation, on_delete=models.PROTECT, related_name="explanations")
    citation = models.CharField("clause", max_length=120)
    clause_hash = models.CharField("hash of the explained wording", max_length=80)
    text = models.TextField("in plain words")
    examples = models.JSONField("examples", default=list, blank=True)
    """A list of {"text": …, "fine": true or false}."""
    written_by = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="+")
    written_at = models.DateTimeField("written at")
    # NULL until decided: the guard lets a column be set once, from NULL.
    decision = models.CharField("decision", max_length=20, choices=Decision, null=True, blank=True)  # noqa: DJ001
    decided_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="+", null=True, blank=True
    )
    decided_at = models.DateTimeField("decided at", null=True, blank=True)
    reason = models.TextField("reason", null=True, blank=True)  # noqa: DJ001

    class Meta:
        ordering: ClassVar = ["-pk"]
        constraints: ClassVar = [
            *two_person_constraints("written_by"),
            models.UniqueConstraint(
                fields=["regulation", "citation"],
                condition=Q(decision__isnull=True),
                name="policy_explanation_one_open",
                violation_error_message="An explanation of this clause is waiting for a second person already.",
            ),
        ]

    def __str__(self) -> str:
        return f"Explanation of {self.citation}"
