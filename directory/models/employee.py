"""People: identity, and the dated facts of where and as what they work."""

from __future__ import annotations

from collections.abc import Collection
from datetime import datetime
from typing import Any, ClassVar

from django.contrib.auth import get_backends
from django.contrib.auth.base_user import AbstractBaseUser, BaseUserManager
from django.db import models
from django.db.models import Exists, OuterRef, Q
from django.db.models.functions import Upper

from directory.models.roster import Assignment, EmployeeStatus, Status


class EmployeeQuerySet(models.QuerySet["Employee"]):
    """Phrases about people at a moment, as known at a moment."""

    def employed(self, at: datetime, known_at: datetime | None = None) -> EmployeeQuerySet:
        """People who are assigned to a department, at work or not; leavers are out."""
        return self.filter(Exists(Assignment.objects.in_effect(at, known_at).filter(employee_id=OuterRef("pk"))))

    def at_work(self, at: datetime, known_at: datetime | None = None) -> EmployeeQuerySet:
        """People who are assigned to a department and neither on leave nor suspended nor gone."""
        away = EmployeeStatus.objects.in_effect(at, known_at).away().filter(employee_id=OuterRef("pk"))
        return self.employed(at, known_at).exclude(Exists(away))

    def assigned_to(
        self, departments: Collection[int], at: datetime, known_at: datetime | None = None
    ) -> EmployeeQuerySet:
        """People who are assigned to one of several departments, given by id (with divisions: `directory.tree`)."""
        there = Assignment.objects.in_effect(at, known_at).within(departments)
        return self.filter(Exists(there.filter(employee_id=OuterRef("pk"))))

    def supervised_by(self, supervisor: Employee, at: datetime, known_at: datetime | None = None) -> EmployeeQuerySet:
        """People whose supervisor somebody is, directly."""
        theirs = Assignment.objects.in_effect(at, known_at).filter(supervisor=supervisor)
        return self.filter(Exists(theirs.filter(employee_id=OuterRef("pk"))))

    def may_sign_in(self, at: datetime) -> EmployeeQuerySet:
        """People who may sign in: not suspended, not gone, and not hired for a later day; leave does not matter.

        Somebody without any assignment may sign in: the administrator whom `create_administrator` made.
        """
        ever_assigned = Assignment.objects.filter(employee_id=OuterRef("pk"))
        barred = EmployeeStatus.objects.in_effect(at).filter(
            employee_id=OuterRef("pk"), status__in=[Status.LEFT, Status.SUSPENDED]
        )
        assigned = Assignment.objects.in_effect(at).filter(employee_id=OuterRef("pk"))
        return self.exclude(Exists(barred)).filter(Exists(assigned) | ~Exists(ever_assigned))


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

    objects = BaseUserManager.from_queryset(EmployeeQuerySet)()
    """Finds people; creates none: that is the roster service's."""

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
        indexes: ClassVar = [
            models.Index(fields=["name"], name="dir_employee_name"),
            # An address is looked for in whatever case it was typed.
            models.Index(Upper("email"), name="dir_employee_email_any_case"),
        ]

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


class FormerName(models.Model):
    """What somebody was called until a moment: each change of `Employee.name` leaves one (append-only).

    A name has no dates in the roster, so it is known by the moment of recording alone: the name *as known at* a moment
    is the first that was given up after it (`directory.names`). The database lets no name change without it.
    """

    employee = models.ForeignKey(Employee, on_delete=models.PROTECT, related_name="former_names")
    name = models.CharField("name given up", max_length=200)
    replaced_at = models.DateTimeField("replaced at")

    class Meta:
        indexes: ClassVar = [
            models.Index(fields=["replaced_at"], name="dir_formername_replaced"),
            models.Index(fields=["employee", "replaced_at"], name="dir_formername_employee"),
        ]

    def __str__(self) -> str:
        return self.name
