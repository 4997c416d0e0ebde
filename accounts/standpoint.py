"""What somebody is to one account, asked once for a page: from it follow the buttons that the page offers.

A button is a courtesy: the service behind it asks again, under its lock.
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime

from accounts.models import Approval, ChangeProposal, OfficialAccount
from accounts.permissions import department_ids, is_steward, reach_of
from directory.models import Employee, Role
from directory.permissions import roles_of


@dataclass(frozen=True)
class Standpoint:
    """A person before an account: `departments` use it (the responsible one first), `governed` decides on it (IV.A)."""

    person: Employee
    account: OfficialAccount
    departments: tuple[int, ...]
    approved: frozenset[int]
    """Departments whose authority has approved it already."""
    governed: frozenset[int]
    asks: frozenset[int]
    stewards_it: bool
    roles: frozenset[str]
    proposal: ChangeProposal | None
    """The change that waits, if any."""
    change_approved: frozenset[int]

    @property
    def state(self) -> str:
        """What was last done with the account."""
        state: str = self.account.standing.state
        return state

    @property
    def is_asker(self) -> bool:
        """Whether the person entered it."""
        return self.account.entered_by_id == self.person.pk

    @property
    def is_employee_relations(self) -> bool:
        """Whether the person acts for Employee Relations."""
        return Role.EMPLOYEE_RELATIONS in self.roles

    @property
    def decides(self) -> tuple[int, ...]:
        """Departments that use the account and for which the person decides."""
        return tuple(pk for pk in self.departments if pk in self.governed)

    @property
    def undecided(self) -> tuple[int, ...]:
        """Those among them whose approval is still missing."""
        return tuple(pk for pk in self.decides if pk not in self.approved)

    @property
    def keeps(self) -> bool:
        """Whether the person keeps the account's facts: a steward, who may ask for accounts there, the authority."""
        return self.stewards_it or bool(self.asks & set(self.departments))

    @property
    def change_concerns(self) -> tuple[int, ...]:
        """Departments for which the person still has to decide on the change that waits."""
        if self.proposal is None:
            return ()
        changes = self.proposal.changes
        concerned = [*self.departments, changes.get("responsible"), *changes.get("sharing", [])]
        return tuple(dict.fromkeys(pk for pk in concerned if pk in self.governed and pk not in self.change_approved))


def standpoint_of(person: Employee, account: OfficialAccount, at: datetime) -> Standpoint:
    """Where a person stands before an account of `as_of`; a constant number of queries."""
    reach = reach_of(person, at)
    proposal = ChangeProposal.objects.waiting().filter(account=account).select_related("account", "proposed_by").first()
    approvals = Approval.objects.filter(account=account).values_list("department_id", "proposal_id")
    pairs = list(approvals)
    return Standpoint(
        person=person,
        account=account,
        departments=tuple(department_ids(account, at)),
        approved=frozenset(department for department, _ in pairs),
        governed=reach.governed,
        asks=reach.requested,
        stewards_it=is_steward(person, account, at),
        roles=roles_of(person, at),
        proposal=proposal,
        change_approved=frozenset(department for department, of in pairs if proposal and of == proposal.pk),
    )
