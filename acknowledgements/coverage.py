"""Coverage: how many of the people bound by the regulation have acknowledged a version, by department, at a moment.

People count where they were assigned at the moment asked, leavers are out; the department at signing does not matter.
One grouped statement over stored department ids, whatever the number of departments; the tree is put on in Python.
"""

from __future__ import annotations

from collections.abc import Collection
from dataclasses import dataclass, field
from datetime import datetime
from typing import Any

from django.db import connection
from django.db.models import BooleanField, Count, Exists, OuterRef, Q, QuerySet, Value
from django.db.models.expressions import RawSQL

from acknowledgements.audience import bound_assignments, bound_departments
from acknowledgements.exempt import is_exempt
from acknowledgements.models import Acknowledgement, AudienceKind, Campaign
from acknowledgements.reach import departments_asked, narrowed
from acknowledgements.standing import excused, is_away, is_with_relations, with_relations
from directory.models import Employee
from directory.permissions import people_under
from directory.tree import Tree
from policy.carrying import counted_for
from policy.models import Version


@dataclass(frozen=True)
class Moment:
    """As of when, and as known at which moment."""

    at: datetime
    known_at: datetime


@dataclass(frozen=True)
class Scope:
    """Whose coverage somebody may see: everybody's, or that of some departments and of the own people.

    `campaign` leaves out whom a campaign does not ask. `oneself` sees the own line, whatever else; `seen_at` is the
    moment whose roster says who the supervisor's people are: left out, the moment asked about.
    """

    everybody: bool = False
    departments: frozenset[int] = frozenset()
    supervisor: Employee | None = None
    campaign: Campaign | None = None
    oneself: Employee | None = None
    seen_at: datetime | None = None

    @property
    def is_narrow(self) -> bool:
        """Whether only people are counted who are found one by one: on a list, or hired lately; or oneself alone."""
        few = self.campaign is not None and self.campaign.audience in (AudienceKind.LIST, AudienceKind.NEW_HIRES)
        return few or (self.oneself is not None and self.is_empty)

    @property
    def is_empty(self) -> bool:
        """Nobody to see but oneself."""
        return not (self.everybody or self.departments or self.supervisor)

    def own_people(self, moment: Moment) -> list[int]:
        """Ids of oneself and of the supervisor's people, all the way down."""
        own = [self.oneself.pk] if self.oneself is not None else []
        if self.supervisor is None:
            return own
        found = Employee.objects.filter(pk__in=self._people_under(self.supervisor, moment))
        return [*own, *found.values_list("pk", flat=True)]

    def _people_under(self, supervisor: Employee, moment: Moment) -> RawSQL:
        if self.seen_at is not None:
            return people_under(supervisor, self.seen_at)
        return people_under(supervisor, moment.at, moment.known_at)

    def ids_within(self, people: Collection[int], at: datetime) -> set[int]:
        """Of some people (ids) those whom it holds now."""
        rows = self.narrow(bound_assignments(at).filter(employee_id__in=people), Moment(at, at))
        return set(rows.values_list("employee_id", flat=True))

    def narrow(self, assignments: QuerySet[Any], moment: Moment) -> QuerySet[Any]:
        """The assignments within this scope."""
        if self.campaign is not None:
            assignments = narrowed(assignments, self.campaign, moment.at, moment.known_at)
        if self.everybody:
            return assignments
        within = Q(department_id__in=self.departments)
        if self.oneself is not None:
            within |= Q(employee_id=self.oneself.pk)
        if self.supervisor is not None:
            within |= Q(employee_id__in=self._people_under(self.supervisor, moment))
        return assignments.filter(within)


@dataclass
class Tally:
    """How many are asked, how many of them have acknowledged, and of how many others Employee Relations hears."""

    people: int = 0
    acknowledged: int = 0
    with_relations: int = 0
    """Of those missing, how many have a question or a decline with Employee Relations."""
    excused: int = 0
    """Of those missing, how many are away or exempt: they are not late. Counted for who sees everybody."""

    @property
    def missing(self) -> int:
        """How many have not."""
        return self.people - self.acknowledged

    @property
    def not_yet(self) -> int:
        """How many of those missing have nothing with Employee Relations, and are neither away nor exempt."""
        return self.missing - self.with_relations - self.excused

    @property
    def percent(self) -> int:
        """The share that has, in whole percent, rounded down: 100 means everybody."""
        return self.acknowledged * 100 // self.people if self.people else 100

    def add(self, other: Tally) -> None:
        """Count another one in."""
        self.people += other.people
        self.acknowledged += other.acknowledged
        self.with_relations += other.with_relations
        self.excused += other.excused


