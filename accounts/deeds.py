"""What people do with an account, one small page each: who is offered it, what it means, what follows.

The services behind these ask again, under their locks; a button that is not offered here is a courtesy.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from typing import Any

from accounts import services
from accounts.basis import APPROVAL
from accounts.forms.deeds import AdoptForm, ApproveForm, DeedForm, EstablishForm, ListForm, NoteForm, ReasonForm
from accounts.lifecycle import ACCOUNT
from accounts.models import AccountClass, OfficialAccount, State
from accounts.standpoint import Standpoint
from foundation.actor import Actor
from foundation.citations import CITY_PROCEDURE

Data = dict[str, Any]


def _none(standpoint: Standpoint) -> tuple[int, ...]:
    return ()


def _decides(standpoint: Standpoint) -> tuple[int, ...]:
    return standpoint.decides


def _undecided(standpoint: Standpoint) -> tuple[int, ...]:
    return standpoint.undecided


def _closing(standpoint: Standpoint) -> tuple[int, ...]:
    """For what was never approved, Employee Relations acts, too: for the responsible department."""
    if standpoint.is_employee_relations and standpoint.state in {State.FOUND, State.LISTED}:
        return standpoint.decides or standpoint.departments[:1]
    return standpoint.decides


@dataclass(frozen=True)
class Deed:
    """One act: `name` is its route, `step` its row in the account's life, `departments` those it may be done for."""

    name: str
    step: str
    label: str
    title: str
    button: str
    means: str
    follows: str
    done: str
    basis: str
    form: type[DeedForm]
    do: Callable[[Actor, OfficialAccount, Data], object]
    departments: Callable[[Standpoint], tuple[int, ...]] = _none
    by_keepers: Callable[[Standpoint], bool] = lambda standpoint: False
    whose: str = ""
    """Who does it, where it is not the authority alone."""
    holds_facts: bool = True
    """Whether the form is refused when the facts changed since it was opened."""
    leads_on: bool = False
    """Whether it is what the account waits for: then it is the page's primary button."""

    @property
    def route(self) -> str:
        """The route of its page."""
        return f"accounts:{self.name}"

    def may(self, standpoint: Standpoint) -> bool:
        """Whether the person may do it now, as far as person and departments go."""
        return self.by_keepers(standpoint) or bool(self.departments(standpoint))

    def fits(self, state: str) -> bool:
        """Whether the account's state allows it."""
        return state.replace("_", " ") in ACCOUNT.act(self.step).start


_KEEPERS = "This is done by the account's stewards, who may ask for accounts of its department, or its authority."

