"""Granting: the authority's word, or a designee's in its name, for one person or for many at once."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from datetime import datetime, timedelta
from typing import TypeVar
from uuid import UUID, uuid4

from django.db import transaction

from authorizations import notifications
from authorizations.kinds import POWERS
from authorizations.models import Authorization, OralWords, Outcome, Request
from authorizations.permissions import person_behind
from authorizations.plans import CLOCK_SKEW, Plan, check_accounts, check_scope, check_term, deciding_department
from authorizations.services.documents import ask_for_documents
from authorizations.services.requesting import close, refuse_own
from authorizations.services.writing import (
    facts_of,
    granted_under,
    lock_people,
    lock_request,
    require_open,
    tell_decided,
    write_authorization,
)
from directory.models import Department, Employee
from foundation import clock, dates
from foundation.actor import Actor
from foundation.citations import CITY_PROCEDURE
from foundation.dated_settings import value
from foundation.errors import Conflict, InvalidInput, Refusal
from foundation.jobs.models import Job
from foundation.jobs.services import start
from powers.services import decide_under
from powers.services.requiring import Decision

RENEWAL_DAYS = "term.renewal_notice_days"
GRANT_MANY = "authorizations.grant_many"
Result = TypeVar("Result")
Progress = Callable[[int, int, str], None]


@transaction.atomic
def grant(
    *,
    by: Actor,
    plan: Plan,
    request: Request | None = None,
    renews: Authorization | None = None,
    mark: UUID | None = None,
) -> Authorization:
    """Grant an authorization, on a request or without one, under the power of its kind for the department.

    `mark` is the form's: the same form sent twice is a `Conflict`, and grants nothing a second time.

    Raises `Refusal` with the clause for who does not hold the power, or would decide for themselves; `Conflict` where
    the request was decided meanwhile; `InvalidInput` for what cannot be granted.
    """
    row = lock_request(request) if request is not None else None
    lock_people(plan.grantee, by.person)
    _refuse_again(plan, mark)
    check_scope(plan)
    department = deciding_department(plan, clock.now())
    decision = decide_under(by=by, power=POWERS[plan.kind], department=department)
    # Where the grantee works may have changed while we waited for the locks: it cannot any more.
    refuse_moved(plan, department, decision)
    granted = give(by, plan, department, decision, row, renews or (row.renews if row else None), mark)
    ask_for_documents()
    return granted


def refuse_moved(plan: Plan, department: Department, decision: Decision) -> None:
    """Raise `Conflict` where the grantee came to another department than the one that was asked about."""
    if deciding_department(plan, decision.at) != department:
        raise Conflict(
            f"{plan.grantee.name} has just moved to another department.",
            remedy="Nothing was changed. Open the person's page and look again.",
        )


def _refuse_again(plan: Plan, mark: UUID | None) -> None:
    """The grantee is locked: whoever sent the same form first has written by now."""
    known = Authorization.objects.filter(batch=mark, grantee=plan.grantee).first() if mark else None
    if known is not None:
        raise Conflict(
            f"This was granted already, as {known.reference}.",
            why="The same form was sent twice.",
            remedy="Nothing was granted a second time. Open it, or begin another grant.",
        )


def give(
    by: Actor,
    plan: Plan,
    department: Department,
    decision: Decision,
    request: Request | None,
    renews: Authorization | None,
    batch: UUID | None,
    words: OralWords | None = None,
) -> Authorization:
    """Write what was decided, with everything that is asked of a grant; the locks are held, the power is held.

    `words` are those that it confirms: it begins now all the same.
    """
    at, person = decision.at, person_behind(by, "An authorization is granted by a person.")
    refuse_oneself(plan.grantee, person, decision)
    if request is not None:
        _check_request(request, plan, person)
    if renews is not None:
        _check_renewal(renews, plan, at)
    starts = _starts(plan, at)
    check_term(starts, clock.end_of(plan.until), at)
    check_accounts(plan, department, at)
    granted = granted_under(decision.holding, at)
    row = write_authorization(
        plan, department, granted, at=at, starts=starts, request=request, renews=renews, batch=batch
    )
    if request is not None:
        close(request, Outcome.GRANTED, person, at, "")
    oral = {"words": words.reference} if words is not None else {}
    tell_decided("authorizations.granted", row, by, decision, after={**facts_of(row), **oral})
    notifications.tell_of_authorization(row, "granted", by=by, at=at)
    return row


def refuse_oneself(grantee: Employee, person: Employee, decision: Decision) -> None:
    """Raise `Refusal` for who would authorize themselves; an authority does it by office, without a letter."""
    if grantee != person:
        return
    by_office = decision.holding.by_office
    raise Refusal(
        "Nobody authorizes themselves.",
        why="An authority needs no letter to self: what the own powers cover is done by office, with a reason."
        if by_office
        else "Who benefits never decides, in any capacity.",
        clause=decision.holding.basis,
        remedy="Do it by office." if by_office else f"Ask {decision.holding.appointment.holder.name}.",
    )


def _check_request(request: Request, plan: Plan, person: Employee) -> None:
    require_open(request, "granted")
    refuse_own(request, person)
    if (request.kind, request.grantee_id) != (plan.kind, plan.grantee.pk):
        raise InvalidInput(
            "What is granted is not what was asked for.",
            why=f"{request.reference} asks for: {request.get_kind_display()}, for {request.grantee.name}.",
            remedy="Decline the request, or grant the other without it.",
        )


def _check_renewal(renews: Authorization, plan: Plan, at: datetime) -> None:
    if (renews.kind, renews.grantee_id) != (plan.kind, plan.grantee.pk):
        raise InvalidInput(f"{renews.reference} is another kind, or another person's: this does not renew it.")
    opens = renews.effective_until - timedelta(days=max(value(RENEWAL_DAYS, at)))
    if at < opens:
        raise InvalidInput(
            f"{renews.reference} cannot be renewed yet.",
            why=f"Renewal opens on {dates.day(opens)} (City procedure).",
            clause=CITY_PROCEDURE,
            remedy="Come back then, or grant another one without naming it.",
            field="renews",
        )


def _starts(plan: Plan, at: datetime) -> datetime:
    starts = plan.starts or at
    if starts < at - CLOCK_SKEW:
        raise InvalidInput(
            "An authorization granted here begins now or later.",
            why="A late entry never makes an earlier act valid.",
            remedy="If it was given on paper before, record the paper.",
            field="starts",
        )
    return max(starts, at)


def grant_many(
    *, by: Actor, plan: Plan, people: Sequence[Employee], batch: UUID, progress: Progress | None = None
) -> list[Authorization]:
    """Grant the same to many in one decision, each with an instrument of their own: all or nothing.

    Everybody is looked at first, with progress and without a lock; then all is written in one transaction. Safe to
    repeat: a batch that is written already is given back as it is.
    """
    chosen = sorted({person.pk: person for person in people}.values(), key=lambda person: person.pk)
    if not chosen:
        raise InvalidInput("Nobody was chosen.", remedy="Tick the people whom you authorize.")
    at = clock.now()
    for number, person in enumerate(chosen, start=1):
        _named(person, lambda person=person: _look_at(plan.for_grantee(person), at))  # type: ignore[misc]
        if progress is not None:
            progress(number, 2 * len(chosen), f"{number} of {len(chosen)} people looked at.")
    return _write_many(by, plan, chosen, batch)


def _look_at(plan: Plan, at: datetime) -> None:
    check_scope(plan)
    department = deciding_department(plan, at)
    check_term(plan.starts or at, clock.end_of(plan.until), at)
    check_accounts(plan, department, at)


@transaction.atomic
def _write_many(by: Actor, plan: Plan, people: Sequence[Employee], batch: UUID) -> list[Authorization]:
    lock_people(*people, by.person)
    written = list(Authorization.objects.filter(batch=batch).order_by("pk"))
    if written:
        return written
    found = []
    for person in people:
        theirs = plan.for_grantee(person)
        department = deciding_department(theirs, clock.now())
        decision = decide_under(by=by, power=POWERS[plan.kind], department=department)
        found.append(
            _named(
                person,
                lambda theirs=theirs, department=department, decision=decision: give(  # type: ignore[misc]
                    by, theirs, department, decision, None, None, batch
                ),
            )
        )
    ask_for_documents()
    return found


def _named(person: Employee, deed: Callable[[], Result]) -> Result:
    """Do it, and say of whom a refusal speaks: in a list of many nobody would know."""
    try:
        return deed()
    except InvalidInput as error:
        raise InvalidInput(
            f"{person.name}: {error.what}", why=error.why, clause=error.clause, remedy=error.remedy, field=error.field
        ) from error


@transaction.atomic
def start_grant_many(*, by: Actor, plan: Plan, people: Sequence[Employee]) -> Job:
    """Start the job that grants to many, with progress; it decides as the person who started it, or not at all."""
    person_behind(by, "An authorization is granted by a person.")
    check_scope(plan)
    title = f"Authorize {len(people)} people: {plan.columns()['kind'].replace('_', ' ')}"
    parameters = {
        "batch": str(uuid4()),
        "people": [person.pk for person in people],
        "accounts": [account.pk for account in plan.accounts],
        "until": plan.until.isoformat(),
        "starts": plan.starts.isoformat() if plan.starts else None,
        "conditions": list(plan.conditions),
        "scope": plan.columns(),
    }
    return start(by=by, kind=GRANT_MANY, title=title, parameters=parameters)
