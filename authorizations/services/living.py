"""What happens to an instrument once it is given: accepted, revoked, laid down, kept or ended by a successor."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date, datetime
from uuid import UUID

from django.db import transaction

from authorizations import notifications
from authorizations.kinds import POWERS
from authorizations.models import (
    Acceptance,
    Authorization,
    Document,
    Keeping,
    PaperDecision,
    PaperOutcome,
    Revocation,
)
from authorizations.permissions import person_behind
from authorizations.services.writing import (
    by_reference,
    lock_authorization,
    require_not_revoked,
    require_reason,
    start_of_day,
    tell_decided,
    tell_trail,
)
from directory.models import Role
from directory.permissions import holds_role
from foundation import clock, dates
from foundation.actor import Actor
from foundation.citations import CITY_PROCEDURE
from foundation.errors import Conflict, InvalidInput, Refusal
from powers.services import decide_under, require


@transaction.atomic
def accept(*, by: Actor, authorization: Authorization, text_hash: str) -> Acceptance:
    """Accept the conditions: the grantee does, of the text that was shown, once the document exists."""
    row = lock_authorization(authorization)
    at = clock.now()
    person = person_behind(by, "An authorization is accepted by its grantee.")
    if person.pk != row.grantee_id:
        raise Refusal(
            "You cannot accept this authorization.",
            why="Only its grantee accepts it.",
            clause=CITY_PROCEDURE,
            remedy=f"{row.grantee_name} accepts it.",
        )
    require_acceptable(row, at)
    require_readable(row)
    if text_hash != row.text_hash:
        raise Conflict(
            "This is not the text that was granted.",
            remedy="Nothing was changed. Open the authorization again, read it, and accept it there.",
        )
    acceptance = Acceptance.objects.create(
        authorization=row, text_hash=row.text_hash, accepted_at=at, recorded_at=at, recorded_by=person
    )
    tell_trail("authorizations.accepted", row, by, at, clause=CITY_PROCEDURE, after={"text_hash": row.text_hash})
    notifications.tell_of_authorization(row, "accepted", by=by, at=at)
    return acceptance


def require_acceptable(row: Authorization, at: datetime) -> None:
    """Raise `Conflict` for an instrument that is revoked, ended, accepted already, or not confirmed: it says which."""
    require_not_revoked(row, "accepted")
    _require_confirmed(row, "accepted")
    if Acceptance.objects.filter(authorization=row).exists():
        raise Conflict(f"{row.reference} is accepted already.", remedy="Nothing was changed.")
    if at >= row.effective_until:
        raise Conflict(
            f"{row.reference} has ended.",
            why=f"It held through {dates.day(row.last_day)}.",
            remedy="Ask for a new one.",
        )


def require_readable(row: Authorization) -> None:
    """Raise `Conflict` while the letter is still being made: nobody accepts what they cannot read."""
    if not row.is_paper and not Document.objects.filter(authorization=row).exists():
        raise Conflict(
            "The document is not there yet.",
            why="You accept what you can read, and it is still being made.",
            remedy="Nothing was lost. Try again in a minute.",
        )


def _require_confirmed(row: Authorization, act: str) -> None:
    confirmed = PaperDecision.objects.filter(authorization=row, outcome=PaperOutcome.CONFIRMED)
    if row.is_paper and not confirmed.exists():
        raise Conflict(
            f"{row.reference} cannot be {act} now.",
            why="It was recorded from paper, and the authority has not confirmed it.",
            remedy="Nothing was changed.",
        )


def require_acceptance_recorder(by: Actor, row: Authorization, at: datetime) -> str:
    """The capacity of who records an acceptance on paper: Employee Relations, or a holder of the power."""
    person = person_behind(by, "An acceptance is recorded by a person.")
    if holds_role(person, Role.EMPLOYEE_RELATIONS, at):
        return Role.EMPLOYEE_RELATIONS.label
    return require(by, POWERS[row.kind], row.department, at).capacity


@transaction.atomic
def record_acceptance(*, by: Actor, authorization: Authorization, signed_on: date, scan: UUID) -> Acceptance:
    """Record the acceptance that a grantee signed on paper: who holds the power does, or Employee Relations."""
    row = lock_authorization(authorization)
    at = clock.now()
    person = person_behind(by, "An acceptance is recorded by a person.")
    if person.pk == row.grantee_id:
        raise Refusal(
            "You cannot record your own acceptance.",
            why="On paper, somebody else records it.",
            clause=CITY_PROCEDURE,
            remedy="Accept it in the portal.",
        )
    capacity = require_acceptance_recorder(by, row, at)
    require_acceptable(row, at)
    signed = max(start_of_day(signed_on, at, "The form"), row.recorded_at if not row.is_paper else row.granted_at)
    if signed_on < clock.city_date(row.granted_at):
        raise InvalidInput("The form was signed before the authorization was given.", field="signed_on")
    acceptance = Acceptance.objects.create(
        authorization=row,
        text_hash=row.text_hash,
        accepted_at=min(signed, at),
        recorded_at=at,
        recorded_by=person,
        is_paper=True,
        scan=scan,
    )
    told = {"signed_on": signed_on.isoformat(), "text_hash": row.text_hash}
    tell_trail("authorizations.acceptance_recorded", row, by, at, clause=CITY_PROCEDURE, capacity=capacity, after=told)
    notifications.tell_of_authorization(row, "accepted", by=by, at=at)
    return acceptance


@transaction.atomic
def revoke(*, by: Actor, authorization: Authorization, reason: str) -> Revocation:
    """Revoke an instrument at once: who holds its power for the department does; its grantee lays it down."""
    row = lock_authorization(authorization)
    person = person_behind(by, "An authorization is revoked by a person.")
    if person.pk == row.grantee_id:
        return _revoke(row, by, clock.now(), reason, "grantee", "", CITY_PROCEDURE, by_successor=False)
    decision = decide_under(by=by, power=POWERS[row.kind], department=row.department)
    held = decision.holding
    return _revoke(row, by, decision.at, reason, held.capacity, held.reference, held.basis, by_successor=False)


def _revoke(
    row: Authorization,
    by: Actor,
    at: datetime,
    reason: str,
    capacity: str,
    instrument: str,
    clause: str,
    *,
    by_successor: bool,
) -> Revocation:
    require_not_revoked(row, "revoked")
    _require_confirmed(row, "revoked")
    reason = require_reason(reason, "A revocation has a reason: its holder reads it.")
    if at >= row.effective_until:
        raise Conflict(f"{row.reference} has ended by itself.", remedy="Nothing was changed.")
    revocation = Revocation.objects.create(
        authorization=row,
        effective_from=at,
        recorded_at=at,
        revoked_by=person_behind(by, "An authorization is revoked by a person."),
        capacity=capacity,
        instrument=instrument,
        reason=reason,
        by_successor=by_successor,
    )
    act = "authorizations.laid_down" if capacity == "grantee" else "authorizations.revoked"
    tell_trail(act, row, by, at, clause=clause, capacity=capacity, instrument=instrument, reason=reason)
    notifications.tell_of_authorization(row, "revoked", by=by, at=at, reason=reason)
    return revocation


@transaction.atomic
def keep(*, by: Actor, authorizations: Sequence[Authorization]) -> int:
    """Keep instruments of a predecessor in office, as the appointee who came after; returns how many, all or none."""
    for row in _chosen(authorizations):
        locked = lock_authorization(row)
        decision = decide_under(by=by, power=POWERS[locked.kind], department=locked.department)
        _require_successor(locked, decision.holding.appointment.lineage, by_office=decision.holding.by_office)
        require_not_revoked(locked, "kept")
        Keeping.objects.bulk_create(
            [
                Keeping(
                    authorization=locked,
                    appointment=decision.holding.appointment.lineage,
                    kept_by=person_behind(by, "An authorization is kept by a person."),
                    recorded_at=decision.at,
                )
            ],
            ignore_conflicts=True,
        )
        tell_decided("authorizations.kept", locked, by, decision)
    return len(authorizations)


@transaction.atomic
def end_as_successor(*, by: Actor, authorizations: Sequence[Authorization], reason: str) -> int:
    """End instruments of a predecessor in office, with one reason; returns how many, all or none."""
    for row in _chosen(authorizations):
        locked = lock_authorization(row)
        held = (decision := decide_under(by=by, power=POWERS[locked.kind], department=locked.department)).holding
        _require_successor(locked, held.appointment.lineage, by_office=held.by_office)
        _revoke(locked, by, decision.at, reason, held.capacity, held.reference, held.basis, by_successor=True)
    return len(authorizations)


def _chosen(authorizations: Sequence[Authorization]) -> list[Authorization]:
    if not authorizations:
        raise InvalidInput("Nothing was chosen.", remedy="Tick those that you keep, or end.")
    return by_reference(authorizations)


def _require_successor(row: Authorization, lineage: UUID, *, by_office: bool) -> None:
    if not by_office:
        raise Refusal(
            "A designee does not go through a predecessor's authorizations.",
            why="The successor in office keeps or ends them.",
            clause=CITY_PROCEDURE,
        )
    if row.appointment == lineage:
        raise Conflict(
            f"{row.reference} was given in your own term of office.",
            remedy="Nothing was changed. Revoke it, if it is to end.",
        )