@dataclass
class Line:
    """A department in the report: itself, and together with its divisions."""

    department_id: int
    name: str
    depth: int
    own: Tally = field(default_factory=Tally)
    whole: Tally = field(default_factory=Tally)


@dataclass
class Coverage:
    """The answer: lines in the order of the tree (parents before divisions), and the sum."""

    lines: list[Line]
    total: Tally


# Written by hand, because the mapper would join the table of people to get from one to the other, which doubles the
# time at 300,000 (docs/performance.md). It says what `audience.bound_assignments` and `Acknowledgement.standing` say;
# a property test compares them.
_TALLIES = """
SELECT assigned.department_id, COUNT(*), COUNT(acknowledged.id)
FROM directory_assignment assigned
LEFT JOIN {acknowledged} acknowledged
  ON acknowledged.person_id = assigned.employee_id AND acknowledged.version_id = %(version)s
  AND acknowledged.at <= %(at)s AND acknowledged.recorded_at <= %(known)s
  AND (acknowledged.annulled_at IS NULL OR acknowledged.annulled_at > %(known)s)
WHERE assigned.effective_from <= %(at)s AND (assigned.effective_until IS NULL OR assigned.effective_until > %(at)s)
  AND assigned.recorded_at <= %(known)s AND (assigned.superseded_at IS NULL OR assigned.superseded_at > %(known)s)
  AND assigned.department_id IN ({departments})
  AND NOT EXISTS (
    SELECT 1 FROM directory_employeestatus status
    WHERE status.employee_id = assigned.employee_id AND status.status = 'left'
    AND status.effective_from <= %(at)s AND (status.effective_until IS NULL OR status.effective_until > %(at)s)
    AND status.recorded_at <= %(known)s AND (status.superseded_at IS NULL OR status.superseded_at > %(known)s)
  ){own_people}
GROUP BY assigned.department_id
"""


# Where acknowledgements of earlier versions carry over, somebody may have made several of them, and is one person.
_CARRIED = """(
  SELECT MIN(id) AS id, person_id, %(version)s AS version_id, MIN(at) AS at, MIN(recorded_at) AS recorded_at,
    CAST(NULL AS timestamp with time zone) AS annulled_at
  FROM acknowledgements_acknowledgement
  WHERE version_id IN ({versions}) AND at <= %(at)s AND recorded_at <= %(known)s
    AND (annulled_at IS NULL OR annulled_at > %(known)s)
  GROUP BY person_id
)"""


def tallies(version_id: int, moment: Moment, scope: Scope) -> dict[int, Tally]:
    """People and acknowledgements by department id: the one grouped statement."""
    found = _tallies_of_few(version_id, moment, scope) if scope.is_narrow else _tallies(version_id, moment, scope)
    for department_id, number in _with_relations(version_id, moment, scope):
        found[department_id].with_relations = number
    for department_id, number in _excused(version_id, moment, scope):
        found[department_id].excused = number
    return found


def _tallies_of_few(version_id: int, moment: Moment, scope: Scope) -> dict[int, Tally]:
    rows = assigned(version_id, moment, scope).order_by().values("department_id")
    done = Count("pk", filter=Q(has_acknowledged=True))
    counted = rows.annotate(people=Count("pk"), done=done).values_list("department_id", "people", "done")
    return {department_id: Tally(people, done) for department_id, people, done in counted}


def _tallies(version_id: int, moment: Moment, scope: Scope) -> dict[int, Tally]:
    departments = bound_departments(moment.at, moment.known_at)
    if scope.campaign is not None and scope.campaign.audience == AudienceKind.DEPARTMENTS:
        departments &= departments_asked(scope.campaign, moment.at, moment.known_at)
    own_people = ""
    if not scope.everybody and (scope.supervisor is not None or scope.oneself is not None):
        own_people = (
            f" AND (assigned.employee_id IN ({_ids(scope.own_people(moment))})"
            f" OR assigned.department_id IN ({_ids(scope.departments)}))"
        )
    elif not scope.everybody:
        departments &= scope.departments
    if not departments:
        return {}
    counted = counted_for(version_id, moment.known_at)
    source = _CARRIED.format(versions=_ids(counted)) if len(counted) > 1 else "acknowledgements_acknowledgement"
    # ids are integers of our own
    statement = _TALLIES.format(acknowledged=source, departments=_ids(departments), own_people=own_people)
    adapt = connection.ops.adapt_datetimefield_value
    with connection.cursor() as cursor:
        cursor.execute(statement, {"version": version_id, "at": adapt(moment.at), "known": adapt(moment.known_at)})
        return {department_id: Tally(people, done) for department_id, people, done in cursor.fetchall()}


