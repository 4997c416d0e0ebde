"""Words given by telephone or in person: recorded as such, and confirmed in writing or not (IV.C, IV.K.2)."""

from __future__ import annotations

from dataclasses import dataclass, replace
from datetime import datetime

from django.db import transaction

from authorizations import notifications
from authorizations.kinds import POWERS, SPEAKS
from authorizations.models import Means, OralWords, WordsOutcome
from authorizations.permissions import may_nominate, person_behind
from authorizations.plans import (
    Plan,
    assignment_of,
    check_accounts,
    check_scope,
    check_term,
    deciding_department,
    plan_of,
    usual_conditions,
)
from authorizations.services.documents import ask_for_documents
from authorizations.services.granting import give, refuse_moved
from authorizations.services.writing import lock_people, require_reason, tell_decided, tell_trail
from directory.models import Department, Employee
from foundation import clock, dates
from foundation.actor import Actor
from foundation.calendar import add_working_days
from foundation.canonical import c1_hash
from foundation.citations import CITY_PROCEDURE
from foundation.errors import Conflict, InvalidInput, NotVisible, Refusal
from foundation.plain_text import require_plain
from foundation.references import new_reference
from powers.decisions import Holding, holders
from powers.services import decide_under
from powers.services.requiring import Decision

AS_SPOKEN = "who is said to have spoken"
LONGEST = 2000


@dataclass(frozen=True)
class Spoken:
    """Who gave the words, when, by what means, and what was said as near as somebody remembers."""

    by: Employee
    at: datetime
    means: str
    said: str = ""


@transaction.atomic
def record_words(*, by: Actor, plan: Plan, spoken: Spoken) -> OralWords:
    """Record that an authority allowed it aloud. It authorizes nothing: the regulation asks for writing.

    The employee records it, comms staff of the department, or the authority who spoke. Raises `Refusal` for anybody
    else; `InvalidInput` for words of somebody who was not named for this then, and for words too long past.
    """
    person = person_behind(by, "Words are recorded by a person.")
    lock_people(plan.grantee, person, spoken.by)
    at = clock.now()
    if plan.kind not in SPEAKS:
        raise InvalidInput("Words are recorded of what the regulation asks in writing: speaking.", field="kind")
    check_scope(plan)
    home = assignment_of(plan.grantee, at).department
    department = deciding_department(plan, at)
    capacity = _recorder(person, plan.grantee, spoken.by, home, at)
    due_at = _due(spoken, at)
    held = _held_then(plan, department, spoken, at)
    check_term(at, clock.end_of(plan.until), at)
    check_accounts(plan, department, at)
    require_plain(spoken.said, "said")
    _refuse_again(plan, spoken)
    row = OralWords(
        reference=new_reference("ORL", clock.city_date(at).year),
        grantee=plan.grantee,
        department=department,
        wanted_until=clock.end_of(plan.until),
        spoken_by=spoken.by,
        spoken_as=held.capacity,
        spoken_under=held.reference,
        spoken_at=spoken.at,
        means=Means(spoken.means),
        said=spoken.said.strip()[:LONGEST],
        recorded_by=person,
        recorded_as=capacity,
        recorded_at=at,
        due_at=due_at,
        **plan.columns(),
    )
    row.save(force_insert=True)
    row.accounts.set(plan.accounts)
    told = {
        "spoken_by": spoken.by.number,
        "spoken_at": spoken.at.isoformat(),
        "means": row.means,
        "due": due_at.isoformat(),
        **({"said_hash": c1_hash(row.said)} if row.said else {}),
    }
    tell_trail("authorizations.words_recorded", row, by, at, clause=CITY_PROCEDURE, capacity=capacity, after=told)
    notifications.tell_of_words(row, by=by, at=at)
    return row


def _recorder(person: Employee, grantee: Employee, spoken_by: Employee, home: Department, at: datetime) -> str:
    if spoken_by == grantee:
        raise InvalidInput(
            "Nobody authorizes themselves, aloud either.",
            why="An authority needs no letter to self: what the own powers cover is done by office, with a reason.",
            remedy="Do it by office.",
            field="spoken_by",
        )
    if person == spoken_by:
        return "who spoke"
    if person == grantee:
        return "the employee"
    if may_nominate(person, home.pk, at):
        return "comms staff"
    raise Refusal(
        "You cannot record these words.",
        why=f"{grantee.name} can, comms staff of the department, and who gave the words.",
        clause=CITY_PROCEDURE,
        remedy="Ask one of them: People and powers says who they are.",
    )


def _due(spoken: Spoken, at: datetime) -> datetime:
    """The end of the working day after the one on which they were spoken; after it nothing is recorded any more."""
    if spoken.at > at:
        raise InvalidInput("Words were not spoken in the future.", remedy="Check day and time.", field="spoken_at")
    due = clock.end_of(add_working_days(clock.city_date(spoken.at), 1))
    if due <= at:
        raise InvalidInput(
            "These words lie too long back to be recorded.",
            why=f"They are confirmed in writing by the next working day, which was {dates.day(clock.last_day(due))} "
            "(City procedure).",
            clause=CITY_PROCEDURE,
            remedy="Ask for the authorization in writing.",
            field="spoken_at",
        )
    return due


