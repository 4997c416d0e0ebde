"""Departments as a tree, with everything that an answer rests on dated."""

from __future__ import annotations

from datetime import datetime
from typing import ClassVar

from django.db import models

from foundation.effective import DatedFact, DatedQuerySet, time_constraints


class SpeechRule(models.TextChoices):
    """Which clause governs speaking for a department."""

    ORDINARY = "ordinary", "Ordinary (IV.C)"
    POLICE = "police", "Police (IV.K.2)"
    AIRPORT_POLICE = "airport_police", "Airport police (IV.K.2)"


class UnderRegulation(models.TextChoices):
    """Whether the regulation binds a department's people."""

    YES = "yes", "Yes"
    BY_CHOICE = "by_choice", "By its own choice"
    NO = "no", "No"


class DepartmentQuerySet(models.QuerySet["Department"]):
    """Phrases about departments at a moment."""

    def existing(self, at: datetime, known_at: datetime | None = None) -> DepartmentQuerySet:
        """Departments that have a profile in effect."""
        return self.filter(
            models.Exists(DepartmentProfile.objects.in_effect(at, known_at).filter(department_id=models.OuterRef("pk")))
        )


class Department(models.Model):
    """A unit of the City: a department, division, agency or office. Its code is its identity in every file."""

    code = models.CharField("code", max_length=20, unique=True)
    website_hosts = models.JSONField("website hosts", default=list, blank=True)
    """Host names of the department's own official website, lower case (IV.B)."""

    objects = DepartmentQuerySet.as_manager()

    class Meta:
        ordering: ClassVar = ["code"]
        constraints: ClassVar = [
            models.CheckConstraint(
                condition=~models.Q(code=""),
                name="directory_department_has_code",
                violation_error_message="A department needs a code.",
            ),
        ]

    def __str__(self) -> str:
        return self.code


class DepartmentProfileQuerySet(DatedQuerySet):
    """Phrases about departments' profiles."""

    def bound_by_the_regulation(self) -> DepartmentProfileQuerySet:
        """Profiles that say the regulation binds the department, by rule or by its own choice."""
        return self.exclude(under_regulation=UnderRegulation.NO)

    def of(self, department: Department, at: datetime, known_at: datetime | None = None) -> DepartmentProfile | None:
        """What a department was at a moment, or None where it did not exist then."""
        return self.in_effect(at, known_at).filter(department=department).first()


class DepartmentProfile(DatedFact):
    """What a department is called, where it stands in the tree and what holds there, from when until when.

    An empty `head_title` says that the department has no appointing office of its own: its appointing authority
    is the nearest ancestor's.
    """

    department = models.ForeignKey(Department, on_delete=models.PROTECT, related_name="profiles")
    name = models.CharField("name", max_length=200)
    parent = models.ForeignKey(
        Department, on_delete=models.PROTECT, related_name="child_profiles", null=True, blank=True
    )
    head_title = models.CharField("title of its appointing authority", max_length=200, blank=True)
    board_name = models.CharField("board whose presiding officer signs", max_length=200, blank=True)
    has_criminal_justice_information = models.BooleanField("has access to criminal justice information", default=False)
    speech_rule = models.CharField("speech rule", max_length=20, choices=SpeechRule, default=SpeechRule.ORDINARY)
    speech_office = models.ForeignKey(Department, on_delete=models.PROTECT, related_name="+", null=True, blank=True)
    """The office that authorizes speech under IV.K.2; empty = the department itself."""
    emergency_posting = models.BooleanField("emergency posting", default=False)
    under_regulation = models.CharField(
        "under the regulation", max_length=20, choices=UnderRegulation, default=UnderRegulation.YES
    )
    source = models.CharField("source", max_length=300, blank=True)

    objects = DepartmentProfileQuerySet.as_manager()

    class Meta:
        constraints: ClassVar = [
            *time_constraints(),
            models.CheckConstraint(
                condition=~models.Q(parent=models.F("department")),
                name="directory_department_not_its_own_parent",
                violation_error_message="A department cannot be its own parent.",
            ),
        ]
        indexes: ClassVar = [models.Index(fields=["department", "effective_from"], name="dir_profile_department")]

    def __str__(self) -> str:
        return self.name
