"""The dated facts about people: where and as what they work, whether they are at work, which roles they hold."""

from __future__ import annotations

from collections.abc import Collection
from datetime import datetime
from typing import ClassVar

from django.db import models
from django.db.models import Exists, F, OuterRef, Q

from directory.models.department import Department
from foundation.effective import DatedFact, DatedQuerySet, time_constraints


class Standing(models.TextChoices):
    """In what standing somebody works for the City."""

    CIVIL_SERVICE = "civil_service", "Civil service"
    ELECTED = "elected", "Elected"
    APPOINTED = "appointed", "Appointed"
    SEASONAL = "seasonal", "Seasonal"
    VOLUNTEER = "volunteer", "Volunteer"
    CONTRACTOR = "contractor", "Contractor"


class Status(models.TextChoices):
    """Whether somebody is at work. While on leave or suspended nothing that they hold is in effect."""

    ACTIVE = "active", "Active"
    ON_LEAVE = "on_leave", "On leave"
    SUSPENDED = "suspended", "Suspended"
    LEFT = "left", "Left"


class Role(models.TextChoices):
    """City-wide roles of the portal; none is a power of the regulation."""

    EMPLOYEE_RELATIONS = "employee_relations", "Employee Relations"
    RECORDS_CUSTODIAN = "records_custodian", "Records custodian"
    AUDITOR = "auditor", "Auditor"
    ADMINISTRATOR = "administrator", "Administrator"


class AssignmentQuerySet(DatedQuerySet):
    """Phrases about where people work."""

    def within(self, departments: Collection[int]) -> AssignmentQuerySet:
        """Assignments to departments given by their ids (resolve the tree first: `directory.tree`)."""
        return self.filter(department_id__in=departments)


class Assignment(DatedFact):
    """Where somebody works, as what, and under whom, from when until when. One at a time for each person."""

    employee = models.ForeignKey("directory.Employee", on_delete=models.PROTECT, related_name="assignments")
    department = models.ForeignKey(Department, on_delete=models.PROTECT, related_name="assignments")
    supervisor = models.ForeignKey(
        "directory.Employee", on_delete=models.PROTECT, related_name="supervised_assignments", null=True, blank=True
    )
    title = models.CharField("title or rank", max_length=200, blank=True)
    standing = models.CharField("standing", max_length=20, choices=Standing, default=Standing.CIVIL_SERVICE)

    objects = AssignmentQuerySet.as_manager()

    class Meta:
        constraints: ClassVar = [
            *time_constraints(),
            models.CheckConstraint(
                condition=Q(supervisor__isnull=True) | ~Q(supervisor=F("employee")),
                name="directory_assignment_not_own_supervisor",
                violation_error_message="Nobody supervises themselves.",
            ),
        ]
        indexes: ClassVar = [
            models.Index(fields=["employee", "effective_from"], name="dir_assignment_employee"),
            models.Index(fields=["department", "effective_from"], name="dir_assignment_department"),
            models.Index(fields=["supervisor", "effective_from"], name="dir_assignment_supervisor"),
        ]

    def __str__(self) -> str:
        return f"{self.employee_id} in {self.department_id}"


class EmployeeStatusQuerySet(DatedQuerySet):
    """Phrases about who is at work."""

    def away(self) -> EmployeeStatusQuerySet:
        """Rows that say somebody is not at work, for whatever reason."""
        return self.exclude(status=Status.ACTIVE)


class EmployeeStatus(DatedFact):
    """Leave, suspension or leaving, from when until when; somebody with no row in effect is active."""

    employee = models.ForeignKey("directory.Employee", on_delete=models.PROTECT, related_name="statuses")
    status = models.CharField("status", max_length=20, choices=Status)

    objects = EmployeeStatusQuerySet.as_manager()

    class Meta:
        constraints: ClassVar = [*time_constraints()]
        indexes: ClassVar = [
            models.Index(fields=["employee", "effective_from"], name="dir_status_employee"),
            models.Index(fields=["status", "effective_from"], name="dir_status_status"),
        ]

    def __str__(self) -> str:
        return self.get_status_display()


class RoleHoldingQuerySet(DatedQuerySet):
    """Phrases about city-wide roles."""

    def usable(self, at: datetime, known_at: datetime | None = None) -> RoleHoldingQuerySet:
        """Roles in effect whose holder is at work, and has not left the City since they were given (DESIGN 3.1).

        Leave and suspension rest a role; leaving ends it for good, even for somebody hired again.
        """
        statuses = EmployeeStatus.objects.known(known_at or at).filter(employee_id=OuterRef("employee_id"))
        left_since = statuses.filter(
            status=Status.LEFT, effective_from__lte=at, effective_from__gt=OuterRef("effective_from")
        )
        away_now = (
            statuses.away()
            .filter(effective_from__lte=at)
            .filter(Q(effective_until__isnull=True) | Q(effective_until__gt=at))
        )
        return self.in_effect(at, known_at).exclude(Exists(left_since)).exclude(Exists(away_now))


class RoleHolding(DatedFact):
    """A city-wide role that somebody holds, given by an administrator who is not the holder."""

    employee = models.ForeignKey("directory.Employee", on_delete=models.PROTECT, related_name="role_holdings")
    role = models.CharField("role", max_length=20, choices=Role)
    given_by = models.ForeignKey(
        "directory.Employee", on_delete=models.PROTECT, related_name="+", null=True, blank=True
    )
    """Empty where the set-up gave it (`create_administrator`, the demonstration)."""

    objects = RoleHoldingQuerySet.as_manager()

    class Meta:
        constraints: ClassVar = [
            *time_constraints(),
            models.CheckConstraint(
                condition=Q(given_by__isnull=True) | ~Q(given_by=F("employee")),
                name="directory_role_not_given_to_oneself",
                violation_error_message="Nobody gives themselves a role.",
            ),
        ]
        indexes: ClassVar = [models.Index(fields=["employee", "role"], name="dir_role_employee")]

    def __str__(self) -> str:
        return self.get_role_display()
