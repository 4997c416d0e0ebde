"""What an authority does by office, and what it decides about authorizations of who declined to acknowledge."""

from __future__ import annotations

from django.db import transaction

from acknowledgements.models import Decline
from authorizations import notifications
from authorizations.models import DeclineDecision, OfficeAct
from authorizations.permissions import person_behind
from authorizations.services.writing import require_reason
from directory.models import Department
from foundation.actor import Actor
from foundation.audit.services import record
from foundation.canonical import c1_hash
from foundation.citations import CITY_PROCEDURE
from foundation.errors import Conflict, InvalidInput, Refusal
from powers.catalogue import AUTHORIZE_SPEECH, Power
from powers.services import decide_under


@transaction.atomic
def act_by_office(*, by: Actor, power: Power, department: Department, what: str, reason: str) -> OfficeAct:
    """Do what the own powers cover, for the own department, in one act with a reason: marked, and reported.

    Raises `Refusal` for a designee, who holds no power for themselves.
    """
    decision = decide_under(by=by, power=power, department=department)
    held, at = decision.holding, decision.at
    if not held.by_office:
        raise Refusal(
            "A designee does nothing by office.",
            why="A designee acts in the authority's name, and never for themselves.",
            clause=held.basis,
            remedy=f"Ask {held.appointment.holder.name}.",
        )
    if not what.strip():
        raise InvalidInput("Say what is done.", field="what")
    reason = require_reason(reason, "An act by office has a reason, and is reported.")
    act = OfficeAct.objects.create(
        person=person_behind(by, "An act by office is done by a person."),
        department=department,
        power=held.power,
        basis=held.basis,
        what=what.strip()[:300],
        reason=reason,
        recorded_at=at,
        capacity=held.capacity,
        instrument=held.reference,
    )
    record(
        by=by,
        act="authorizations.act_by_office",
        on=act,
        at=at,
        capacity=held.capacity,
        instrument=held.reference,
        clause=held.basis,
        department_code=department.code,
        after={"power": held.power, "reason_hash": c1_hash(reason), "by_office": True},
    )
    notifications.tell_of_office_act(act, by=by, at=at)
    return act


@transaction.atomic
def decide_decline(*, by: Actor, decline: Decline, decision: DeclineDecision.Decision, reason: str) -> DeclineDecision:
    """Decide, as the person's authority and with a reason, whether the authorizations may be used all the same."""
    row = Decline.objects.select_for_update(no_key=True, of=("self",)).get(pk=decline.pk)
    decided = decide_under(by=by, power=AUTHORIZE_SPEECH, department=row.department)
    person, at, held = person_behind(by, "This is decided by a person."), decided.at, decided.holding
    if person.pk == row.person_id:
        raise Refusal(
            "You cannot decide on your own decline.",
            why="Nobody decides for themselves.",
            clause=CITY_PROCEDURE,
            remedy="Acknowledge the policy, or ask Employee Relations.",
        )
    if not Decline.objects.not_followed(at).filter(pk=row.pk, authority_decision=None).exists():
        raise Conflict("This was decided already, or there is nothing left to decide.", remedy="Nothing was changed.")
    reason = require_reason(reason, "The person reads why.")
    made = DeclineDecision.objects.create(
        decline=row,
        person_id=row.person_id,
        decision=decision,
        decided_by=person,
        at=at,
        reason=reason,
        instrument=held.reference,
    )
    record(
        by=by,
        act="authorizations.decline_decided",
        on=row,
        at=at,
        capacity=held.capacity,
        instrument=held.reference,
        clause=CITY_PROCEDURE,
        department_code=row.department.code,
        after={"decision": decision, "reason_hash": c1_hash(reason)},
    )
    notifications.tell_of_decline_decided(made, by=by, at=at)
    return made
