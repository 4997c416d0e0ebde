"""The protected facts of an account (departments, platform, handle, address): what a change of them is, making it."""

from __future__ import annotations

from dataclasses import asdict, dataclass
from datetime import datetime
from typing import Any

from django.db import IntegrityError, transaction

from accounts.models import AccountDepartment, OfficialAccount, Platform, State
from accounts.permissions import department_ids
from accounts.services.writing import name_is_taken, next_fact
from accounts.sites import Address
from directory.models import Department
from foundation.effective import end
from foundation.errors import Conflict, InvalidInput

_UNCHANGEABLE = (State.DECLINED, State.WITHDRAWN, State.NOT_OURS, State.RETIRED)


@dataclass(frozen=True)
class ProposedChange:
    """What would change among the protected facts; None leaves it as it is."""

    address: Address | None = None
    responsible: Department | None = None
    sharing: tuple[Department, ...] | None = None


def require_changeable(account: OfficialAccount) -> None:
    """Raise `Conflict` for an account whose life is over."""
    if account.standing.state in _UNCHANGEABLE:
        raise Conflict(
            f"{account.now.name} cannot be changed any more.",
            why=f"It is: {account.standing.get_state_display().lower()}. Its history stays as it is.",
            remedy="Ask for the account anew where the City needs it.",
        )


def what_changes(account: OfficialAccount, change: ProposedChange, at: datetime) -> dict[str, Any]:
    """What really changes, as it is kept; raises `InvalidInput` where nothing does."""
    found: dict[str, Any] = {}
    facts = account.now
    if change.address is not None and (change.address.identity, change.address.url) != (facts.identity, facts.url):
        found |= asdict(change.address)
    responsible, *sharing = department_ids(account, at)
    if change.responsible is not None and change.responsible.pk != responsible:
        found["responsible"] = change.responsible.pk
    if change.sharing is not None:
        first = found.get("responsible", responsible)
        wanted = sorted({department.pk for department in change.sharing} - {first})
        if wanted != sorted(set(sharing) - {first}):
            found["sharing"] = wanted
    if not found:
        raise InvalidInput("Nothing would change.", remedy="Change the department, or the address, or go back.")
    return found


def make(account: OfficialAccount, changes: dict[str, Any], at: datetime) -> None:
    """Write a change that every authority concerned has approved, as `what_changes` said it."""
    if "identity" in changes:
        address = Address(**{name: changes[name] for name in Address.__dataclass_fields__})
        write_address(account, address, at)
    if "responsible" in changes or "sharing" in changes:
        _write_departments(account, changes, at)


def write_address(account: OfficialAccount, address: Address, at: datetime) -> None:
    """Write under which handle and address an account stands from now on; raises `Conflict` where it is another's."""
    columns = {**asdict(address), "platform": Platform.objects.get(code=address.platform)}
    try:
        with transaction.atomic():
            next_fact(account.now, at=at, **columns)
    except IntegrityError as error:
        raise name_is_taken(error, address.identity) from None


def _write_departments(account: OfficialAccount, changes: dict[str, Any], at: datetime) -> None:
    """End the uses that are no more, change who is responsible, and begin the new ones, in an order without overlap."""
    former, *sharing = department_ids(account, at)
    responsible = changes.get("responsible", former)
    wanted = {responsible, *changes.get("sharing", [pk for pk in sharing if pk != responsible])}
    rows = {row.department_id: row for row in AccountDepartment.objects.in_effect(at).filter(account=account)}
    for pk, row in rows.items():
        if pk not in wanted:
            end(row, until=at, at=at)
    if responsible != former and former in wanted:
        next_fact(rows[former], at=at, is_responsible=False)
    for pk in wanted:
        if pk not in rows:
            AccountDepartment.objects.create(
                account=account,
                department_id=pk,
                is_responsible=pk == responsible,
                effective_from=at,
                recorded_at=at,
            )
        elif pk == responsible and not rows[pk].is_responsible:
            next_fact(rows[pk], at=at, is_responsible=True)


def codes_of(changes: dict[str, Any]) -> dict[str, object]:
    """A change as the trail keeps it: identities and departments, no content."""
    ids = [pk for pk in (changes.get("responsible"), *changes.get("sharing", [])) if pk]
    codes = dict(Department.objects.filter(pk__in=ids).values_list("pk", "code"))
    found: dict[str, object] = {"identity": changes["identity"]} if "identity" in changes else {}
    if "responsible" in changes:
        found["responsible"] = codes[changes["responsible"]]
    if "sharing" in changes:
        found["sharing"] = [codes[pk] for pk in changes["sharing"]]
    return found
