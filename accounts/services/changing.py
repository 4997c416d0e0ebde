"""Keeping an account's facts true: details at once, protected facts by a proposal that the authority decides.

Protected are the departments, the platform, the handle and the address: what was approved (IV.A) is this account for
these departments. The approved facts stand until a change is decided.
"""

from __future__ import annotations

from dataclasses import asdict, dataclass
from datetime import datetime
from typing import Any

from django.db import IntegrityError, transaction

from accounts import notifications
from accounts.addresses import Address
from accounts.basis import APPROVAL
from accounts.models import (
    AccountDepartment,
    ApprovalOf,
    ChangeProposal,
    OfficialAccount,
    Platform,
    ProposalState,
    State,
)
from accounts.permissions import department_ids, person_behind, require_keeping
from accounts.services.plans import check_link
from accounts.services.writing import (
    current,
    lock,
    name_is_taken,
    next_fact,
    require_reason,
    tell_decision,
    tell_trail,
    write_approval,
)
from directory.models import Department
from foundation import clock
from foundation.actor import Actor
from foundation.canonical import c1_hash
from foundation.citations import CITY_PROCEDURE
from foundation.effective import end
from foundation.errors import Conflict, InvalidInput, Refusal
from foundation.staleness import mark_of, refuse_stale
from powers.catalogue import APPROVE_ACCOUNTS
from powers.services import decide_under

_UNCHANGEABLE = (State.DECLINED, State.WITHDRAWN, State.NOT_OURS, State.RETIRED)


@dataclass(frozen=True)
class Details:
    """What may be changed without the authority: what the account is for, and how it is described."""

    name: str
    purpose: str
    audience: str
    language: str
    links_to_city: str
    why_no_link: str
    persistent_id: str

    @classmethod
    def of(cls, account: OfficialAccount) -> Details:
        """The details as they stand."""
        return cls(**{name: getattr(account.now, name) for name in cls.__dataclass_fields__})


@dataclass(frozen=True)
class ProposedChange:
    """What would change among the protected facts; None leaves it as it is."""

    address: Address | None = None
    responsible: Department | None = None
    sharing: tuple[Department, ...] | None = None


def mark_of_details(account: OfficialAccount) -> str:
    """The mark of the details that a form was opened on."""
    return mark_of(asdict(Details.of(account)))


@transaction.atomic
def change_details(
    *, by: Actor, account: OfficialAccount, details: Details, seen: str | None = None
) -> OfficialAccount:
    """Change what is not protected; nothing is written where nothing changes."""
    lock(account)
    at = clock.now()
    standing = current(account, at)
    capacity = require_keeping(by, standing, at, "You cannot change this account.")
    require_changeable(standing)
    refuse_stale(seen, mark_of_details(standing), f"What the register has of {standing.now.name}")
    check_link(details.links_to_city, details.why_no_link)
    if not details.name.strip():
        raise InvalidInput("An account has a name.", field="name")
    before, after = asdict(Details.of(standing)), asdict(details)
    changed = [name for name in after if after[name] != before[name]]
    if changed:
        next_fact(standing.now, at=at, **{name: after[name].strip() for name in changed})
        tell_trail(
            act="accounts.details_changed",
            on=standing,
            by=by,
            at=at,
            clause=CITY_PROCEDURE,
            capacity=capacity,
            before={name: c1_hash(before[name]) for name in changed},
            after={name: c1_hash(after[name]) for name in changed},
        )
    return current(account, at)


@transaction.atomic
def propose_change(*, by: Actor, account: OfficialAccount, change: ProposedChange, reason: str) -> ChangeProposal:
    """Propose a change of protected facts; for the departments whose authority proposes, approved by office at once."""
    lock(account)
    at = clock.now()
    standing = current(account, at)
    person = person_behind(by, "A change is proposed by a person.")
    require_keeping(by, standing, at, "You cannot propose a change of this account.")
    require_changeable(standing)
    require_reason(reason, "The authority reads why.")
    changes = _changes(standing, change, at)
    if ChangeProposal.objects.waiting().filter(account=standing).exists():
        raise Conflict(
            "A change of this account waits for its authority already.",
            remedy="Wait for the decision, or have that change withdrawn first.",
        )
    proposal = ChangeProposal.objects.create(
        account=standing, changes=changes, reason=reason.strip(), proposed_by=person, proposed_at=at
    )
    proposal.concerned.set(_concerned(proposal, at))
    tell_trail(act="accounts.change_proposed", on=standing, by=by, at=at, clause=APPROVAL, after=_codes(changes))
    missing = _approve_own(proposal, by, reason)
    if missing and proposal.state == ProposalState.PROPOSED:
        proposal.account = standing
        notifications.tell_of_proposal(proposal, missing, by=by, at=at)
    return proposal


