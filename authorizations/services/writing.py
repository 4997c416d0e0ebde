"""What the verbs of this app share: locks, numbers, the instrument with its text, the entry in the trail."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import date, datetime
from typing import Any
from uuid import UUID

from django.db.models import F

from accounts.models import OfficialAccount
from authorizations.kinds import ON_ACCOUNTS
from authorizations.models import (
    Authorization,
    AuthorizationText,
    AuthorizedAccount,
    OralWords,
    ReferenceCounter,
    Request,
    Revocation,
)
from authorizations.plans import Plan, assignment_of
from authorizations.wording import canonical_text
from directory.models import Department, Employee
from foundation import clock
from foundation.actor import Actor
from foundation.audit.services import Subject, record
from foundation.canonical import c1_hash
from foundation.dated_settings import city
from foundation.errors import Conflict, InvalidInput, NotVisible
from foundation.plain_text import require_plain
from policy.reading import clause_text
from powers.decisions import DESIGNEE, Holding
from powers.models import Designation
from powers.services.requiring import Decision
from powers.tree import Tree


@dataclass(frozen=True)
class Granted:
    """By whom and in whose name an instrument is given: the columns of `Authorization` that say it."""

    columns: Mapping[str, Any]
    granted_at: datetime
    reference_of_instrument: str = ""


def lock_people(*people: Employee | None) -> None:
    """Hold people in the order of their ids until the transaction ends: a change of the roster waits, or comes first.

    FOR NO KEY UPDATE, as everything that decides about people does.
    """
    ids = {person.pk for person in people if person is not None}
    list(Employee.objects.filter(pk__in=ids).order_by("pk").select_for_update(no_key=True).values_list("pk"))


def lock_request(request: Request) -> Request:
    """Hold a request, and read it again: whoever decides second sees what was decided."""
    row: Request | None = Request.objects.select_for_update(no_key=True, of=("self",)).filter(pk=request.pk).first()
    if row is None:
        raise NotVisible("There is no such request.")
    return row


def require_open(request: Request, act: str) -> None:
    """Raise `Conflict` for a request on which somebody has decided: it says who, what and when."""
    if request.outcome is None:
        return
    by = request.decided_by.name if request.decided_by else "Somebody"
    raise Conflict(
        f"This request cannot be {act} any more.",
        why=f"{by} did something with it already: it was {request.outcome}.",
        remedy="Nothing was changed. Open the request to see what was decided.",
    )


def lock_authorization(authorization: Authorization) -> Authorization:
    """Hold an instrument, and read it again with what was done with it."""
    rows = Authorization.objects.select_for_update(no_key=True, of=("self",)).filter(pk=authorization.pk)
    row: Authorization | None = rows.first()
    if row is None:
        raise NotVisible("There is no such authorization.")
    return row


def require_not_revoked(row: Authorization, act: str) -> None:
    """Raise `Conflict` for an instrument that was revoked: it says who did it."""
    revocation = Revocation.objects.filter(authorization=row).select_related("revoked_by").first()
    if revocation is not None:
        raise Conflict(
            f"{row.reference} cannot be {act} any more.",
            why=f"{revocation.revoked_by.name} revoked it: {revocation.reason}",
            remedy="Nothing was changed.",
        )


def require_reason(reason: str, why: str) -> str:
    """The reason, trimmed; raises `InvalidInput` where there is none."""
    if not reason.strip():
        raise InvalidInput("Say why.", why=why, field="reason")
    require_plain(reason, "reason")
    return reason.strip()


def next_reference(department: Department, at: datetime) -> str:
    """The next number of a department in the City's year (`PRF-2026-014`); the counter stays locked."""
    year = clock.city_date(at).year
    ReferenceCounter.objects.bulk_create([ReferenceCounter(department=department, year=year)], ignore_conflicts=True)
    ReferenceCounter.objects.filter(department=department, year=year).update(last=F("last") + 1)
    last = ReferenceCounter.objects.get(department=department, year=year).last
    return f"{department.code}-{year}-{last:03}"


def granted_under(holding: Holding, at: datetime) -> Granted:
    """The columns that say by whom, by which power and in whose name an instrument is given."""
    tree = Tree(at)
    profile = tree.profile(holding.office_id, at)
    office = profile.head_title if profile else ""
    authority = f"Acting {office}" if holding.appointment.is_acting else office
    by, head = holding.instrument.holder, holding.appointment.holder
    title = authority if holding.capacity != DESIGNEE else assignment_of(by, at).title
    columns = {
        "granted_by": by,
        "granted_by_name": by.name,
        "granted_by_title": title,
        "in_name_of": head,
        "in_name_of_name": head.name,
        "in_name_of_title": authority,
        "power": holding.power,
        "basis": holding.basis,
        "capacity": holding.capacity,
        "appointment": holding.appointment.lineage,
        "designation": holding.instrument.lineage if isinstance(holding.instrument, Designation) else None,
    }
    return Granted(columns, at, holding.reference)


