"""guardian's direct foreign-key rows on departments: one for each instrument and power, derived, with its dates."""

from __future__ import annotations

from datetime import datetime
from typing import ClassVar, Self

from django.db import models
from django.db.models import Q
from guardian.models import UserObjectPermissionBase

from directory.models import Department


class InstrumentKind(models.TextChoices):
    """From which kind of instrument a row is derived."""

    APPOINTMENT = "appointment", "Appointment"
    DESIGNATION = "designation", "Designation"


class DepartmentPermissionQuerySet(models.QuerySet["DepartmentPermission"]):
    """Phrases about derived rows."""

    def within_dates(self, at: datetime) -> Self:
        """Rows whose instrument's own dates hold `at`: whether it is in effect, `decisions` says."""
        return self.filter(Q(effective_until__isnull=True) | Q(effective_until__gt=at), effective_from__lte=at)


class DepartmentPermission(UserObjectPermissionBase):
    """One power that one instrument names for one department.

    Derived from appointments and designations as known now, and made again with each change of them; the
    authentication backend narrows by it, and `decisions` has the last word (leave, moves, acting, the tree).
    guardian's own `unique_together` would refuse a second instrument for the same power, so `Meta` is not inherited.
    """

    content_object = models.ForeignKey(Department, on_delete=models.CASCADE, related_name="power_rows")
    instrument_kind = models.CharField("kind of instrument", max_length=20, choices=InstrumentKind)
    instrument_lineage = models.UUIDField("instrument")
    effective_from = models.DateTimeField("in effect from")
    effective_until = models.DateTimeField("in effect until", null=True, blank=True)

    # In place of guardian's manager, whose shortcuts know no dates.
    objects = DepartmentPermissionQuerySet.as_manager()  # type: ignore[assignment,misc]

    class Meta:
        constraints: ClassVar = [
            models.UniqueConstraint(
                fields=["instrument_lineage", "permission", "content_object"],
                name="powers_permission_once_an_instrument",
                violation_error_message="An instrument gives a power for a department once.",
            ),
        ]
        indexes: ClassVar = [models.Index(fields=["user", "permission"], name="powers_permission_user")]
