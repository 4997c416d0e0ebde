"""What the pages of the register show, in a constant number of queries."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Collection
from dataclasses import dataclass
from datetime import datetime

from accounts.models import (
    AccountDepartment,
    Approval,
    ChangeProposal,
    Custody,
    OfficialAccount,
    ProposalState,
    State,
)
from accounts.services.writing import subject
from directory.models import Department
from directory.tree import Tree
from foundation.audit.history import history_of
from foundation.audit.models import Entry

TONES = {
    State.ACTIVE: "good",
    State.APPROVED: "waiting",
    State.REQUESTED: "waiting",
    State.FOUND: "waiting",
    State.SUSPENDED: "bad",
}
"""How a state is coloured besides its word; whatever is not here is over."""
SHORT = {
    State.APPROVED: "Approved",
    State.FOUND: "Not confirmed",
}
"""A state as it stands in a table, where its label is too long."""
MOST_ENTRIES = 100


def tone_of(account: OfficialAccount) -> str:
    """How an account's state is coloured."""
    return TONES.get(State(account.standing.state), "over")


def word_of(account: OfficialAccount) -> str:
    """An account's state in a word or two."""
    state = State(account.standing.state)
    return SHORT.get(state, state.label)


def departments_of(
    accounts: Collection[int], at: datetime, known_at: datetime | None = None
) -> dict[int, list[AccountDepartment]]:
    """The departments that use some accounts (ids), the responsible one first; one query for all."""
    found: dict[int, list[AccountDepartment]] = defaultdict(list)
    rows = AccountDepartment.objects.in_effect(at, known_at).filter(account_id__in=accounts)
    for row in rows.select_related("department").order_by("-is_responsible", "pk"):
        found[row.account_id].append(row)
    return found


def approved_for(accounts: Collection[int]) -> set[tuple[int, int]]:
    """Which of some accounts (ids) the authority of which department has approved: pairs of ids."""
    return set(Approval.objects.filter(account_id__in=accounts).values_list("account_id", "department_id"))


@dataclass(frozen=True)
class Use:
    """That a department uses an account, with its name at the moment."""

    department: Department
    name: str
    is_responsible: bool


@dataclass(frozen=True)
class Change:
    """A proposed change as the page shows it: what would change, in lines."""

    proposal: ChangeProposal
    lines: list[tuple[str, str]]


@dataclass(frozen=True)
class Sheet:
    """One account as its page shows it."""

    account: OfficialAccount
    uses: list[Use]
    approvals: list[Approval]
    changes: list[Change]
    entries: list[Entry]
    tone: str
    approver: str
    """Who gave the approval on which the state rests, with the title of the office."""

    @property
    def waiting_change(self) -> Change | None:
        """The change on which nobody has decided."""
        return next((one for one in self.changes if one.proposal.state == ProposalState.PROPOSED), None)

    @property
    def rests_on(self) -> Approval | None:
        """The approval on which the state rests."""
        approval: Approval | None = self.account.standing.approval
        return approval


def sheet_of(account: OfficialAccount, at: datetime, tree: Tree) -> Sheet:
    """Everything about an account that its page shows to everybody who sees it."""
    uses = [
        Use(row.department, tree.name(row.department_id), row.is_responsible)
        for row in departments_of([account.pk], at)[account.pk]
    ]
    approvals = Approval.objects.filter(account=account).select_related(
        "department", "decided_by", "in_name_of", "asked_by"
    )
    changes = ChangeProposal.objects.filter(account=account).select_related("proposed_by", "decided_by")
    return Sheet(
        account,
        uses,
        list(approvals),
        [Change(proposal, lines_of_change(proposal, tree)) for proposal in changes],
        entries_of(account),
        tone_of(account),
        approver_of(account.standing.approval, tree),
    )


def approver_of(approval: Approval | None, tree: Tree) -> str:
    """ "Ada Authority, Director of Parks": in whose name an approval was given; empty without one."""
    if approval is None:
        return ""
    if approval.signed_on:
        return approval.given_by
    for department_id in (approval.department_id, *tree.ancestors(approval.department_id)):
        profile = tree.profiles.get(department_id)
        if profile is not None and profile.head_title:
            return f"{approval.in_name_of.name}, {profile.head_title}, {profile.name}"
    return f"{approval.in_name_of.name}, {approval.capacity}"


def custody_of(account: OfficialAccount, at: datetime) -> Custody | None:
    """Where the keys of an account are; the caller asks `may_see_custody` first."""
    found: Custody | None = (
        Custody.objects.in_effect(at).filter(account=account).select_related("second_factor").first()
    )
    return found


def lines_of_change(proposal: ChangeProposal, tree: Tree) -> list[tuple[str, str]]:
    """What a change would change, in words."""
    changes, lines = proposal.changes, []
    if "identity" in changes:
        lines += [("Handle", changes["handle"]), ("Address", changes["url"])]
    if "responsible" in changes:
        lines.append(("Responsible department", tree.name(changes["responsible"])))
    if "sharing" in changes:
        names = ", ".join(tree.name(pk) for pk in changes["sharing"])
        lines.append(("Also used by", names or "no other department"))
    return lines


def entries_of(account: OfficialAccount) -> list[Entry]:
    """The latest entries of the trail about an account, for its own page: without its name."""
    entries = list(history_of(subject(account))[:MOST_ENTRIES])
    for entry in entries:
        entry.object_label = ""
    return entries
