"""What the register writes to people: to authorities what waits for them, to everybody concerned what was decided."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import datetime

from django.urls import reverse

from accounts.models import (
    AccountDepartment,
    Approval,
    ChangeProposal,
    HandOver,
    OfficialAccount,
    StewardRole,
    Stewardship,
)
from directory.models import Department, Employee, EmployeeStatus, Status
from foundation import dates
from foundation.actor import Actor
from notifications.services import Letter, notify_many
from powers.decisions import authority_of
from powers.notifications import employee_relations
from powers.picture import Picture

KIND_REQUESTS = "accounts.requests"
KIND_DECISIONS = "accounts.decisions"
KIND_KEEPING = "accounts.keeping"
LISTED = 30
"""How many accounts a letter names."""


def link_to(account: OfficialAccount) -> str:
    """The page of an account."""
    return reverse("accounts:account", args=[account.reference])


def authorities(departments: Iterable[Department], at: datetime) -> list[Employee]:
    """Who can act now for some departments, each once; Employee Relations where nobody can."""
    people = [person for those in authorities_of_each(departments, at).values() for person in those]
    return list({person.pk: person for person in people}.values())


def authorities_of_each(departments: Iterable[Department], at: datetime) -> dict[int, list[Employee]]:
    """Who can act now for each department (by its id); Employee Relations where nobody can."""
    picture = Picture(at)
    found = {one.pk: authority_of(one, at, at, None, picture).holder for one in departments}
    relations = list(employee_relations(at)) if None in found.values() else []
    return {pk: relations if person is None else [person] for pk, person in found.items()}


def concerned(account: OfficialAccount, at: datetime, *more: Employee | None) -> list[Employee]:
    """Who hears of what becomes of an account: who entered it, its stewards, and whoever else is named; each once."""
    stewards = [
        row.person for row in Stewardship.objects.in_effect(at).filter(account=account).select_related("person")
    ]
    people = [account.entered_by, *stewards, *more]
    return list({person.pk: person for person in people if person is not None}.values())


def not_gone(people: Iterable[Employee], at: datetime) -> list[Employee]:
    """Those of some people who have not left the City: nobody who has is written to."""
    those = list(people)
    gone = EmployeeStatus.objects.in_effect(at).filter(status=Status.LEFT, employee__in=those)
    left = set(gone.values_list("employee_id", flat=True)) if those else set()
    return [person for person in those if person.pk not in left]


def tell_of_request(account: OfficialAccount, departments: Iterable[Department], *, by: Actor, at: datetime) -> None:
    """Tell the authorities that an account waits for their approval (IV.A)."""
    subject = f"An official account waits for your decision: {account.now.name}"
    body = (
        f"{by.name} asks for {account.now.handle} on {account.now.platform.name}.\n\n"
        f"What it is for: {account.now.purpose or 'not said'}\n\n"
        "An official account is established only with the approval of the appointing authority (IV.A)."
    )
    _tell(KIND_REQUESTS, authorities(departments, at), subject, body, account, "requested", by, at)


def tell_of_outcome(
    account: OfficialAccount,
    outcome: str,
    *,
    by: Actor,
    at: datetime,
    reason: str = "",
    but_for: Employee | None = None,
) -> None:
    """Tell everybody concerned what was done; `outcome` completes "The account … was …"."""
    said = f"\n\nReason: {reason}" if reason.strip() else ""
    body = f"{by.name} did this for {account.now.handle} on {account.now.platform.name}.{said}"
    people = [person for person in concerned(account, at) if person != but_for]
    _tell(KIND_DECISIONS, people, f"{account.now.name} was {outcome}", body, account, outcome, by, at)


def tell_of_partial_approval(account: OfficialAccount, approval: Approval, *, by: Actor, at: datetime) -> None:
    """Tell everybody concerned that one of several departments has approved."""
    subject = f"{account.now.name}: approved for {approval.department.code}"
    body = "The account is shared: it is approved when the authority of each department that uses it has approved."
    _tell(KIND_DECISIONS, concerned(account, at), subject, body, account, f"approval:{approval.pk}", by, at)


def tell_of_proposal(proposal: ChangeProposal, departments: Iterable[Department], *, by: Actor, at: datetime) -> None:
    """Tell the authorities that a change of an approved account waits for them."""
    account = proposal.account
    body = f"{by.name} proposes it because: {proposal.reason}\n\nWhat was approved stands until you decide."
    subject = f"A change of an official account waits for your decision: {account.now.name}"
    _tell(KIND_REQUESTS, authorities(departments, at), subject, body, account, f"proposal:{proposal.pk}", by, at)


def tell_of_decided_proposal(proposal: ChangeProposal, *, by: Actor, at: datetime) -> None:
    """Tell who proposed a change, and everybody concerned, what became of it."""
    account = proposal.account
    said = f"\n\nReason: {proposal.decision_reason}" if proposal.decision_reason else ""
    subject = f"The change of {account.now.name}: {proposal.get_state_display().lower()}"
    people = concerned(account, at, proposal.proposed_by)
    key = f"proposal:{proposal.pk}:{proposal.state}"
    _tell(KIND_DECISIONS, people, subject, f"Decided by {by.name}.{said}", account, key, by, at)


def tell_of_hand_over(hand_over: HandOver, departments: Iterable[Department], *, by: Actor, at: datetime) -> None:
    """Tell the other steward and the authorities that an account needs a new steward."""
    account = hand_over.account
    others = [person for person in concerned(account, at) if person != hand_over.person]
    people = {person.pk: person for person in [*others, *authorities(departments, at)]}
    subject = f"{account.now.name} needs a new steward"
    body = (
        f"{hand_over.person.name} no longer looks after {account.now.handle} on {account.now.platform.name}: "
        f"{hand_over.because}\n\nName a new steward, have the credentials changed and the second factor moved. The "
        "account's page has the list."
    )
    _tell(KIND_KEEPING, people.values(), subject, body, account, f"hand-over:{hand_over.stewardship}", by, at)


def departments_of(account: OfficialAccount, at: datetime) -> list[Department]:
    """The departments that use an account."""
    rows = AccountDepartment.objects.in_effect(at).filter(account=account).select_related("department")
    return [row.department for row in rows.order_by("-is_responsible", "pk")]


def tell_of_stewardship(
    account: OfficialAccount, person: Employee, role: StewardRole, *, by: Actor, at: datetime
) -> None:
    """Tell somebody that they look after an account from now on."""
    body = (
        f"{by.name} named you {role.label.lower()} of {account.now.handle} on {account.now.platform.name}.\n\n"
        "A steward keeps what the register has of the account true, confirms it from time to time, and suspends the "
        "account at once when it is in wrong hands."
    )
    subject = f"You look after {account.now.name}"
    _tell(KIND_KEEPING, [person], subject, body, account, f"steward:{role}", by, at)


def tell_of_ended_stewardship(
    account: OfficialAccount, person: Employee, reason: str, *, by: Actor, at: datetime
) -> None:
    """Tell the person, the other steward and the authority that somebody looks after an account no longer."""
    people = {one.pk: one for one in [person, *concerned(account, at), *authorities(departments_of(account, at), at)]}
    subject = f"{person.name} looks after {account.now.name} no longer"
    body = f"Reason: {reason}\n\nThe account's page says what is still to be handed over."
    _tell(KIND_KEEPING, people.values(), subject, body, account, f"relieved:{person.pk}", by, at)


def tell_of_confirmations(
    person: Employee, due: list[tuple[OfficialAccount, datetime]], *, by: Actor, at: datetime
) -> None:
    """Ask somebody, in one letter, to confirm what the register has of one or several accounts."""
    inorder = sorted(due, key=lambda pair: (pair[1], pair[0].pk))
    lines = [
        f"{account.now.name} ({account.now.handle} on {account.now.platform.name}): "
        + (f"due since {dates.day(moment)}" if moment <= at else f"due {dates.day(moment)}")
        for account, moment in inorder[:LISTED]
    ]
    if len(inorder) > LISTED:
        lines.append(f"And {len(inorder) - LISTED} more.")
    account = inorder[0][0]
    subject = f"Confirm {account.now.name}" if len(due) == 1 else f"Confirm {len(due)} official accounts"
    body = "Look at what the register has, correct what is wrong, and confirm the rest (City procedure).\n\n"
    key = f"accounts:confirm:{person.pk}:{at.isoformat()}"
    link = link_to(account) if len(due) == 1 else reverse("accounts:register")
    letter = Letter(person, subject, body + "\n".join(lines), link, key)
    notify_many(by=by, kind=KIND_KEEPING, letters=[letter], at=at)


def _tell(
    kind: str,
    to: Iterable[Employee],
    subject: str,
    body: str,
    account: OfficialAccount,
    what: str,
    by: Actor,
    at: datetime,
) -> None:
    # One letter for each act: the moment tells a second suspension from the first.
    key = f"accounts:{account.reference}:{what}:{at.isoformat()}"
    letters = [Letter(one, subject, body, link_to(account), f"{key}:{one.pk}") for one in not_gone(to, at)]
    notify_many(by=by, kind=kind, letters=letters, at=at)