@transaction.atomic
def approve_change(*, by: Actor, proposal: ChangeProposal, department: Department, reason: str = "") -> ChangeProposal:
    """Approve a proposed change for one department (IV.A); made when each department concerned has approved."""
    lock(proposal.account)
    decision = decide_under(by=by, power=APPROVE_ACCOUNTS, department=department)
    at = decision.at
    proposal = _waiting(proposal)
    standing = current(proposal.account, at)
    concerned = departments_concerned(proposal)
    if department.pk not in concerned:
        raise InvalidInput(f"{department.code} is not concerned by this change.", field="department")
    person = person_behind(by, "A change is approved by a person.")
    if proposal.approvals.filter(department=department).exists():
        raise Conflict(f"The change is approved for {department.code} already.", remedy="Nothing was changed.")
    approval = write_approval(
        standing,
        department,
        decision.holding,
        by=person,
        at=at,
        about=ApprovalOf.CHANGE,
        asked_by=proposal.proposed_by,
        reason=reason,
        proposal=proposal,
    )
    after: dict[str, object] = {**_codes(proposal.changes), "by_office": approval.by_office}
    tell_decision(standing, department, decision, by, reason, after, act="accounts.change_approved")
    if set(concerned) <= set(proposal.approvals.values_list("department_id", flat=True)):
        _make(standing, proposal, at)
        _settle(proposal, ProposalState.APPROVED, by, at, reason)
        proposal.account = current(standing, at)
        notifications.tell_of_decided_proposal(proposal, by=by, at=at)
    return proposal


@transaction.atomic
def decline_change(*, by: Actor, proposal: ChangeProposal, department: Department, reason: str) -> ChangeProposal:
    """Decline a proposed change with a reason: what was approved stands."""
    lock(proposal.account)
    decision = decide_under(by=by, power=APPROVE_ACCOUNTS, department=department)
    proposal = _waiting(proposal)
    standing = current(proposal.account, decision.at)
    if department.pk not in departments_concerned(proposal):
        raise InvalidInput(f"{department.code} is not concerned by this change.", field="department")
    require_reason(reason, "Who proposed the change reads why it is declined.")
    _settle(proposal, ProposalState.DECLINED, by, decision.at, reason)
    tell_decision(standing, department, decision, by, reason, _codes(proposal.changes), act="accounts.change_declined")
    proposal.account = standing
    notifications.tell_of_decided_proposal(proposal, by=by, at=decision.at)
    return proposal


@transaction.atomic
def withdraw_change(*, by: Actor, proposal: ChangeProposal) -> ChangeProposal:
    """Take back a change that one proposed."""
    lock(proposal.account)
    at = clock.now()
    proposal = _waiting(proposal)
    if by.person != proposal.proposed_by:
        raise Refusal(
            "Only who proposed this change takes it back.",
            clause=CITY_PROCEDURE,
            remedy="The authority may decline it.",
        )
    _settle(proposal, ProposalState.WITHDRAWN, by, at, "")
    tell_trail(act="accounts.change_withdrawn", on=proposal.account, by=by, at=at, clause=CITY_PROCEDURE)
    return proposal


@transaction.atomic
def record_rename(*, by: Actor, account: OfficialAccount, address: Address, persistent_id: str) -> OfficialAccount:
    """Record that the platform shows the same account under another handle: no new approval is needed.

    It is the same account where the platform's own id is the one on record; otherwise the change is proposed.
    """
    lock(account)
    at = clock.now()
    standing = current(account, at)
    capacity = require_keeping(by, standing, at, "You cannot record a rename.")
    require_changeable(standing)
    facts = standing.now
    same = facts.persistent_id != "" and facts.persistent_id == persistent_id.strip()
    if not same or address.platform != facts.platform.code:
        raise Conflict(
            "This cannot be recorded as a rename.",
            why="It is the same account only on the same platform and under the id of the platform that is on record"
            + (f" ({facts.persistent_id})." if facts.persistent_id else "; none is on record."),
            remedy="Propose the change of handle: the authority decides.",
        )
    _write_facts(standing, address, at)
    before = {"identity": facts.identity}
    after = {"identity": address.identity, "persistent_id": persistent_id.strip()}
    tell_trail(
        act="accounts.renamed",
        on=standing,
        by=by,
        at=at,
        clause=CITY_PROCEDURE,
        capacity=capacity,
        before=before,
        after=after,
    )
    return current(account, at)


