"""The departments above some departments, as a subquery: for locking what may give somebody a power there.

A guess, and said so: readings and dates are asked afterwards, under lock, by `decisions`.
"""

from __future__ import annotations

from datetime import datetime
from typing import Any

from django.db import connection
from django.db.models import Q, QuerySet
from django.db.models.expressions import RawSQL

from powers.models import Appointment, Designation

_ABOVE = """
WITH RECURSIVE above(id) AS (
  {start}
  UNION SELECT known.parent_id FROM directory_departmentprofile known JOIN above ON known.department_id = above.id
  WHERE known.parent_id IS NOT NULL AND known.superseded_at IS NULL AND known.effective_from <= %s
  AND (known.effective_until IS NULL OR known.effective_until > %s)
) SELECT id FROM above
"""  # UNION, not UNION ALL: it ends even where somebody recorded a circle.


def departments_above(departments: QuerySet[Any, Any], at: datetime) -> RawSQL:
    """Ids of some departments (a queryset of one column) and of all above them, as a subquery for `__in`."""
    start, values = departments.order_by().query.sql_with_params()
    moment = connection.ops.adapt_datetimefield_value(at)
    return RawSQL(_ABOVE.format(start=start), (*values, moment, moment))  # noqa: S611 - composed by Django


def designations_there(person_id: int, departments: QuerySet[Any, Any], at: datetime) -> QuerySet[Designation]:
    """The designations of somebody that may reach some departments."""
    rows: QuerySet[Designation] = Designation.objects.not_superseded().covering(at).filter(holder_id=person_id)
    return rows.filter(department_id__in=departments_above(departments, at)).order_by()


def offices_behind(person_id: int, departments: QuerySet[Any, Any], at: datetime) -> QuerySet[Appointment, Any]:
    """Ids of the offices under which somebody may hold a power for some departments: their own, and designators'."""
    rows: QuerySet[Appointment] = Appointment.objects.not_superseded().covering(at).order_by()
    own = Q(holder_id=person_id, department_id__in=departments_above(departments, at))
    by_others = Q(lineage__in=designations_there(person_id, departments, at).values("appointment"))
    return rows.filter(own | by_others).values_list("department_id")
