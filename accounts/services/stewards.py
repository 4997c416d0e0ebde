"""Who looks after an account, and where its keys are: named, relieved, replaced."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime
from typing import Any

from django.db import transaction

from accounts import notifications
from accounts.models import LOOKED_AFTER, Custody, OfficialAccount, StewardRole, Stewardship
from accounts.permissions import may_see_custody, person_behind, require_keeping
from accounts.services.handing_over import open_hand_over, tick_new_steward, tick_second_factor
from accounts.services.plans import check_steward, refuse_password
from accounts.services.requesting import write_stewards
from accounts.services.writing import current, lock, next_fact, require_looked_after, require_reason, tell_trail
from directory.models import Employee, Role
from directory.permissions import holds_role
from foundation import clock
from foundation.actor import Actor
from foundation.canonical import c1_hash
from foundation.citations import CITY_PROCEDURE
from foundation.effective import end, withdraw
from foundation.errors import Conflict, InvalidInput, Refusal
from foundation.staleness import mark_of, refuse_stale


def mark_of_place(row: Stewardship | None) -> str:
    """The mark of who had the place of a steward when a form was opened, or of nobody."""
    return mark_of([row.pk if row else None])


@transaction.atomic
def name_steward(
    *, by: Actor, account: OfficialAccount, person: Employee, role: StewardRole, seen: str | None = None
) -> Stewardship:
    """Name somebody primary or backup steward; whoever was it before hands the account over. The person is told."""
    lock(account)
    # A change of the roster holds the person too: whichever comes second sees the other.
    list(Employee.objects.filter(pk=person.pk).select_for_update(no_key=True).values_list("pk"))
    at = clock.now()
    standing = current(account, at)
    capacity = _require_naming(by, standing, at)
    require_looked_after(standing)
    check_steward(person, at, field="person")
    named = {row.role: row for row in Stewardship.objects.in_effect(at).filter(account=account)}
    former = named.pop(role, None)
    refuse_stale(seen, mark_of_place(former), f"Who looks after {standing.now.name}")
    _refuse_the_same(person, former, next(iter(named.values()), None), at)
    if former is not None:
        _end(former, at)
    write_stewards(standing, {role: person}, at)
    tell_trail(
        act="accounts.steward_named",
        on=standing,
        by=by,
        at=at,
        clause=CITY_PROCEDURE,
        capacity=capacity,
        before={"role": role, "person": former.person.number if former else ""},
        after={"role": role, "person": person.number},
    )
    notifications.tell_of_stewardship(standing, person, StewardRole(role), by=by, at=at)
    if former is not None and former.person_id != person.pk:
        notifications.tell_of_ended_stewardship(standing, former.person, f"{person.name} follows.", by=by, at=at)
        _hand_over(standing, former, f"was followed by {person.name}.", by, at)
    tick_new_steward(standing, StewardRole(role), by=by, at=at)
    row: Stewardship = Stewardship.objects.in_effect(at).get(account=account, role=role)
    return row


def _refuse_the_same(person: Employee, former: Stewardship | None, other: Stewardship | None, at: datetime) -> None:
    """Two stewards are two people, and naming who stands already is no act."""
    if former is not None and former.person_id == person.pk and _stands(former, at):
        raise Conflict(
            f"{person.name} is the {former.get_role_display().lower()} already.", remedy="Nothing was changed."
        )
    if other is None or other.person_id != person.pk:
        return
    raise InvalidInput(
        "The two stewards of an account are two people.",
        why=f"{person.name} is named {other.get_role_display().lower()}.",
        remedy="Name somebody else, or end that stewardship first.",
        field="person",
    )


@transaction.atomic
def end_stewardship(
    *, by: Actor, account: OfficialAccount, role: StewardRole, reason: str, seen: str | None = None
) -> None:
    """End a stewardship with a reason: by a steward who asks to be relieved, or by who names stewards."""
    lock(account)
    at = clock.now()
    standing = current(account, at)
    row = Stewardship.objects.in_effect(at).filter(account=account, role=role).select_related("person").first()
    if row is None:
        raise Conflict("Nobody is named for that.", remedy="Nothing was changed. Open the account's page again.")
    capacity = "steward" if row.person == by.person else _require_naming(by, standing, at)
    refuse_stale(seen, mark_of_place(row), f"Who looks after {standing.now.name}")
    require_reason(reason, "The other steward and the authority read why.")
    _end(row, at)
    tell_trail(
        act="accounts.steward_ended",
        on=standing,
        by=by,
        at=at,
        clause=CITY_PROCEDURE,
        capacity=capacity,
        before={"role": role, "person": row.person.number},
        after={"reason_hash": c1_hash(reason)},
    )
    notifications.tell_of_ended_stewardship(standing, row.person, reason, by=by, at=at)
    _hand_over(standing, row, f"was relieved: {reason.strip()}", by, at)


def _hand_over(account: OfficialAccount, row: Stewardship, because: str, by: Actor, at: datetime) -> None:
    if account.standing.state in LOOKED_AFTER:
        open_hand_over(account, row.lineage, row.person, because, by=by, at=at, tell=False)


@dataclass(frozen=True)
class Keys:
    """Where an account's keys are: a description, the mailbox, and who holds the second factor."""

    credentials: str
    mailbox: str
    second_factor: Employee | None

    @classmethod
    def of(cls, row: Custody | None) -> Keys:
        """The keys as a row says, or nothing."""
        return cls("", "", None) if row is None else cls(row.credentials, row.mailbox, row.second_factor)

    def mark(self) -> str:
        """The mark that a form was opened on."""
        return mark_of([self.credentials, self.mailbox, self.second_factor.pk if self.second_factor else None])


