"""Which clause of a version a citation means that was made against an earlier text."""

from __future__ import annotations

from typing import ClassVar

from django.conf import settings
from django.db import models
from django.db.models import Q

from foundation.effective import DatedFact, DatedQuerySet, time_constraints
from policy.models.clause import Clause
from policy.models.regulation import Version


class ClauseMatch(DatedFact):
    """That `citation`, as the portal's code makes it, means `clause` in `version`; empty: none takes its place.

    Made by itself on publishing where citation and text are the same (`matched_by` empty), else by Employee
    Relations with a reason. A dated fact: a match that proves wrong is corrected, and the first one stays known.
    """

    version = models.ForeignKey(Version, on_delete=models.PROTECT, related_name="matches")
    citation = models.CharField("cited as", max_length=120)
    clause = models.ForeignKey(Clause, on_delete=models.PROTECT, related_name="matches", null=True, blank=True)
    matched_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="+", null=True, blank=True
    )
    reason = models.TextField("reason", blank=True)

    objects = DatedQuerySet.as_manager()

    class Meta:
        ordering: ClassVar = ["citation"]
        constraints: ClassVar = [
            *time_constraints(),
            models.CheckConstraint(
                condition=Q(matched_by__isnull=True, clause__isnull=False)
                | (Q(matched_by__isnull=False) & ~Q(reason="")),
                name="policy_clausematch_by_person_why",
                violation_error_message="A match made by a person needs a reason.",
            ),
        ]
        indexes: ClassVar = [models.Index(fields=["version", "citation"], name="policy_match_version")]

    def __str__(self) -> str:
        return f"{self.citation} in {self.version}"