TABLE: dict[str, Deed] = {
    deed.name: deed
    for deed in (
        Deed(
            name="approve",
            leads_on=True,
            step="approved",
            label="Approve",
            title="Approve this account",
            button="Approve",
            means="You approve, as appointing authority, that this account is established at this address for this "
            "department.",
            follows="Who asked for it hears of it, and records the page once it exists. A shared account waits until "
            "the authority of each department has approved.",
            done="Approved.",
            basis=APPROVAL,
            form=ApproveForm,
            do=lambda by, account, data: services.approve_account(
                by=by, account=account, department=data["department"], reason=data["reason"]
            ),
            departments=_undecided,
        ),
        Deed(
            name="decline",
            step="declined",
            label="Decline",
            title="Decline this account",
            button="Decline",
            means="The account is not established. Its name is free for another request.",
            follows="Who asked for it reads your reason.",
            done="Declined.",
            basis=APPROVAL,
            form=ReasonForm,
            do=lambda by, account, data: services.decline_account(
                by=by, account=account, department=data["department"], reason=data["reason"]
            ),
            departments=_decides,
        ),
        Deed(
            name="establish",
            leads_on=True,
            step="established",
            label="Record that it is established",
            title="Record that this account is established",
            button="Record it",
            means="The approved page exists now at the address below.",
            follows="The account is active: everybody may rely on it.",
            done="Recorded. The account is active.",
            basis=APPROVAL,
            form=EstablishForm,
            do=lambda by, account, data: services.establish_account(
                by=by, account=account, persistent_id=data["persistent_id"]
            ),
            by_keepers=lambda standpoint: standpoint.keeps,
            whose=_KEEPERS,
        ),
        Deed(
            name="adopt",
            leads_on=True,
            step="adopted",
            label="Adopt",
            title="Adopt this account",
            button="Adopt it",
            means="The account exists already. You make it an official account of your department, by approving it now "
            "or by recording the approval that it was given before.",
            follows="It is active when each department that uses it has adopted it.",
            done="Adopted.",
            basis=APPROVAL,
            form=AdoptForm,
            do=lambda by, account, data: services.adopt_account(
                by=by,
                account=account,
                department=data["department"],
                reason=data["reason"],
                earlier=data["earlier"],
            ),
            departments=lambda standpoint: (
                () if standpoint.account.now.account_class == AccountClass.OWN else standpoint.undecided
            ),
        ),
        Deed(
            name="resume",
            leads_on=True,
            step="resumed",
            label="Resume",
            title="Resume this account",
            button="Resume it",
            means="You say that the account may be relied on again.",
            follows="It is active at once, and everybody concerned hears of it.",
            done="Resumed. The account is active.",
            basis=APPROVAL,
            form=NoteForm,
            do=lambda by, account, data: services.resume_account(
                by=by, account=account, department=data["department"], reason=data["reason"]
            ),
            departments=_decides,
        ),
        Deed(
            name="list",
            step="listed",
            label="It is an official's own page",
            title="List it as an official's own page",
            button="List it apart",
            means="The page is an official's own, and not the City's.",
            follows="It is listed apart, and never approved as an official account.",
            done="Listed as an official's own page.",
            basis=CITY_PROCEDURE,
            form=ListForm,
            do=lambda by, account, data: services.list_own_page(by=by, account=account),
            by_keepers=lambda standpoint: standpoint.keeps or standpoint.is_employee_relations,
            whose=_KEEPERS,
        ),
        Deed(
            name="set_aside",
            step="set aside",
            label="It is not ours",
            title="Record that this page is not the City's",
            button="Record that it is not ours",
            means="Nobody of the City runs this page, or it does not speak for the City.",
            follows="Whoever asks is told that it is not known as the City's. Its name is free.",
            done="Recorded: it is not the City's.",
            basis=CITY_PROCEDURE,
            form=ReasonForm,
            do=lambda by, account, data: services.set_aside(
                by=by, account=account, department=data["department"], reason=data["reason"]
            ),
            departments=_closing,
        ),
        Deed(
            name="suspend",
            step="suspended",
            label="Suspend",
            title="Suspend this account",
            button="Suspend it now",
            means="Something is wrong: nobody should rely on what the page says. A suspension holds at once.",
            follows="Whoever asks is told not to rely on it. Its authority resumes it.",
            done="Suspended. Nobody should rely on it until its authority resumes it.",
            basis=CITY_PROCEDURE,
            form=ReasonForm,
            do=lambda by, account, data: services.suspend_account(by=by, account=account, reason=data["reason"]),
            by_keepers=lambda standpoint: standpoint.keeps or standpoint.is_employee_relations,
            whose=_KEEPERS + " Employee Relations may suspend it, too.",
            holds_facts=False,
        ),
        Deed(
            name="retire",
            step="retired",
            label="Retire",
            title="Retire this account",
            button="Retire it",
            means="The account is the City's no longer.",
            follows="Its history stays, and its name stays reserved: nobody can register it anew. This cannot be "
            "undone.",
            done="Retired.",
            basis=CITY_PROCEDURE,
            form=ReasonForm,
            do=lambda by, account, data: services.retire_account(
                by=by, account=account, department=data["department"], reason=data["reason"]
            ),
            departments=_closing,
        ),
        Deed(
            name="withdraw",
            step="withdrawn",
            label="Take the request back",
            title="Take this request back",
            button="Take it back",
            means="You asked for this account, and no longer want it.",
            follows="The authority has nothing to decide any more, and the name is free.",
            done="Taken back.",
            basis=CITY_PROCEDURE,
            form=NoteForm,
            do=lambda by, account, data: services.withdraw_request(by=by, account=account, reason=data["reason"]),
            by_keepers=lambda standpoint: standpoint.is_asker,
            whose="A request is taken back by who made it.",
        ),
    )
}
"""Every act on an account, in the order of its buttons; the first one offered is the page's primary button."""


def offered(standpoint: Standpoint) -> list[Deed]:
    """What the person may do with the account as it stands."""
    return [deed for deed in TABLE.values() if deed.fits(standpoint.state) and deed.may(standpoint)]