@transaction.atomic
def set_custody(*, by: Actor, account: OfficialAccount, keys: Keys, seen: str | None = None) -> None:
    """Say where the keys are; seen and changed by stewards and authority alone, never a password."""
    keys = Keys(keys.credentials.strip(), keys.mailbox.strip(), keys.second_factor)
    lock(account)
    at = clock.now()
    standing = current(account, at)
    what = "You cannot change where the keys of this account are."
    if not may_see_custody(person_behind(by, what), standing, at):
        raise Refusal(
            what,
            why="Only its stewards and its authority know where they are.",
            clause=CITY_PROCEDURE,
            remedy="Ask one of them: the account's page says who they are.",
        )
    require_looked_after(standing)
    refuse_password(keys.credentials)
    row = Custody.objects.in_effect(at).filter(account=account).select_related("second_factor").first()
    former = Keys.of(row)
    refuse_stale(seen, former.mark(), "Where the keys are")
    if keys == former:
        return
    if keys.second_factor is not None and keys.second_factor != former.second_factor:
        _check_holder(keys.second_factor, at)
    said: dict[str, Any] = {
        "credentials": keys.credentials,
        "mailbox": keys.mailbox,
        "second_factor": keys.second_factor,
    }
    if row is None:
        Custody.objects.create(account=account, effective_from=at, recorded_at=at, **said)
    else:
        next_fact(row, at=at, **said)
    tell_trail(
        act="accounts.custody_changed",
        on=standing,
        by=by,
        at=at,
        clause=CITY_PROCEDURE,
        before={"custody_hash": c1_hash(former.mark())},
        after={"custody_hash": c1_hash(keys.mark())},
    )
    if keys.second_factor is not None and keys.second_factor != former.second_factor:
        tick_second_factor(standing, keys.second_factor, by=by, at=at)


def _check_holder(person: Employee, at: datetime) -> None:
    if not Employee.objects.employed(at).filter(pk=person.pk).exists():
        raise InvalidInput(
            f"{person.name} does not work for the City.",
            why="Whoever holds the second factor can sign in to the account.",
            remedy="Name somebody who works for the City.",
            field="second_factor",
        )


def _require_naming(by: Actor, account: OfficialAccount, at: datetime) -> str:
    if by.person is not None and holds_role(by.person, Role.EMPLOYEE_RELATIONS, at):
        return Role.EMPLOYEE_RELATIONS.label
    return require_keeping(by, account, at, "You cannot name stewards of this account.")


def _stands(row: Stewardship, at: datetime) -> bool:
    return Stewardship.objects.standing(at).filter(pk=row.pk).exists()


def _end(row: Stewardship, at: datetime) -> None:
    if row.effective_from == at:
        withdraw(row, at=at)
    else:
        end(row, until=at, at=at)
