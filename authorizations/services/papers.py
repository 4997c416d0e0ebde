"""Instruments given on paper before the portal: recorded with their scan, and confirmed by the authority."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, datetime
from typing import Any
from uuid import UUID

from django.db import transaction

from authorizations import notifications
from authorizations.kinds import POWERS
from authorizations.models import Authorization, PaperDecision, PaperOutcome
from authorizations.permissions import person_behind, require_recorder
from authorizations.plans import Plan, assignment_of, check_accounts, check_scope, check_term, deciding_department
from authorizations.services.writing import (
    Granted,
    by_reference,
    facts_of,
    lock_authorization,
    lock_people,
    require_reason,
    start_of_day,
    tell_decided,
    tell_trail,
    write_authorization,
)
from directory.models import Department, Employee
from foundation import clock
from foundation.actor import Actor
from foundation.citations import CITY_PROCEDURE
from foundation.errors import Conflict, InvalidInput, Refusal
from powers.picture import Picture
from powers.services import decide_under


@dataclass(frozen=True)
class Paper:
    """A paper: the day on which it was signed, its scan, and who signed it (name and title as they stand there)."""

    signed_on: date
    scan: UUID
    signed_by: str
    signed_as: str = ""
    signer: Employee | None = None


@dataclass(frozen=True)
class Checked:
    """What the rules say of a paper that may be recorded: by whom, for whose authority, from when."""

    person: Employee
    capacity: str
    department: Department
    signed: datetime
    starts: datetime


def check_paper(*, by: Actor, plan: Plan, paper: Paper, at: datetime) -> Checked:
    """The rules of `record_paper`, which an import asks of each row before it goes in; writes nothing.

    Raises `Refusal` or `InvalidInput`; whether the scan is there is the caller's to ask.
    """
    check_scope(plan)
    home = assignment_of(plan.grantee, at).department
    department = deciding_department(plan, at)
    capacity = require_recorder(by, home.pk, at, "You cannot record this paper.")
    person = person_behind(by, "A paper is recorded by a person.")
    _refuse_own(person, plan)
    signed = _signed_on(paper, plan, at)
    starts = max(plan.starts or signed, signed)
    check_term(starts, clock.end_of(plan.until), at)
    check_accounts(plan, department, at)
    return Checked(person, capacity, department, signed, starts)


@transaction.atomic
def record_paper(*, by: Actor, plan: Plan, paper: Paper, batch: UUID | None = None) -> Authorization:
    """Record an instrument that was given on paper. It is in effect once the authority confirms it.

    It begins with the day on which it was signed, unless `plan.starts` says later. Of papers recorded together in a
    `batch` their authority is told together, by whoever records them.
    """
    lock_people(plan.grantee, by.person)
    at = clock.now()
    found = check_paper(by=by, plan=plan, paper=paper, at=at)
    row = write_authorization(
        plan,
        found.department,
        Granted(_columns(plan, paper, at), found.signed),
        at=at,
        starts=found.starts,
        batch=batch,
        is_paper=True,
        scan=paper.scan,
        recorded_by=found.person,
    )
    told = {**facts_of(row), "signed_on": paper.signed_on.isoformat()}
    tell_trail("authorizations.paper_recorded", row, by, at, clause=CITY_PROCEDURE, capacity=found.capacity, after=told)
    if batch is None:
        notifications.tell_of_papers([row], by=by, at=at)
    return row


def _refuse_own(person: Employee, plan: Plan) -> None:
    if person == plan.grantee:
        raise Refusal(
            "You cannot record a paper for yourself.",
            why="Nobody decides for themselves, or records what benefits them.",
            clause=CITY_PROCEDURE,
            remedy="Ask a colleague, or Employee Relations.",
        )


def _signed_on(paper: Paper, plan: Plan, at: datetime) -> datetime:
    """The beginning of the day of the signature; raises `InvalidInput` for a paper that nobody else signed."""
    signed = start_of_day(paper.signed_on, at, "The paper")
    if not paper.signed_by.strip():
        raise InvalidInput("Say who signed the paper: name and title.", field="signed_by")
    if paper.signer is not None and paper.signer == plan.grantee:
        raise InvalidInput("Nobody authorizes themselves.", field="signed_by")
    return signed


def _columns(plan: Plan, paper: Paper, at: datetime) -> dict[str, Any]:
    """By whom it was given, as the paper says: under which instrument the authority says when it confirms."""
    power, name, title = POWERS[plan.kind], paper.signed_by.strip(), paper.signed_as.strip()
    return {
        "granted_by": paper.signer,
        "granted_by_name": name,
        "granted_by_title": title,
        "in_name_of": None,
        "in_name_of_name": name,
        "in_name_of_title": title,
        "power": power.code,
        "basis": Picture(at).basis(power).clause,
        "capacity": "on paper",
    }


@transaction.atomic
def confirm_paper(*, by: Actor, authorization: Authorization) -> PaperDecision:
    """Confirm that a paper was given: who holds its power does, who neither recorded it nor benefits."""
    return _decide(by, authorization, PaperOutcome.CONFIRMED, "")


@transaction.atomic
def refuse_paper(*, by: Actor, authorization: Authorization, reason: str) -> PaperDecision:
    """Say that a paper is not confirmed, with a reason: it never was in effect here."""
    return _decide(by, authorization, PaperOutcome.REFUSED, require_reason(reason, "Who recorded it reads why."))


@transaction.atomic
def confirm_papers(*, by: Actor, authorizations: Sequence[Authorization]) -> int:
    """Confirm papers in one decision, each with a record of its own; returns how many, all or none."""
    if not authorizations:
        raise InvalidInput("Nothing was chosen.", remedy="Tick the papers that you confirm.")
    words = [_decide(by, row, PaperOutcome.CONFIRMED, "", together=True) for row in by_reference(authorizations)]
    notifications.tell_of_papers_confirmed([word.authorization for word in words], by=by, at=words[-1].recorded_at)
    return len(words)


def _decide(
    by: Actor, authorization: Authorization, outcome: PaperOutcome, reason: str, *, together: bool = False
) -> PaperDecision:
    row = lock_authorization(authorization)
    decision = decide_under(by=by, power=POWERS[row.kind], department=row.department)
    person, at, held = person_behind(by, "A paper is confirmed by a person."), decision.at, decision.holding
    if not row.is_paper:
        raise Conflict(f"{row.reference} was granted in the portal: there is no paper.", remedy="Nothing was changed.")
    if person.pk in {row.recorded_by_id, row.grantee_id}:
        raise Refusal(
            "You cannot confirm this paper.",
            why="Who recorded it, or benefits, never confirms it.",
            clause=CITY_PROCEDURE,
            remedy=f"Ask {held.appointment.holder.name}, or another holder of the power.",
        )
    earlier = PaperDecision.objects.filter(authorization=row).select_related("decided_by").first()
    if earlier is not None:
        raise Conflict(
            f"{earlier.decided_by.name} has decided on {row.reference} already.",
            why=f"It is: {earlier.get_outcome_display().lower()}.",
            remedy="Nothing was changed.",
        )
    word = PaperDecision.objects.create(
        authorization=row,
        outcome=outcome,
        recorded_at=at,
        decided_by=person,
        capacity=held.capacity,
        instrument=held.reference,
        reason=reason,
    )
    confirmed = outcome == PaperOutcome.CONFIRMED
    act = "authorizations.paper_confirmed" if confirmed else "authorizations.paper_refused"
    tell_decided(act, row, by, decision, reason=reason)
    if not together:
        said = "confirmed" if confirmed else "not confirmed"
        notifications.tell_of_authorization(row, said, by=by, at=at, reason=reason)
    return word