def _with_relations(version_id: int, moment: Moment, scope: Scope) -> list[tuple[int, int]]:
    """How many of those missing Employee Relations hears of, by department: counted from these few people."""
    theirs = with_relations(version_id, moment.at, moment.known_at, and_exempt=not scope.everybody)
    if not theirs.exists():
        return []
    rows = assigned(version_id, moment, scope).filter(has_acknowledged=False, employee_id__in=theirs)
    if scope.everybody:
        # Who is away or exempt is counted there.
        rows = rows.exclude(is_exempt(version_id, "employee_id", moment.at, moment.known_at))
        rows = rows.exclude(is_away("employee_id", moment.at, moment.known_at))
    return _by_department(rows)


def _excused(version_id: int, moment: Moment, scope: Scope) -> list[tuple[int, int]]:
    """How many of those missing are away or exempt, by department; nobody but who sees everybody is told."""
    theirs = excused(version_id, moment.at, moment.known_at)
    if not scope.everybody or not theirs.exists():
        return []
    return _by_department(assigned(version_id, moment, scope).filter(has_acknowledged=False, employee_id__in=theirs))


def _by_department(rows: QuerySet[Any]) -> list[tuple[int, int]]:
    counted = rows.order_by().values("department_id").annotate(number=Count("pk"))
    return list(counted.values_list("department_id", "number"))


def _ids(ids: Collection[int]) -> str:
    return ", ".join(str(int(pk)) for pk in sorted(ids)) or "NULL"


def asked_and_done(version: Version, at: datetime) -> tuple[int, int]:
    """How many are bound now, and how many of them have acknowledged a version: `policy` asks it when publishing."""
    found = tallies(version.pk, Moment(at, at), Scope(everybody=True)).values()
    return sum(tally.people for tally in found), sum(tally.acknowledged for tally in found)


def report(version_id: int, moment: Moment, scope: Scope) -> Coverage:
    """Coverage by department and division, as the tree was at the moment."""
    found = tallies(version_id, moment, scope)
    tree = Tree(moment.at, moment.known_at)
    lines: dict[int, Line] = {}
    total = Tally()
    for branch in tree.walk():
        own = found.get(branch.department_id, Tally())
        line = Line(branch.department_id, tree.name(branch.department_id), branch.depth, own)
        lines[branch.department_id] = line
        total.add(own)
        for department_id in (branch.department_id, *tree.ancestors(branch.department_id)):
            lines[department_id].whole.add(own)
    return Coverage([line for line in lines.values() if line.whole.people], total)


def assigned(version_id: int, moment: Moment, scope: Scope, departments: Collection[int] = ()) -> QuerySet[Any]:
    """The assignments that the report counts, each with `has_acknowledged`; of some departments where given."""
    counted = counted_for(version_id, moment.known_at)
    standing = Acknowledgement.objects.standing(moment.at, moment.known_at).filter(version_id__in=counted)
    rows = scope.narrow(bound_assignments(moment.at, moment.known_at), moment)
    if departments:
        rows = rows.filter(department_id__in=departments)
    annotated: QuerySet[Any] = rows.annotate(
        has_acknowledged=Exists(standing.filter(person_id=OuterRef("employee_id")))
    )
    return annotated


def standing_of(person: str, version_id: int, moment: Moment, scope: Scope) -> dict[str, Any]:
    """What is told of who has not acknowledged, as annotations: exempt and away only to who sees everybody."""
    at, known_at = moment.at, moment.known_at
    told = Value(False, output_field=BooleanField())
    return {
        "with_relations": is_with_relations(version_id, person, at, known_at, and_exempt=not scope.everybody),
        "exempt": is_exempt(version_id, person, at, known_at) if scope.everybody else told,
        "away": is_away(person, at, known_at) if scope.everybody else told,
    }


def missing(version_id: int, moment: Moment, scope: Scope, departments: Collection[int] = ()) -> QuerySet[Any]:
    """Who has not acknowledged, as assignments with the person, by department and name."""
    rows: QuerySet[Any] = (
        assigned(version_id, moment, scope, departments)
        .filter(has_acknowledged=False)
        .annotate(**standing_of("employee_id", version_id, moment, scope))
        .select_related("employee", "supervisor")
        .order_by("department_id", "employee__name", "employee_id")
    )
    return rows
