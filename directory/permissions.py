"""Who holds which city-wide role, whom somebody may see, and who supervises whom."""

from __future__ import annotations

from collections.abc import Collection, Sequence
from datetime import datetime

from django.conf import settings
from django.db import connection
from django.db.models import Q, QuerySet
from django.db.models.expressions import RawSQL
from django.http import HttpRequest
from django.utils.module_loading import import_string

from directory.models import Assignment, Employee, EmployeeQuerySet, Role, RoleHolding
from directory.tree import Tree
from foundation.actor import Actor
from foundation.citations import CITY_PROCEDURE
from foundation.errors import NotVisible, Refusal
from foundation.files.models import StoredFile
from foundation.shapes import shape
from foundation.together import Asked, Together

SEES_EVERYBODY = frozenset({Role.EMPLOYEE_RELATIONS, Role.AUDITOR, Role.RECORDS_CUSTODIAN, Role.ADMINISTRATOR})


def signed_in(request: HttpRequest) -> Employee:
    """The person behind a request; `NotVisible` where nobody is signed in and the frame let it pass."""
    if not isinstance(request.user, Employee):
        raise NotVisible("There is no such page.")
    return request.user


def roles_of(person: Employee, at: datetime, known_at: datetime | None = None) -> frozenset[str]:
    """The roles that somebody may use at a moment: given, not ended, and the holder at work."""
    remembered: tuple[object, frozenset[str]] | None = getattr(person, "_roles_remembered", None)
    if remembered and remembered[0] == (at, known_at):
        return remembered[1]
    asked: tuple[object, Asked[str]] | None = getattr(person, "_roles_asked", None)
    if asked is None or asked[0] != (at, known_at):
        asked = ((at, known_at), Together().ask_as(_usable, person.pk, at, known_at))
    roles = frozenset(asked[1].rows)
    # The same question at the same moment has the same answer: a page asks it for each line of its navigation.
    person._roles_remembered = ((at, known_at), roles)  # type: ignore[attr-defined]
    return roles


def ask_roles(person: Employee, at: datetime, together: Together) -> None:
    """Let `roles_of` be asked together with other questions of the same moment."""
    remembered: tuple[object, frozenset[str]] | None = getattr(person, "_roles_remembered", None)
    if remembered is None or remembered[0] != (at, None):
        person._roles_asked = ((at, None), together.ask_as(_usable, person.pk, at, None))  # type: ignore[attr-defined]


def with_roles(person: Employee, at: datetime, roles: frozenset[str]) -> Employee:
    """Let `roles_of` say so at a moment without asking: of a stand-in, where a question is composed once."""
    person._roles_remembered = ((at, None), roles)  # type: ignore[attr-defined]
    return person


@shape
def _usable(person_id: int, at: datetime, known_at: datetime | None) -> QuerySet[RoleHolding, str]:
    rows = RoleHolding.objects.usable(at, known_at).filter(employee_id=person_id)
    return rows.values_list("role", flat=True)


def holds_role(person: Employee, role: str, at: datetime, known_at: datetime | None = None) -> bool:
    """Whether somebody may use a city-wide role at a moment."""
    return role in roles_of(person, at, known_at)


def require_role(by: Actor, role: str | Sequence[str], at: datetime, what: str) -> str:
    """The role that allows an act, for the trail's capacity; raises `Refusal` where the actor holds none of them.

    `what` is the sentence that the refusal begins with. The system itself (set-up, tasks) acts as `system`.
    Always asks the database: services call it after their last lock.
    """
    if by.person is None:
        return "system"
    wanted = [role] if isinstance(role, str) else list(role)
    held = set(
        RoleHolding.objects.usable(at).filter(employee=by.person, role__in=wanted).values_list("role", flat=True)
    )
    for candidate in wanted:
        if candidate in held:
            return Role(candidate).label
    who = " or ".join(_with_article(Role(candidate)) for candidate in wanted)
    raise Refusal(
        what,
        why=f"This is done by {who}.",
        clause=CITY_PROCEDURE,
        remedy="Ask one of them: the page People says who holds which role.",
    )


def _with_article(role: Role) -> str:
    if role == Role.EMPLOYEE_RELATIONS:
        return role.label
    return f"{'an' if role.label[0] in 'AEIOU' else 'a'} {role.label.lower()}"


