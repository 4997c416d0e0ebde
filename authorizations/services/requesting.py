"""Asking for an authorization, for oneself or by nomination; withdrawing; and the authority's refusal."""

from __future__ import annotations

from datetime import datetime

from django.db import transaction

from authorizations import notifications
from authorizations.kinds import POWERS
from authorizations.models import Authorization, Outcome, Request
from authorizations.permissions import may_nominate, person_behind
from authorizations.plans import Plan, assignment_of, check_scope, deciding_department
from authorizations.services.writing import (
    lock_people,
    lock_request,
    require_open,
    require_reason,
    tell_decided,
    tell_trail,
)
from directory.models import Department, Employee
from foundation import clock
from foundation.actor import Actor
from foundation.citations import CITY_PROCEDURE
from foundation.errors import Refusal
from foundation.references import new_reference
from powers.decisions import holders
from powers.services import decide_under


@transaction.atomic
def request_authorization(
    *, by: Actor, plan: Plan, reason: str, renews: Authorization | None = None, urgent: bool = False
) -> Request:
    """Ask for an authorization for oneself, or nominate somebody of a department for which one is comms staff.

    `urgent`: somebody waits before a post; who decides is led to the page with one button.
    """
    person = person_behind(by, "An authorization is asked for by a person.")
    lock_people(plan.grantee, person)
    at = clock.now()
    check_scope(plan)
    home = assignment_of(plan.grantee, at).department
    department = deciding_department(plan, at)
    _require_asking(person, plan, home, department, at)
    reason = require_reason(reason, "Who decides reads what it is for.")
    until = clock.end_of(plan.until)
    request = Request(
        reference=new_reference("AUT", clock.city_date(at).year),
        grantee=plan.grantee,
        department=department,
        asked_by=person,
        asked_at=at,
        reason=reason,
        is_urgent=urgent,
        wanted_until=until,
        renews=renews,
        **plan.columns(),
    )
    request.save(force_insert=True)
    request.accounts.set(plan.accounts)
    act = "authorizations.nominated" if request.is_nomination else "authorizations.requested"
    tell_trail(act, request, by, at, clause=CITY_PROCEDURE, reason=reason, after={"urgent": True} if urgent else None)
    notifications.tell_of_request(request, by=by, at=at)
    return request


def _require_asking(person: Employee, plan: Plan, home: Department, department: Department, at: datetime) -> None:
    power = POWERS[plan.kind]
    own = [held for held in holders(power, department, at) if held.holder_id == person.pk]
    if own and plan.grantee == person and own[0].by_office:
        raise Refusal(
            "You need no letter to yourself.",
            why="What your own powers cover you do by office, in one act with a reason.",
            clause=CITY_PROCEDURE,
            remedy="Do it by office.",
        )
    if own and plan.grantee != person:
        raise Refusal(
            "You need not ask for this.",
            why="You may grant it, and who asks for somebody never decides on it.",
            clause=CITY_PROCEDURE,
            remedy=f"Grant it to {plan.grantee.name}.",
        )
    if plan.grantee != person and not may_nominate(person, home.pk, at):
        raise Refusal(
            f"You cannot nominate {plan.grantee.name}.",
            why="Comms staff of the department nominate; everybody may ask for themselves.",
            clause=CITY_PROCEDURE,
            remedy=f"{plan.grantee.name} can ask.",
        )


@transaction.atomic
def withdraw_request(*, by: Actor, request: Request) -> Request:
    """Withdraw a request: who asked may, and who was nominated."""
    row = lock_request(request)
    at = clock.now()
    person = person_behind(by, "A request is withdrawn by who asked.")
    if person.pk not in {row.asked_by_id, row.grantee_id}:
        raise Refusal(
            "You cannot withdraw this request.",
            why="Who asked withdraws it, or who was nominated.",
            clause=CITY_PROCEDURE,
            remedy="Who decides can decline it.",
        )
    require_open(row, "withdrawn")
    close(row, Outcome.WITHDRAWN, person, at, "")
    tell_trail("authorizations.withdrawn", row, by, at, clause=CITY_PROCEDURE)
    notifications.tell_of_request_outcome(row, "withdrawn", by=by, at=at)
    return row


@transaction.atomic
def decline(*, by: Actor, request: Request, reason: str) -> Request:
    """Decline a request, with a reason that who asked reads; who holds the power does, and never for themselves."""
    row = lock_request(request)
    decision = decide_under(by=by, power=POWERS[row.kind], department=row.department)
    at, person = decision.at, person_behind(by, "A request is declined by a person.")
    require_open(row, "declined")
    refuse_own(row, person)
    reason = require_reason(reason, "A request is declined with a reason: who asked reads it.")
    close(row, Outcome.DECLINED, person, at, reason)
    tell_decided("authorizations.declined", row, by, decision, reason=reason)
    notifications.tell_of_request_outcome(row, "declined", by=by, at=at, reason=reason)
    return row


def refuse_own(request: Request, person: Employee) -> None:
    """Raise `Refusal` where who decides asked, nominated or benefits (DESIGN 3.2)."""
    if person.pk in {request.asked_by_id, request.grantee_id}:
        raise Refusal(
            "You cannot decide on this request.",
            why="Nobody decides for themselves: who asked, nominated or benefits never does.",
            clause=CITY_PROCEDURE,
            remedy="Another holder of the power decides, or withdraw it and grant it without a request.",
        )


def close(request: Request, outcome: str, person: Employee, at: datetime, reason: str) -> None:
    """Set the decision, once; the lock on the request is held."""
    Request.objects.filter(pk=request.pk).update(
        outcome=outcome, decided_by=person, decided_at=at, decision_reason=reason
    )
    request.outcome, request.decided_by, request.decided_at, request.decision_reason = outcome, person, at, reason
