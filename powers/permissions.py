"""Who may see and do what about powers: everybody sees who holds which; Employee Relations enters and confirms."""

from __future__ import annotations

import re
from collections.abc import Callable
from datetime import datetime
from typing import Any

from django.db import connection
from django.db.models import QuerySet
from django.db.models.expressions import RawSQL

from directory.models import Department, DepartmentProfile, Employee, Role
from directory.permissions import holds_role
from foundation.files.models import StoredFile
from foundation.shapes import shape
from foundation.together import Together
from powers.decisions import holdings
from powers.models import Appointment, DepartmentPermission, Designation
from powers.models.permission import DepartmentPermissionQuerySet
from powers.picture import Picture


def departments_headed(person: Employee, at: datetime) -> frozenset[int]:
    """Ids of the departments whose appointing authority somebody is at a moment, with their divisions."""
    # Most people never held an office: one small query spares them the rest.
    offices = Appointment.objects.in_effect(at).filter(holder=person).values_list("department_id", flat=True)
    if not offices:
        return frozenset()
    picture = Picture(at)
    found: set[int] = set()
    for office_id in offices:
        acts = picture.acting_for(office_id)
        if acts is not None and acts.holder_id == person.pk:
            found.update(picture.tree.below(office_id, at))
    found.update(
        department_id
        for department_id in picture.tree.departments(at)
        if (governed := picture.climb(department_id).office_id) is not None
        and (acts := picture.acting_for(governed)) is not None
        and acts.holder_id == person.pk
    )
    return frozenset(found)


def departments_where(person: Employee, power: str, at: datetime) -> frozenset[int]:
    """Ids of the departments for which somebody holds a power: resolve once a request, then filter lists by it."""
    return frozenset(one.department_id for one in holdings(person, at) if one.power == power)


def was_given_something(person: Employee, at: datetime) -> bool:
    """Whether an instrument names somebody within its dates: one small query that spares most people all others."""
    return bool(_appointed(person.pk, at).union(_designated(person.pk, at), all=True)[:1])


def ask_given(person: Employee, at: datetime, together: Together) -> Callable[[], bool]:
    """`was_given_something`, asked together with other questions: call what is returned for the answer."""
    asked = [together.ask_as(rows, person.pk, at) for rows in (_appointed, _designated)]
    return lambda: any(one.rows for one in asked)


@shape
def _appointed(person_id: int, at: datetime) -> QuerySet[Appointment, Any]:
    return Appointment.objects.in_effect(at).filter(holder_id=person_id).values_list("pk")


@shape
def _designated(person_id: int, at: datetime) -> QuerySet[Designation, Any]:
    return Designation.objects.in_effect(at).filter(holder_id=person_id).values_list("pk")


def namings(power: str, at: datetime) -> DepartmentPermissionQuerySet:
    """What instruments within their dates name people for, of one power: whether it is held now, `decisions` says."""
    return DepartmentPermission.objects.within_dates(at).filter(permission__codename=power)


_IN_EFFECT = """{0}.effective_from <= %(at)s AND ({0}.effective_until IS NULL OR {0}.effective_until > %(at)s)
  AND {0}.recorded_at <= %(at)s AND ({0}.superseded_at IS NULL OR {0}.superseded_at > %(at)s)"""
_REACHED = f"""
WITH RECURSIVE known AS (
  SELECT profile.department_id, profile.parent_id, profile.head_title FROM directory_departmentprofile profile
  WHERE {_IN_EFFECT.format("profile")}
), reached(id) AS (
  SELECT named.content_object_id FROM powers_departmentpermission named
  JOIN auth_permission ON auth_permission.id = named.permission_id
  WHERE named.user_id = %(person)s AND auth_permission.codename = %(power)s
  AND named.effective_from <= %(at)s AND (named.effective_until IS NULL OR named.effective_until > %(at)s)
  AND NOT (named.instrument_kind = 'appointment' AND EXISTS (
    SELECT 1 FROM powers_appointment acting WHERE acting.department_id = named.content_object_id
    AND acting.kind = 'acting' AND acting.lineage <> named.instrument_lineage AND {_IN_EFFECT.format("acting")}))
  AND NOT EXISTS (
    SELECT 1 FROM directory_employeestatus away WHERE away.employee_id = named.user_id
    AND away.status IN ('on_leave', 'suspended') AND {_IN_EFFECT.format("away")})
  UNION SELECT known.department_id FROM known JOIN reached ON known.parent_id = reached.id WHERE known.head_title = ''
) SELECT id FROM reached
"""  # noqa: S608 - constant text. UNION, not UNION ALL: it ends even where somebody recorded a circle.
_PLACES = re.compile(r"%\((at|person|power)\)s")


def departments_named_for(person: Employee, power: str, at: datetime) -> RawSQL:
    """Ids of the departments for which instruments within their dates name somebody, as a subquery for `__in`.

    For counting what waits in one query, to the day: `departments_where` says whether the power is held (readings,
    moves), and every decision asks.
    """
    values = {"at": connection.ops.adapt_datetimefield_value(at), "person": person.pk, "power": power}
    given = tuple(values[name] for name in _PLACES.findall(_REACHED))
    return RawSQL(_PLACES.sub("%s", _REACHED), given)  # noqa: S611 - constant text


def enters_instruments(person: Employee, at: datetime) -> bool:
    """Employee Relations enters, confirms and refuses instruments."""
    return holds_role(person, Role.EMPLOYEE_RELATIONS, at)


def sees_entries(person: Employee, at: datetime) -> bool:
    """Employee Relations and auditors see what waits for a second person."""
    return enters_instruments(person, at) or holds_role(person, Role.AUDITOR, at)


def may_ask_why(person: Employee, other: Employee, department: Department, at: datetime) -> bool:
    """Why somebody holds a power is told to that person, Employee Relations, auditors and the department's authority.

    Everybody else sees who holds a power, and not the reason why another does not.
    """
    return person == other or sees_entries(person, at) or department.pk in departments_headed(person, at)


def offices_held(person: Employee, at: datetime) -> list[int]:
    """Ids of the offices for which somebody can act: there they name designees."""
    offices = Appointment.objects.in_effect(at).filter(holder=person).values_list("department_id", flat=True)
    if not offices:
        return []
    picture = Picture(at)
    acts = ((office_id, picture.acting_for(office_id)) for office_id in offices)
    return sorted({office_id for office_id, row in acts if row is not None and row.holder_id == person.pk})


def heads_an_office(person: Employee, at: datetime) -> bool:
    """Whether somebody is an appointing authority at all."""
    return bool(offices_held(person, at))


def departments_governed(person: Employee, at: datetime) -> list[Department]:
    """The departments whose appointing authority somebody is: designees are named for these."""
    held = set(offices_held(person, at))
    if not held:
        return []
    picture = Picture(at)
    ids = [one for one in picture.tree.departments(at) if picture.climb(one).office_id in held]
    return list(Department.objects.filter(pk__in=ids))


def department_at(code: str, at: datetime, known_at: datetime | None = None) -> DepartmentProfile | None:
    """A department's profile by its code at a moment; everybody signed in may see it."""
    profiles = DepartmentProfile.objects.in_effect(at, known_at).select_related("department", "parent")
    found: DepartmentProfile | None = profiles.filter(department__code=code).first()
    return found


def may_read_instrument(person: Employee, stored_file: StoredFile, at: datetime) -> bool:
    """Scans of instruments are read by Employee Relations, auditors, and whoever stored them."""
    return sees_entries(person, at) or stored_file.stored_by_number == person.number
