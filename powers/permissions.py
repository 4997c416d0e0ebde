"""Who may see and do what about powers: everybody sees who holds which; Employee Relations enters and confirms."""

from __future__ import annotations

from datetime import datetime

from django.db import connection
from django.db.models.expressions import RawSQL

from directory.models import Department, DepartmentProfile, Employee, Role
from directory.permissions import holds_role
from foundation.files.models import StoredFile
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
    appointed = Appointment.objects.in_effect(at).filter(holder=person).values_list("pk")
    designated = Designation.objects.in_effect(at).filter(holder=person).values_list("pk")
    return bool(appointed.union(designated, all=True)[:1])


def namings(power: str, at: datetime) -> DepartmentPermissionQuerySet:
    """What instruments within their dates name people for, of one power: whether it is held now, `decisions` says."""
    return DepartmentPermission.objects.within_dates(at).filter(permission__codename=power)


_REACHED = """
WITH RECURSIVE known AS (
  SELECT department_id, parent_id, head_title FROM directory_departmentprofile
  WHERE effective_from <= %s AND (effective_until IS NULL OR effective_until > %s)
  AND recorded_at <= %s AND (superseded_at IS NULL OR superseded_at > %s)
), reached(id) AS (
  SELECT named.content_object_id FROM powers_departmentpermission named
  JOIN auth_permission ON auth_permission.id = named.permission_id
  WHERE named.user_id = %s AND auth_permission.codename = %s
  AND named.effective_from <= %s AND (named.effective_until IS NULL OR named.effective_until > %s)
  UNION SELECT known.department_id FROM known JOIN reached ON known.parent_id = reached.id WHERE known.head_title = ''
) SELECT id FROM reached
"""  # UNION, not UNION ALL: it ends even where somebody recorded a circle.


def departments_named_for(person: Employee, power: str, at: datetime) -> RawSQL:
    """Ids of the departments for which instruments within their dates name somebody, as a subquery for `__in`.

    For counting what waits in one query: whether the power is held now (leave, acting, readings), `departments_where`
    says, and every decision asks.
    """
    moment = connection.ops.adapt_datetimefield_value(at)
    of_person = (person.pk, power, moment, moment)
    return RawSQL(_REACHED, (moment, moment, moment, moment, *of_person))  # noqa: S611 - constant text


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
