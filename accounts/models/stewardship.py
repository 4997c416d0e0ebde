"""Who looks after an account, and where its keys are."""

from __future__ import annotations

from datetime import datetime
from typing import ClassVar, Self

from django.conf import settings
from django.db import models
from django.db.models import Exists, F, OuterRef, Q

from accounts.models.unindexed import Unindexed
from directory.models import Assignment, Department, EmployeeStatus, Status
from foundation.effective import DatedFact, DatedQuerySet, time_constraints


class StewardRole(models.TextChoices):
    """The two stewards of an account."""

    PRIMARY = "primary", "Primary steward"
    BACKUP = "backup", "Backup steward"


class StewardshipQuerySet(DatedQuerySet):
    """Phrases about stewards at a moment."""

    def standing(self, at: datetime, known_at: datetime | None = None) -> Self:
        """Stewards who are there: named, at work, and without interruption in the department where they were named.

        Who left or moved is out for good, whatever came after; who is on leave or suspended is out meanwhile.
        """
        known = known_at or at
        # By the person, who has a few assignments, and not by the department, which has hundreds.
        theirs = Assignment.objects.in_effect(at, known).filter(employee_id=OuterRef("person_id"))
        where = Unindexed(F("department_id"), output_field=models.BigIntegerField())
        here = theirs.alias(where=where).filter(where=OuterRef("department_id"))
        away = EmployeeStatus.objects.in_effect(at, known).away()
        left = EmployeeStatus.objects.known(known).filter(status=Status.LEFT, effective_from__lte=at)
        named = self.in_effect(at, known).filter(Exists(here)).exclude(person_id__in=away.values("employee_id"))
        # Who ever left are few: the database makes that set once, and looks at their times alone.
        gone = Q(person_id__in=left.values("employee_id")) & Q(Exists(_gone(known).filter(effective_from__lte=at)))
        return named.exclude(Exists(_elsewhere(known).filter(effective_from__lte=at))).exclude(gone)

    def going(self, known_at: datetime) -> Self:
        """Stewards named without an end who, as known at a moment, have left or moved or will: each is handed over."""
        named = self.known(known_at).filter(effective_until__isnull=True)
        return named.filter(Exists(_elsewhere(known_at)) | Exists(_gone(known_at)))


def _elsewhere(known_at: datetime) -> DatedQuerySet:
    """Assignments of the steward to another department, at any time after the naming."""
    theirs = Assignment.objects.known(known_at).filter(employee_id=OuterRef("person_id"))
    return theirs.exclude(department_id=OuterRef("department_id")).filter(_after_naming())


def _gone(known_at: datetime) -> DatedQuerySet:
    """That the steward left the City, at any time after the naming."""
    statuses = EmployeeStatus.objects.known(known_at).filter(employee_id=OuterRef("person_id"), status=Status.LEFT)
    return statuses.filter(_after_naming())


def _after_naming() -> Q:
    return Q(effective_until__isnull=True) | Q(effective_until__gt=OuterRef("effective_from"))


class Stewardship(DatedFact):
    """Who looks after an account, from when until when. It stands while its steward is there (`standing`).

    `department` is where the steward worked when named: a move ends it by derivation, without a row.
    """

    account = models.ForeignKey("accounts.OfficialAccount", on_delete=models.PROTECT, related_name="stewardships")
    person = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="stewardships")
    role = models.CharField("role", max_length=10, choices=StewardRole)
    department = models.ForeignKey(Department, on_delete=models.PROTECT, related_name="+")

    objects = StewardshipQuerySet.as_manager()

    class Meta:
        constraints: ClassVar = [*time_constraints()]
        indexes: ClassVar = [
            models.Index(fields=["account", "role"], name="accounts_steward_account"),
            models.Index(fields=["person", "account"], name="accounts_steward_person"),
        ]

    def __str__(self) -> str:
        return f"{self.get_role_display()} of {self.account}: {self.person}"


class CustodyQuerySet(DatedQuerySet):
    """Phrases about who holds the keys."""

    def going(self, known_at: datetime) -> Self:
        """Custodies whose holder of the second factor, as known at a moment, has left the City or will."""
        left = EmployeeStatus.objects.known(known_at).filter(
            _after_naming(), employee_id=OuterRef("second_factor_id"), status=Status.LEFT
        )
        return self.known(known_at).filter(Exists(left), effective_until__isnull=True)


class Custody(DatedFact):
    """Where an account's keys are: for stewards and authority alone. A description, never a password."""

    account = models.ForeignKey("accounts.OfficialAccount", on_delete=models.PROTECT, related_name="custodies")
    credentials = models.CharField("where the credentials are kept", max_length=300, blank=True)
    mailbox = models.EmailField("mailbox it is registered with", blank=True)
    second_factor = models.ForeignKey(
        settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="+", null=True, blank=True
    )
    """Who holds the second factor."""

    objects = CustodyQuerySet.as_manager()

    class Meta:
        verbose_name_plural = "custodies"
        constraints: ClassVar = [*time_constraints()]
        indexes: ClassVar = [models.Index(fields=["account"], name="accounts_custody_account")]

    def __str__(self) -> str:
        return f"Custody of {self.account}"