def departments_overseen(person: Employee, at: datetime) -> frozenset[int]:
    """Ids of departments, with divisions, whose people somebody sees by office.

    Offices are the business of apps above this one: settings `DEPARTMENTS_OVERSEEN` names their functions.
    """
    found: set[int] = set()
    for name in settings.DEPARTMENTS_OVERSEEN:
        found.update(import_string(name)(person, at))
    return frozenset(found)


_UNDER_SUPERVISOR = """
WITH RECURSIVE known AS (
  SELECT employee_id, supervisor_id FROM directory_assignment
  WHERE supervisor_id IS NOT NULL AND effective_from <= %s AND (effective_until IS NULL OR effective_until > %s)
  AND recorded_at <= %s AND (superseded_at IS NULL OR superseded_at > %s)
), under(id) AS (
  SELECT employee_id FROM known WHERE supervisor_id = %s
  UNION SELECT known.employee_id FROM known JOIN under ON known.supervisor_id = under.id
) SELECT id FROM under
"""  # UNION, not UNION ALL: it ends even where somebody recorded a circle.


def people_under(supervisor: Employee, at: datetime, known_at: datetime | None = None) -> RawSQL:
    """The ids of a supervisor's people and theirs, all the way down, as a subquery for `pk__in`."""
    moment = connection.ops.adapt_datetimefield_value(at)
    known = connection.ops.adapt_datetimefield_value(known_at or at)
    return RawSQL(_UNDER_SUPERVISOR, (moment, moment, known, known, supervisor.pk))  # noqa: S611 - constant text


def supervises(supervisor: Employee, person: Employee, at: datetime) -> bool:
    """Whether somebody supervises a person, directly or through others."""
    return Employee.objects.filter(pk=person.pk, pk__in=people_under(supervisor, at)).exists()


def has_people(person: Employee, at: datetime) -> bool:
    """Whether somebody supervises anyone at all (for the navigation)."""
    return Assignment.objects.in_effect(at).filter(supervisor=person).exists()


def sees_everybody(person: Employee, at: datetime) -> bool:
    """Whether a role lets somebody see every person of the City."""
    return bool(SEES_EVERYBODY & roles_of(person, at))


def visible_people(person: Employee, at: datetime, overseen: Collection[int] | None = None) -> EmployeeQuerySet:
    """The people whom somebody may see: oneself; one's own people; an authority, the department's with divisions;
    Employee Relations, auditors, records custodians and administrators, everybody."""
    if sees_everybody(person, at):
        return Employee.objects.all()
    departments = departments_overseen(person, at) if overseen is None else frozenset(overseen)
    visible = Q(pk=person.pk) | Q(pk__in=people_under(person, at))
    if departments:
        there = Assignment.objects.in_effect(at).within(Tree(at).with_divisions(departments))
        visible |= Q(pk__in=there.values("employee_id"))
    return Employee.objects.filter(visible)


def may_see_person(person: Employee, other: Employee, at: datetime) -> bool:
    """Whether somebody may see another person's page."""
    return visible_people(person, at).filter(pk=other.pk).exists()


def is_administrator(person: Employee, at: datetime) -> bool:
    """Whether somebody brings people and departments in."""
    return holds_role(person, Role.ADMINISTRATOR, at)


def may_read_import(person: Employee, stored_file: StoredFile, at: datetime) -> bool:
    """Whether somebody may fetch the file of an import, or its rejects: administrators."""
    return is_administrator(person, at)


def may_see_imports(person: Employee, at: datetime) -> bool:
    """Whether somebody sees what was imported: administrators, and Employee Relations, who may be the second person."""
    return bool({Role.ADMINISTRATOR, Role.EMPLOYEE_RELATIONS} & roles_of(person, at))


def refuse_but_administrators(person: Employee, at: datetime) -> None:
    """Raise `Refusal` for whoever is not an administrator: before a form is shown."""
    if not is_administrator(person, at):
        raise Refusal(
            "You cannot change people and departments.",
            why="This is done by an administrator.",
            clause=CITY_PROCEDURE,
            remedy="Ask one: the page People says who holds which role.",
        )
