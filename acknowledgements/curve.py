"""The curve of coverage: how many had acknowledged by the end of each day."""

from __future__ import annotations

from collections import Counter
from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import date
from itertools import groupby

from django.db.models import Count, Exists, OuterRef, Q
from django.db.models.functions import TruncDate

from acknowledgements.audience import bound_assignments
from acknowledgements.coverage import Moment, Scope
from acknowledgements.models import Acknowledgement
from foundation import clock
from policy.carrying import counted_for


@dataclass(frozen=True)
class Day:
    """A day in the City, and how many of those asked had acknowledged by its end; by how they did, too."""

    day: date
    acknowledged: int
    by_method: Mapping[str, int] = field(default_factory=dict)


def over_time(version_id: int, moment: Moment, scope: Scope) -> list[Day]:
    """Of the people counted at the moment, how many had acknowledged by the end of each day so far.

    Each person once, on the first day that counts: of a version and of one that carries over to it, the earlier.
    Days without a change are left out. One grouped statement.
    """
    counted = scope.narrow(bound_assignments(moment.at, moment.known_at), moment)
    versions = counted_for(version_id, moment.known_at)
    standing = Acknowledgement.objects.standing(moment.at, moment.known_at).filter(version_id__in=versions)
    first = standing.filter(Exists(counted.filter(employee_id=OuterRef("person_id"))))
    if len(versions) > 1:
        before = Q(at__lt=OuterRef("at")) | Q(at=OuterRef("at"), pk__lt=OuterRef("pk"))
        first = first.exclude(Exists(standing.filter(before, person_id=OuterRef("person_id"))))
    rows = (
        first.annotate(day=TruncDate("at", tzinfo=clock.city_zone()))
        .values("day", "method")
        .annotate(count=Count("pk"))
        .order_by("day", "method")
        .values_list("day", "method", "count")
    )
    days: list[Day] = []
    so_far: Counter[str] = Counter()
    for day, found in groupby(rows, key=lambda row: row[0]):
        so_far.update({method: count for _, method, count in found})
        days.append(Day(day, so_far.total(), dict(so_far)))
    return days
