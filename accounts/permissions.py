"""Who sees which accounts, and who may do what about them beside approving, which is a power (IV.A)."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from django.db.models import Exists, OuterRef, Q

from accounts.models import (
    IN_THE_REGISTER,
    AccountDepartment,
    OfficialAccount,
    OfficialAccountQuerySet,
    Stewardship,
)
from directory.models import Department, Employee, Role
from directory.permissions import holds_role, may_see_imports, roles_of
from foundation.actor import Actor
from foundation.citations import CITY_PROCEDURE
from foundation.errors import NotVisible, Refusal
from foundation.files.models import StoredFile
from powers.catalogue import APPROVE_ACCOUNTS, REQUEST_ACCOUNTS
from powers.decisions import holdings
from powers.permissions import departments_where, was_given_something

SEES_EVERY_ACCOUNT = frozenset({Role.EMPLOYEE_RELATIONS, Role.AUDITOR, Role.RECORDS_CUSTODIAN})


@dataclass(frozen=True)
class Reach:
    """Ids of the departments for which somebody approves accounts (IV.A), and of those for which somebody asks."""

    governed: frozenset[int]
    requested: frozenset[int]


def reach_of(person: Employee, at: datetime) -> Reach:
    """For which departments somebody approves and asks: by designation, or as their authority.

    Asked once for a moment; who was never given anything costs one small query.
    """
    remembered: tuple[datetime, Reach] | None = getattr(person, "_reach_remembered", None)
    if remembered and remembered[0] == at:
        return remembered[1]
    held = holdings(person, at) if was_given_something(person, at) else []
    governed = frozenset(one.department_id for one in held if one.power == APPROVE_ACCOUNTS.code)
    asking = frozenset(one.department_id for one in held if one.power == REQUEST_ACCOUNTS.code)
    reach = Reach(governed, asking | governed)
    person._reach_remembered = (at, reach)  # type: ignore[attr-defined]
    return reach


def departments_of_requests(person: Employee, at: datetime) -> frozenset[int]:
    """Ids of the departments for which somebody may ask for accounts."""
    return reach_of(person, at).requested


def sees_every_account(person: Employee, at: datetime) -> bool:
    """Employee Relations, auditors and records custodians see requests and what became of them, too."""
    return bool(SEES_EVERY_ACCOUNT & roles_of(person, at))


def visible_accounts(
    person: Employee, at: datetime, known_at: datetime | None = None, now: datetime | None = None
) -> OfficialAccountQuerySet:
    """Accounts with facts and state at a moment: the register for everybody; requests for those whom they concern.

    Who may see a page is asked of the present: `at` is the moment shown and asked, unless `now` is another.
    """
    accounts = OfficialAccount.objects.as_of(at, known_at)
    asked, known = (at, known_at) if now is None else (now, now)
    if sees_every_account(person, asked):
        return accounts
    in_sight = Q(state__in=IN_THE_REGISTER) | Q(entered_by=person)
    named = Stewardship.objects.in_effect(asked, known).filter(person=person, account_id=OuterRef("pk"))
    in_sight |= Q(Exists(named))
    if departments := departments_of_requests(person, asked):
        used = AccountDepartment.objects.in_effect(asked, known).filter(department_id__in=departments)
        in_sight |= Q(Exists(used.filter(account_id=OuterRef("pk"))))
    return accounts.filter(in_sight)


def account_in_sight(person: Employee, reference: str, at: datetime) -> OfficialAccount:
    """The account of that reference with its facts and state; raises `NotVisible` where there is none to see."""
    account: OfficialAccount | None = visible_accounts(person, at).filter(reference=reference).first()
    if account is None:
        raise NotVisible("There is no such account.")
    return account


def department_ids(account: OfficialAccount, at: datetime, known_at: datetime | None = None) -> list[int]:
    """Ids of the departments that use an account, the responsible one first."""
    rows = AccountDepartment.objects.in_effect(at, known_at).filter(account=account)
    return list(rows.order_by("-is_responsible", "pk").values_list("department_id", flat=True))


def is_steward(person: Employee, account: OfficialAccount, at: datetime) -> bool:
    """Whether somebody is a steward of an account who is there."""
    return Stewardship.objects.standing(at).filter(account=account, person=person).exists()


def may_keep(person: Employee, account: OfficialAccount, at: datetime) -> bool:
    """Whether somebody may keep an account's facts true: a steward, who may ask for accounts there, the authority."""
    return is_steward(person, account, at) or bool(
        departments_of_requests(person, at) & set(department_ids(account, at))
    )