def draft_of(
    plan: Plan, department: Department, granted: Granted, reference: str, *, at: datetime, starts: datetime, **more: Any
) -> tuple[Authorization, str, list[OfficialAccount]]:
    """An instrument that is not written yet, its canonical text, and the accounts that it names."""
    tree = Tree(at)
    row = Authorization(
        reference=reference,
        grantee=plan.grantee,
        grantee_name=plan.grantee.name,
        grantee_title=assignment_of(plan.grantee, at).title,
        department=department,
        department_name=tree.name(department.pk, at),
        conditions=[sentence.strip() for sentence in plan.conditions if sentence.strip()],
        effective_from=starts,
        effective_until=clock.end_of(plan.until),
        granted_at=granted.granted_at,
        recorded_at=at,
        **plan.columns(),
        **granted.columns,
        **more,
    )
    ids = [account.pk for account in plan.accounts] if plan.kind in ON_ACCOUNTS else []
    accounts = list(OfficialAccount.objects.as_of(at).filter(pk__in=ids).order_by("reference")) if ids else []
    voiced = tree.name(row.voice_department_id, at) if row.voice_department_id else ""
    text = canonical_text(row, accounts, clause_text(row.basis, at), city(at)["name"], voiced)
    row.text_hash = c1_hash(text)
    return row, text, accounts


def write_authorization(
    plan: Plan,
    department: Department,
    granted: Granted,
    *,
    at: datetime,
    starts: datetime,
    request: Request | None = None,
    renews: Authorization | None = None,
    batch: UUID | None = None,
    **paper: Any,
) -> Authorization:
    """Write an instrument with its number, its canonical text and the hash of it, in the transaction of the act."""
    links = {"request": request, "renews": renews, "batch": batch}
    number = next_reference(department, at)
    row, text, accounts = draft_of(plan, department, granted, number, at=at, starts=starts, **links, **paper)
    row.save(force_insert=True)
    AuthorizationText.objects.create(authorization=row, text=text)
    AuthorizedAccount.objects.bulk_create(AuthorizedAccount(authorization=row, account=one) for one in accounts)
    return row


def subject(thing: Authorization | Request | OralWords) -> Subject:
    """An instrument, a request or words given aloud as the trail names it: by its reference."""
    return Subject(kind=thing._meta.label_lower, id=thing.reference, label=thing.reference)


def tell_trail(
    act: str,
    on: Authorization | Request | OralWords,
    by: Actor,
    at: datetime,
    *,
    clause: str,
    capacity: str = "",
    instrument: str = "",
    reason: str = "",
    after: Mapping[str, Any] | None = None,
) -> None:
    """The entry of an act: ids, codes, dates and hashes, never content."""
    said = {"kind": on.kind, "grantee": on.grantee.number, **(after or {})}
    if reason:
        said["reason_hash"] = c1_hash(reason)
    record(
        by=by,
        act=act,
        on=subject(on),
        at=at,
        capacity=capacity,
        instrument=instrument,
        clause=clause,
        department_code=on.department.code,
        after=said,
    )


def tell_decided(
    act: str,
    on: Authorization | Request | OralWords,
    by: Actor,
    decision: Decision,
    *,
    reason: str = "",
    after: Mapping[str, Any] | None = None,
) -> None:
    """The entry of what was decided under a power, with the instrument."""
    held = decision.holding
    tell_trail(
        act,
        on,
        by,
        decision.at,
        clause=held.basis,
        capacity=held.capacity,
        instrument=held.reference,
        reason=reason,
        after=after,
    )


def facts_of(row: Authorization) -> dict[str, Any]:
    """What the trail keeps of an instrument."""
    return {
        "from": row.effective_from.isoformat(),
        "until": row.effective_until.isoformat(),
        "text_hash": row.text_hash,
        "scope_hash": c1_hash(repr(sorted(row.limits.items()))),
        **({"renews": row.renews.reference} if row.renews else {}),
        **({"request": row.request.reference} if row.request else {}),
        **({"batch": str(row.batch)} if row.batch else {}),
    }


def start_of_day(day: date, at: datetime, what: str) -> datetime:
    """The beginning of a day on which something was signed; raises `InvalidInput` for one to come."""
    if day > clock.city_date(at):
        raise InvalidInput(f"{what} was not signed in the future.", field="signed_on")
    return clock.start_of(day)


def by_reference(rows: Iterable[Authorization]) -> list[Authorization]:
    """Instruments in one order, each once: locks are taken in it."""
    return sorted({row.pk: row for row in rows}.values(), key=lambda row: row.pk)
