"""Who may see and do what about acknowledgements. Employee Relations runs campaigns; people see their own."""

from __future__ import annotations

from datetime import datetime
from typing import Any

from django.db.models import F, QuerySet

from acknowledgements.coverage import Scope
from acknowledgements.models import Acknowledgement, Annulment, Campaign, Decline, Exemption, ListAct, Question
from directory.models import Employee, EmployeeQuerySet, Role, RoleHolding
from directory.permissions import departments_overseen, has_people, holds_role, people_under, require_role
from foundation.actor import Actor
from foundation.errors import NotVisible
from foundation.files.models import StoredFile

_LONGEST_KEY = 18
"""Digits that every key of the database fits in."""


def runs_campaigns(person: Employee, at: datetime) -> bool:
    """Employee Relations plans, opens and closes campaigns."""
    return holds_role(person, Role.EMPLOYEE_RELATIONS, at)


def sees_every_receipt(person: Employee, at: datetime) -> bool:
    """Employee Relations and auditors see everybody's receipts."""
    return runs_campaigns(person, at) or holds_role(person, Role.AUDITOR, at)


def visible_receipts(person: Employee, at: datetime) -> QuerySet[Any]:
    """One's own receipts; Employee Relations and auditors, all of them."""
    receipts = Acknowledgement.objects.select_related("person", "version__regulation", "campaign").defer(
        "version__text", "version__front_matter"
    )
    return receipts if sees_every_receipt(person, at) else receipts.filter(person=person)


def visible_annulments(person: Employee, at: datetime) -> QuerySet[Any]:
    """Requests to annul are seen by Employee Relations and auditors."""
    annulments = Annulment.objects.select_related("acknowledgement__person", "requested_by", "decided_by")
    return annulments if sees_every_receipt(person, at) else annulments.none()


def visible_questions(person: Employee, at: datetime) -> QuerySet[Any]:
    """One's own questions; Employee Relations, all of them. Nobody else knows that there is one."""
    questions = Question.objects.select_related("person", "version__regulation", "entered_by", "acknowledgement").defer(
        "version__text", "version__front_matter"
    )
    return questions if runs_campaigns(person, at) else questions.filter(person=person)


def visible_declines(person: Employee, at: datetime) -> QuerySet[Any]:
    """One's own declines; Employee Relations, all of them."""
    declines = Decline.objects.select_related(
        "person", "version__regulation", "department", "entered_by", "taken_back_by"
    ).defer("version__text", "version__front_matter")
    return declines if runs_campaigns(person, at) else declines.filter(person=person)


def visible_exemptions(person: Employee, at: datetime) -> QuerySet[Any]:
    """Exemptions are Employee Relations' and, to read, the auditors'; those that wait come first."""
    rows = Exemption.objects.select_related("person", "version__regulation", "asked_by", "decided_by", "ended_by")
    rows = rows.defer("version__text", "version__front_matter").order_by(
        F("decided_at").desc(nulls_first=True), "-asked_at", "-pk"
    )
    return rows if sees_every_receipt(person, at) else rows.none()


def visible_campaigns(person: Employee, at: datetime) -> QuerySet[Any]:
    """Campaign pages are Employee Relations' and, to read, the auditors'."""
    campaigns = Campaign.objects.select_related("version__regulation", "planned_by", "opened_by", "closed_by")
    return campaigns if sees_every_receipt(person, at) else campaigns.none()


def visible_lists(person: Employee, at: datetime) -> QuerySet[Any]:
    """Acts on lists are Employee Relations' and, to read, the auditors'; everybody else sees those of their own."""
    rows = ListAct.objects.select_related("campaign__version__regulation", "asked_by", "decided_by", "printing").defer(
        "campaign__version__text", "campaign__version__front_matter"
    )
    return rows if sees_every_receipt(person, at) else rows.filter(asked_by=person)


def may_act_on_lists(person: Employee, scope: Scope, at: datetime) -> bool:
    """Whether somebody may do anything with who is missing: Employee Relations, and who leads people."""
    return runs_campaigns(person, at) or not (scope.everybody or scope.is_empty)


def may_read_scan(person: Any, stored: StoredFile, at: datetime) -> bool:
    """The scans of signed sheets show everybody of a batch: Employee Relations and auditors read them, nobody else."""
    return isinstance(person, Employee) and sees_every_receipt(person, at)


def campaign_named(given: str, person: Employee, at: datetime) -> Campaign | None:
    """The campaign that a page's address names, None where it names none; `NotVisible` for one out of sight."""
    if not given:
        return None
    named = given.isdecimal() and len(given) <= _LONGEST_KEY
    found: Campaign | None = visible_campaigns(person, at).filter(pk=int(given)).first() if named else None
    if found is None:
        raise NotVisible("There is no such campaign.")
    return found


def require_campaigns_in_sight(person: Employee, at: datetime) -> None:
    """Raise `NotVisible` for who may not even see that there are campaign pages."""
    if not sees_every_receipt(person, at):
        raise NotVisible("There is no such page.")


def require_running_campaigns(by: Actor, at: datetime, what: str) -> None:
    """Raise `NotVisible` for who may not see campaign pages, and `Refusal` for auditors, who may look and not act."""
    if by.person is not None:
        require_campaigns_in_sight(by.person, at)
    require_role(by, Role.EMPLOYEE_RELATIONS, at, what)


def coverage_scope(person: Employee, at: datetime) -> Scope:
    """Whose coverage somebody sees: Employee Relations and auditors everybody's; an authority the department's with
    divisions; a supervisor the own people's."""
    return Scope(everybody=True) if sees_every_receipt(person, at) else scope_of_own_people(person, at)


def scope_of_own_people(person: Employee, at: datetime) -> Scope:
    """The own people: an authority's department with divisions, a supervisor's people all the way down."""
    return Scope(
        departments=departments_overseen(person, at),
        supervisor=person if has_people(person, at) else None,
    )


def sees_coverage(person: Employee, at: datetime) -> bool:
    """Whether there is any coverage to see (for the navigation): asked in the order of what it costs."""
    return sees_every_receipt(person, at) or has_people(person, at) or bool(departments_overseen(person, at))


def issues_for_everybody(person: Employee, at: datetime) -> bool:
    """Whether somebody issues codes for the kiosk for anybody: Employee Relations. Always asks the database."""
    held = RoleHolding.objects.usable(at).filter(employee=person, role=Role.EMPLOYEE_RELATIONS)
    return held.exists()


def issuable_people(person: Employee, at: datetime) -> EmployeeQuerySet:
    """For whom somebody may issue a code for the kiosk: Employee Relations for anybody, a supervisor for the own people
    and theirs; nobody for themselves, and not for who may not sign in."""
    people = Employee.objects.may_sign_in(at).exclude(pk=person.pk)
    return people if issues_for_everybody(person, at) else people.filter(pk__in=people_under(person, at))


def may_issue_codes(person: Employee, at: datetime) -> bool:
    """Whether somebody may issue codes for the kiosk at all."""
    return runs_campaigns(person, at) or has_people(person, at)
