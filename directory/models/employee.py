"""People: identity, and the dated facts of where and as what they work."""

from __future__ import annotations

from typing import Any, ClassVar

from django.contrib.auth import get_backends
from django.contrib.auth.base_user import AbstractBaseUser, BaseUserManager
from django.db import models
from django.db.models import Q

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


class EmployeeManager(BaseUserManager["Employee"]):
    """Finds people by number; creates none: that is the roster service's."""

    def get_by_natural_key(self, username: str | None) -> Employee:
        """The person with an employee number (what signs in)."""
        return self.get(number=username)


class Employee(AbstractBaseUser):
    """A person who works for the City, and the portal's user.

    The employee number is the key of every file and what one signs in with. There is no superuser:
    `is_superuser` is False for everybody, and the powers come from `powers` alone.
    """

    number = models.CharField("employee number", max_length=20, unique=True)
    name = models.CharField("name used at work", max_length=200)
    email = models.EmailField("work e-mail", blank=True)
    works_without_computer = models.BooleanField("works without a computer", default=False)
    is_demo = models.BooleanField("fictional person of the demonstration", default=False, editable=False)
    created_at = models.DateTimeField("created at", auto_now_add=True)

    is_superuser = False
    is_staff = False

    USERNAME_FIELD = "number"
    EMAIL_FIELD = "email"
    REQUIRED_FIELDS: ClassVar = ["name"]

    objects: ClassVar[EmployeeManager] = EmployeeManager()

    class Meta:
        ordering: ClassVar = ["number"]
        constraints: ClassVar = [
            models.CheckConstraint(
                condition=~Q(number=""),
                name="directory_employee_has_number",
                violation_error_message="An employee needs a number.",
            ),
            models.UniqueConstraint(
                fields=["email"],
                condition=~Q(email=""),
                name="directory_employee_email_once",
                violation_error_message="Another employee has this work e-mail address.",
            ),
        ]
        indexes: ClassVar = [models.Index(fields=["name"], name="dir_employee_name")]

    def __str__(self) -> str:
        return self.name

    def get_full_name(self) -> str:
        """The name used at work."""
        return self.name

    def get_short_name(self) -> str:
        """The first word of the name used at work, for greetings."""
        return self.name.split()[0] if self.name.strip() else self.number

    def has_perm(self, perm: str, obj: Any = None) -> bool:
        """Whether the authentication backends, asked in order, grant a power; nobody has a bypass."""
        return any(backend.has_perm(self, perm, obj) for backend in get_backends() if hasattr(backend, "has_perm"))

    def has_perms(self, perm_list: list[str], obj: Any = None) -> bool:
        """Whether every one of several powers is granted."""
        return all(self.has_perm(perm, obj) for perm in perm_list)

    def has_module_perms(self, app_label: str) -> bool:
        """Whether Django's admin may list an app: never by this model, see `is_staff`."""
        return False


class AssignmentQuerySet(DatedQuerySet):
    """Phrases about where people work."""


class Assignment(DatedFact):
    """Where somebody works, as what, and under whom, from when until when. One at a time for each person."""

    employee = models.ForeignKey(Employee, on_delete=models.PROTECT, related_name="assignments")
    department = models.ForeignKey(Department, on_delete=models.PROTECT, related_name="assignments")
    supervisor = models.ForeignKey(
        Employee, on_delete=models.PROTECT, related_name="supervised_assignments", null=True, blank=True
    )
    title = models.CharField("title or rank", max_length=200, blank=True)
    standing = models.CharField("standing", max_length=20, choices=Standing, default=Standing.CIVIL_SERVICE)

    objects = AssignmentQuerySet.as_manager()

    class Meta:
        constraints: ClassVar = [
            *time_constraints(),
            models.CheckConstraint(
                condition=Q(supervisor__isnull=True) | ~Q(supervisor=models.F("employee")),
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


class EmployeeStatus(DatedFact):
    """Leave, suspension or leaving, from when until when; somebody with no row in effect is active."""

    employee = models.ForeignKey(Employee, on_delete=models.PROTECT, related_name="statuses")
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


class RoleHolding(DatedFact):
    """A city-wide role that somebody holds, given by an administrator who is not the holder."""

    employee = models.ForeignKey(Employee, on_delete=models.PROTECT, related_name="role_holdings")
    role = models.CharField("role", max_length=20, choices=Role)
    given_by = models.ForeignKey(Employee, on_delete=models.PROTECT, related_name="+", null=True, blank=True)
    """Empty where the set-up gave it (`create_administrator`, the demonstration)."""

    objects = DatedQuerySet.as_manager()

    class Meta:
        constraints: ClassVar = [
            *time_constraints(),
            models.CheckConstraint(
                condition=Q(given_by__isnull=True) | ~Q(given_by=models.F("employee")),
                name="directory_role_not_given_to_oneself",
                violation_error_message="Nobody gives themselves a role.",
            ),
        ]
        indexes: ClassVar = [models.Index(fields=["employee", "role"], name="dir_role_employee")]

    def __str__(self) -> str:
        return self.get_role_display()