def governs(person: Employee, account: OfficialAccount, at: datetime) -> bool:
    """Whether somebody holds the power to approve accounts (IV.A) of a department that uses this one."""
    return bool(departments_where(person, APPROVE_ACCOUNTS.code, at) & set(department_ids(account, at)))


def may_see_custody(person: Employee, account: OfficialAccount, at: datetime) -> bool:
    """Where the keys are is told to stewards and to the authority alone."""
    return is_steward(person, account, at) or governs(person, account, at)


def may_confirm(person: Employee, account: OfficialAccount, at: datetime) -> bool:
    """Whether somebody may say that what the register has is true: a steward, or the authority."""
    return may_see_custody(person, account, at)


def may_name_stewards(person: Employee, account: OfficialAccount, at: datetime) -> bool:
    """Whether somebody may name stewards: who keeps the account, and Employee Relations."""
    return holds_role(person, Role.EMPLOYEE_RELATIONS, at) or may_keep(person, account, at)


def sees_hand_overs(person: Employee, account: OfficialAccount, at: datetime) -> bool:
    """Whether somebody sees what is still to be handed over: who keeps the account, and who sees every one."""
    return sees_every_account(person, at) or may_keep(person, account, at)


def require_keeping(by: Actor, account: OfficialAccount, at: datetime, what: str) -> str:
    """In which capacity an actor keeps an account; raises `Refusal`, beginning with `what`, where they do not."""
    person = person_behind(by, what)
    if is_steward(person, account, at):
        return "steward"
    if departments_of_requests(person, at) & set(department_ids(account, at)):
        return "comms staff or authority"
    raise Refusal(
        what,
        why="This is done by the account's stewards, who may ask for accounts of its department, or its authority.",
        clause=CITY_PROCEDURE,
        remedy="The account's page says who they are: ask one of them.",
    )


def require_requesting(by: Actor, departments: Iterable[Department], at: datetime, what: str) -> None:
    """Raise `Refusal` unless the actor may ask for accounts of one of several departments."""
    person = person_behind(by, what)
    wanted = {department.pk for department in departments}
    if not wanted & departments_of_requests(person, at):
        raise Refusal(
            what,
            why="Accounts are asked for by whom the department's authority has named for it, or by the authority.",
            clause=CITY_PROCEDURE,
            remedy="People and powers shows who may request accounts for the department: ask one of them.",
            field="responsible",
        )


def person_behind(by: Actor, what: str) -> Employee:
    """The person who acts; raises `Refusal` for the system."""
    if by.person is None:
        raise Refusal(what, why="This is done by a person.", clause=CITY_PROCEDURE)
    return by.person


def may_read_document(person: Employee, stored_file: StoredFile, at: datetime) -> bool:
    """Scans of earlier approvals are read by who stored them, those who see every account, and the authority."""
    if stored_file.stored_by_number == person.number or sees_every_account(person, at):
        return True
    governed: Any = departments_where(person, APPROVE_ACCOUNTS.code, at)
    accounts = OfficialAccount.objects.filter(reference=stored_file.subject_id).used_by(governed, at)
    return accounts.exists()


def may_read_import(person: Employee, _stored_file: StoredFile, at: datetime) -> bool:
    """Files of accounts and their rejects are read by who may import them: administrators and Employee Relations."""
    return may_see_imports(person, at)


def keeps_party_list(person: Employee, at: datetime) -> bool:
    """Whether somebody keeps the list of parties and candidates (IV.G): Employee Relations."""
    return Role.EMPLOYEE_RELATIONS in roles_of(person, at)
