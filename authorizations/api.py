"""May this person post this? For publishing tools. Who may ask: `directory.api`, with a token and nothing else."""

from __future__ import annotations

from datetime import datetime
from typing import Any

from django.http import HttpRequest
from ninja import Router

from authorizations.acts_asked import Act
from authorizations.api_schema import DecisionIn, DecisionOut
from authorizations.decisions import decide
from authorizations.naming import account_called
from authorizations.questions import employee_of, moment_of, speaker_of, unknown_employee
from directory.api import Caller, MayAsk
from directory.models import Assignment, Employee
from directory.tree import Tree
from foundation.errors import InvalidInput

router = Router(tags=["decisions"])
SCOPE = "decisions:ask"


@router.post(
    "/decisions",
    auth=MayAsk(SCOPE),
    response=DecisionOut,
    url_name="decisions",
    operation_id="decide",
    summary="May this person post this?",
)
def ask_for_a_decision(request: HttpRequest, asked: DecisionIn) -> dict[str, Any]:
    """Whether an employee may post on an account or an outside site, from recorded facts, requirement by requirement.

    Nothing is written: it is POST because a question is too long for an address, and names people. A department's
    program asks about the people of the department and its divisions; nobody else's exist for it.
    """
    caller: Caller = request.auth  # type: ignore[attr-defined]
    at = moment_of(asked.at) if asked.at else caller.at
    known_at = moment_of(asked.known_at, "known_at") if asked.known_at else min(at, caller.at)
    if known_at > caller.at:
        raise InvalidInput("Nobody knows yet what will be known then.", remedy="Leave known_at out.", field="known_at")
    person = employee_of(asked.employee)
    _require_in_reach(caller, person)
    return decide(person, _act(asked, at, known_at), at, known_at).as_json()


def _act(asked: DecisionIn, at: datetime, known_at: datetime) -> Act:
    named = (asked.account or "").strip()
    return Act(
        voice=speaker_of(asked.voice, asked.official) if asked.voice else None,
        account=account_called(named, at, known_at) if named else None,
        host=(asked.host or "").strip().lower(),
        device=asked.device,
        subjects=tuple(asked.subjects),
        discloses=asked.discloses,
        matter=asked.matter,
        uses_work_email=asked.uses_work_email,
    )


def _require_in_reach(caller: Caller, person: Employee) -> None:
    """Raise what is said of unknown people where the caller's department is not theirs."""
    if caller.client is None or caller.client.department_id is None:
        return
    theirs = Tree(caller.at).with_divisions([caller.client.department_id])
    here = Assignment.objects.in_effect(caller.at).filter(employee=person, department_id__in=theirs)
    if not here.exists():
        raise unknown_employee(person.number)
