"""Changes of what was approved: proposed, and decided by the authority of each department concerned.

Protected are the departments, the platform, the handle and the address: what was approved (IV.A) is this account for
these departments. The approved facts stand until a change is decided.
"""

from __future__ import annotations

from datetime import datetime

from django.db import transaction

from accounts import notifications
from accounts.basis import APPROVAL
from accounts.models import ApprovalOf, ChangeProposal, OfficialAccount, ProposalState
from accounts.permissions import department_ids, person_behind, require_keeping
from accounts.services.protected import ProposedChange, codes_of, make, require_changeable, what_changes
from accounts.services.writing import current, lock, require_reason, tell_decision, tell_trail, write_approval
from directory.models import Department
from foundation import clock
from foundation.actor import Actor
from foundation.citations import CITY_PROCEDURE
from foundation.errors import Conflict, InvalidInput, Refusal
from powers.catalogue import APPROVE_ACCOUNTS
from powers.services import decide_under


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
    changes = what_changes(standing, change, at)
    if ChangeProposal.objects.waiting().filter(account=standing).exists():
        raise Conflict(
            "A change of this account waits for its authority already.",
            remedy="Wait for the decision, or have that change withdrawn first.",
        )
    proposal = ChangeProposal.objects.create(
        account=standing, changes=changes, reason=reason.strip(), proposed_by=person, proposed_at=at
    )
    proposal.concerned.set(_concerned(proposal, at))
    tell_trail(act="accounts.change_proposed", on=standing, by=by, at=at, clause=APPROVAL, after=codes_of(changes))
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
    require_changeable(standing)
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
    after: dict[str, object] = {**codes_of(proposal.changes), "by_office": approval.by_office}
    tell_decision(standing, department, decision, by, reason, after, act="accounts.change_approved")
    if set(concerned) <= set(proposal.approvals.values_list("department_id", flat=True)):
        make(standing, proposal.changes, at)
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
    tell_decision(
        standing, department, decision, by, reason, codes_of(proposal.changes), act="accounts.change_declined"
    )
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


def drop_change(account: OfficialAccount, because: str, *, by: Actor, at: datetime) -> None:
    """Settle the change that waits for an account whose life ends: there is nothing left to decide on."""
    proposal = ChangeProposal.objects.waiting().filter(account=account).select_related("proposed_by").first()
    if proposal is None:
        return
    _settle(proposal, ProposalState.DECLINED, by, at, because)
    after = codes_of(proposal.changes)
    tell_trail(act="accounts.change_dropped", on=account, by=by, at=at, clause=CITY_PROCEDURE, after=after)
    proposal.account = account
    notifications.tell_of_decided_proposal(proposal, by=by, at=at)


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