def _held_then(plan: Plan, department: Department, spoken: Spoken, at: datetime) -> Holding:
    """The holding under which somebody could have given it when they spoke, as known now."""
    everybody = holders(POWERS[plan.kind], department, spoken.at, at)
    held = next((one for one in everybody if one.holder_id == spoken.by.pk), None)
    if held is None:
        names = ", ".join(f"{one.instrument.holder.name} ({one.capacity})" for one in everybody)
        raise InvalidInput(
            f"{spoken.by.name} could not give this then.",
            why=f"For it were named: {names}." if names else "Nobody was named for it then.",
            clause=POWERS[plan.kind].basis,
            remedy="Check who it was, and when.",
            field="spoken_by",
        )
    return held


def _refuse_again(plan: Plan, spoken: Spoken) -> None:
    """The grantee is locked: whoever sent the same form first has written by now."""
    same = {"kind": plan.kind, "grantee": plan.grantee, "spoken_by": spoken.by, "spoken_at": spoken.at}
    known = OralWords.objects.filter(**same).first()
    if known is not None:
        raise Conflict(
            f"These words are recorded already, as {known.reference}.",
            why=f"{known.recorded_by.name} recorded them.",
            remedy="Nothing was changed.",
        )


@transaction.atomic
def confirm_words(*, by: Actor, words: OralWords) -> OralWords:
    """Confirm in writing: an authorization that begins now, with the usual conditions, never earlier.

    Where the time allowed is over by now it says only that the words were given, and authorizes nothing.
    """
    row = _lock(words)
    lock_people(row.grantee, by.person)
    decision = decide_under(by=by, power=POWERS[row.kind], department=row.department)
    at, person = decision.at, person_behind(by, "Words are confirmed by a person.")
    _require_open(row, "confirmed")
    _refuse_party(row, person)
    granted = None
    if row.wanted_until > at:
        plan = replace(
            plan_of(row, row.grantee, row.last_day, tuple(row.accounts.all())), conditions=usual_conditions(row.kind)
        )
        refuse_moved(plan, row.department, decision)
        granted = give(by, plan, row.department, decision, None, None, None, row)
        ask_for_documents()
    held = decision.holding
    done = {"outcome": WordsOutcome.CONFIRMED, "decided_by": person, "decided_at": at, "decision_reason": ""}
    _close(row, {**done, "capacity": held.capacity, "instrument": held.reference, "authorization": granted})
    after = {"authorization": granted.reference} if granted else {"authorizes": "nothing: the time allowed is over"}
    tell_decided("authorizations.words_confirmed", row, by, decision, after=after)
    notifications.tell_of_words_decided(row, by=by, at=at)
    return row


@transaction.atomic
def refuse_words(*, by: Actor, words: OralWords, reason: str) -> OralWords:
    """Say that one did not say so, with a reason; who holds the power may, too, where the one who spoke is gone."""
    row = _lock(words)
    person = person_behind(by, "This is said by a person.")
    decision: Decision | None = None
    if person.pk != row.spoken_by_id:
        decision = decide_under(by=by, power=POWERS[row.kind], department=row.department)
    at = decision.at if decision else clock.now()
    _require_open(row, "refused")
    _refuse_party(row, person)
    reason = require_reason(reason, "Who recorded them reads why.")
    said = (decision.holding.capacity, decision.holding.reference) if decision else (AS_SPOKEN, "")
    done = {"outcome": WordsOutcome.REFUSED, "decided_by": person, "decided_at": at, "decision_reason": reason}
    _close(row, {**done, "capacity": said[0], "instrument": said[1]})
    act = "authorizations.words_refused"
    if decision:
        tell_decided(act, row, by, decision, reason=reason)
    else:
        tell_trail(act, row, by, at, clause=CITY_PROCEDURE, capacity=AS_SPOKEN, reason=reason)
    notifications.tell_of_words_decided(row, by=by, at=at)
    return row


def _lock(words: OralWords) -> OralWords:
    rows = OralWords.objects.select_for_update(no_key=True, of=("self",)).filter(pk=words.pk)
    row: OralWords | None = rows.first()
    if row is None:
        raise NotVisible("There are no such words.")
    return row


def _require_open(row: OralWords, act: str) -> None:
    if row.outcome is None:
        return
    by = row.decided_by.name if row.decided_by else "Somebody"
    raise Conflict(
        f"{row.reference} cannot be {act} any more.",
        why=f"{by} has decided on it already. It is: {row.get_outcome_display().lower()}.",
        remedy="Nothing was changed. Open it to see what was decided.",
    )


def _refuse_party(row: OralWords, person: Employee) -> None:
    """Raise `Refusal` for who benefits, and for who recorded what somebody else is said to have said."""
    if person.pk == row.grantee_id or (person.pk == row.recorded_by_id and person.pk != row.spoken_by_id):
        raise Refusal(
            "You cannot decide on these words.",
            why="Who benefits never does, nor who recorded what somebody else said.",
            clause=CITY_PROCEDURE,
            remedy=f"Ask {row.spoken_by.name}.",
        )


def _close(row: OralWords, columns: dict[str, object]) -> None:
    """Set the decision, once; the lock on the row is held."""
    OralWords.objects.filter(pk=row.pk).update(**columns)
    for name, value in columns.items():
        setattr(row, name, value)
