"""Explanations in plain words: written by one person of Employee Relations, approved by a second (City procedure)."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import datetime

from django.db import transaction

from directory.models import Employee, Role
from directory.permissions import require_role
from foundation import clock
from foundation.actor import Actor
from foundation.audit.services import record
from foundation.canonical import c1_hash
from foundation.citations import CITY_PROCEDURE
from foundation.errors import Conflict, InvalidInput, Refusal
from policy import notifications
from policy.matching import wording_hash
from policy.models import Clause, Decision, Explanation, Regulation

Example = dict[str, object]


def _person(by: Actor, what: str) -> Employee:
    if by.person is None:
        raise Refusal(what, why="Two named persons answer for an explanation.", clause=CITY_PROCEDURE)
    return by.person


@transaction.atomic
def propose_explanation(clause: Clause, *, text: str, examples: Sequence[Example], by: Actor) -> Explanation:
    """Write what a clause means in plain words, with examples; shown once a second person approved it."""
    regulation = Regulation.objects.select_for_update().get(pk=clause.version.regulation_id)
    at = clock.now()
    what = "You cannot explain clauses."
    person = _person(by, what)
    capacity = require_role(by, Role.EMPLOYEE_RELATIONS, at, what)
    if not text.strip():
        raise InvalidInput("An explanation needs words.", remedy="Write what the clause means.", field="text")
    if Explanation.objects.filter(regulation=regulation, citation=clause.citation, decision__isnull=True).exists():
        raise Conflict(
            f"An explanation of {clause.citation} is waiting for a second person already.",
            why="One at a time is decided.",
            remedy="Have it approved or refused first.",
        )
    explanation = Explanation.objects.create(
        regulation=regulation,
        citation=clause.citation,
        clause_hash=wording_hash(clause),
        text=text.strip(),
        examples=list(examples),
        written_by=person,
        written_at=at,
    )
    record(
        by=by,
        act="policy.explanation_proposed",
        on=explanation,
        at=at,
        capacity=capacity,
        clause=clause.citation,
        after={"text_hash": c1_hash(explanation.text), "clause_hash": explanation.clause_hash},
    )
    notifications.explanation_proposed(explanation, by=by, at=at)
    return explanation


@transaction.atomic
def approve_explanation(explanation: Explanation, *, by: Actor) -> Explanation:
    """Approve: from now on it is what everybody reads beside the clause."""
    return _decide(explanation, Decision.CONFIRMED, by, "You cannot approve this explanation.")


@transaction.atomic
def refuse_explanation(explanation: Explanation, *, reason: str, by: Actor) -> Explanation:
    """Refuse, with a reason; the one approved before stays."""
    if not reason.strip():
        raise InvalidInput("A refusal needs a reason.", remedy="Write what should be different.", field="reason")
    return _decide(explanation, Decision.REFUSED, by, "You cannot refuse this explanation.", reason.strip())


def _decide(explanation: Explanation, decision: Decision, by: Actor, what: str, reason: str = "") -> Explanation:
    Regulation.objects.select_for_update().get(pk=explanation.regulation_id)
    at = clock.now()
    person = _person(by, what)
    capacity = require_role(by, Role.EMPLOYEE_RELATIONS, at, what)
    if person.pk == explanation.written_by_id:
        raise Refusal(
            what,
            why="You wrote it yourself, and a second person decides.",
            clause=CITY_PROCEDURE,
            remedy="Ask another person in Employee Relations.",
        )
    _take(explanation, decision, person, at, reason)
    record(
        by=by,
        act="policy.explanation_approved" if decision == Decision.CONFIRMED else "policy.explanation_refused",
        on=explanation,
        at=at,
        capacity=capacity,
        clause=explanation.citation,
        after={
            "text_hash": c1_hash(explanation.text),
            "written_by": explanation.written_by.number,
            **({"reason_hash": c1_hash(explanation.reason)} if explanation.reason else {}),
        },
    )
    return explanation


def _take(explanation: Explanation, decision: Decision, person: Employee, at: datetime, reason: str) -> None:
    taken = Explanation.objects.filter(pk=explanation.pk, decision__isnull=True).update(
        decision=decision, decided_by_id=person.pk, decided_at=at, reason=reason or None
    )
    explanation.refresh_from_db()
    if not taken:
        raise Conflict(
            "This explanation has been decided already.",
            why=f"It is {explanation.get_decision_display().lower()}." if explanation.decision else "",
            remedy="Open it again to see how it stands.",
        )