def departments_concerned(proposal: ChangeProposal) -> list[int]:
    """Ids of the departments whose authority decides: those that use the account, and those that would."""
    return list(proposal.concerned.order_by("pk").values_list("pk", flat=True))


def _concerned(proposal: ChangeProposal, at: datetime) -> list[int]:
    after = [proposal.changes.get("responsible"), *proposal.changes.get("sharing", [])]
    return list(dict.fromkeys([*department_ids(proposal.account, at), *(pk for pk in after if pk)]))


def _approve_own(proposal: ChangeProposal, by: Actor, reason: str) -> list[Department]:
    missing = []
    ids = departments_concerned(proposal)
    for department in Department.objects.filter(pk__in=ids):
        try:
            with transaction.atomic():
                decided = approve_change(by=by, proposal=proposal, department=department, reason=reason)
                proposal.state = decided.state
        except Refusal:
            missing.append(department)
    return missing


def require_changeable(account: OfficialAccount) -> None:
    """Raise `Conflict` for an account whose life is over."""
    if account.standing.state in _UNCHANGEABLE:
        raise Conflict(
            f"{account.now.name} cannot be changed any more.",
            why=f"It is: {account.standing.get_state_display().lower()}. Its history stays as it is.",
            remedy="Ask for the account anew where the City needs it.",
        )


def _changes(account: OfficialAccount, change: ProposedChange, at: datetime) -> dict[str, Any]:
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


def _waiting(proposal: ChangeProposal) -> ChangeProposal:
    fresh = ChangeProposal.objects.select_related("account", "proposed_by").get(pk=proposal.pk)
    if fresh.state != ProposalState.PROPOSED:
        raise Conflict(
            "This change was decided already.",
            why=f"{fresh.get_state_display()}" + (f" by {fresh.decided_by.name}." if fresh.decided_by else "."),
            remedy="Nothing was changed. Open the account's page to see how it stands.",
        )
    return fresh


def _settle(proposal: ChangeProposal, state: ProposalState, by: Actor, at: datetime, reason: str) -> None:
    # The condition is the lock on SQLite, which has no row locks.
    changed = (
        ChangeProposal.objects.waiting()
        .filter(pk=proposal.pk)
        .update(state=state, decided_by=by.person, decided_at=at, decision_reason=reason.strip())
    )
    proposal.refresh_from_db()
    if not changed:
        _waiting(proposal)


def _make(account: OfficialAccount, proposal: ChangeProposal, at: datetime) -> None:
    changes = proposal.changes
    if "identity" in changes:
        address = Address(**{name: changes[name] for name in Address.__dataclass_fields__})
        _write_facts(account, address, at)
    if "responsible" in changes or "sharing" in changes:
        _write_departments(account, changes, at)


def _write_facts(account: OfficialAccount, address: Address, at: datetime) -> None:
    columns = {**asdict(address), "platform": Platform.objects.get(code=address.platform)}
    try:
        with transaction.atomic():
            next_fact(account.now, at=at, **columns)
    except IntegrityError as error:
        raise name_is_taken(error, address.identity, at) from None


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


def _codes(changes: dict[str, Any]) -> dict[str, object]:
    """A change as the trail keeps it: identities and departments, no content."""
    ids = [pk for pk in (changes.get("responsible"), *changes.get("sharing", [])) if pk]
    codes = dict(Department.objects.filter(pk__in=ids).values_list("pk", "code"))
    found: dict[str, object] = {"identity": changes["identity"]} if "identity" in changes else {}
    if "responsible" in changes:
        found["responsible"] = codes[changes["responsible"]]
    if "sharing" in changes:
        found["sharing"] = [codes[pk] for pk in changes["sharing"]]
    return found
