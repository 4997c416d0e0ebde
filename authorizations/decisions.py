"""May this person do this, there, then? A pure function of recorded facts (docs/authorizations.md).

The same employee, act, moment and *known at* have the same answer for ever. One query.
"""

from __future__ import annotations

from collections.abc import Callable, Sequence
from datetime import datetime

from accounts.models import State
from authorizations.acts_asked import PERSONAL_DEVICE, Act, Speaker
from authorizations.facts import Facts
from authorizations.instruments import Instruments
from authorizations.kinds import Kind, Voice
from authorizations.readiness import acknowledgement
from authorizations.requirements import Answer, Decision, Requirement, Weight
from directory.models import Employee, SpeechRule
from foundation.citations import CITY_PROCEDURE, cite
from foundation.together import Together
from powers.catalogue import APPROVE_ACCOUNTS

__all__ = ["Act", "Answer", "Decision", "Requirement", "Speaker", "Weight", "decide", "decide_all", "decide_each"]

CONFIDENTIAL = cite("IV.I")
"""Nothing confidential is posted: where IV.K.1 does not apply, nobody can approve it either."""
AT_ONCE = 50
"""People about whom the facts travel in one statement: seven columns for each, and SQLite has no more than 2,000."""
_TO_COME = (State.REQUESTED, State.APPROVED, State.FOUND, State.SUSPENDED)


def decide(employee: Employee, act: Act, at: datetime, known_at: datetime | None = None) -> Decision:
    """Answer for a moment, as known then unless `known_at` says otherwise (DESIGN 3.4)."""
    return decide_each(employee, [act], at, known_at)[0]


def decide_each(
    employee: Employee, acts: Sequence[Act], at: datetime, known_at: datetime | None = None
) -> list[Decision]:
    """Answer for several acts of one person, with the same few queries: for pages that list what somebody may do."""
    known = known_at or at
    if not acts:
        return []
    return _decided(Facts(employee, acts, at, known, Together()), acts)


def decide_all(people: Sequence[Employee], act: Act, at: datetime, known_at: datetime | None = None) -> list[Decision]:
    """Answer about one act for each of some people, in their order: one query for every `AT_ONCE` of them."""
    found: list[Decision] = []
    for begin in range(0, len(people), AT_ONCE):
        together = Together()
        asked = [Facts(one, [act], at, known_at or at, together) for one in people[begin : begin + AT_ONCE]]
        found += [_decided(facts, [act])[0] for facts in asked]
    return found


def ask_each(employee: Employee, acts: Sequence[Act], at: datetime, together: Together) -> Callable[[], list[Decision]]:
    """The same, asked together with other questions of that moment: call what is returned for the answers."""
    facts = Facts(employee, acts, at, at, together) if acts else None
    return lambda: _decided(facts, acts) if facts else []


def _decided(asked: Facts, acts: Sequence[Act]) -> list[Decision]:
    facts = asked.taken()
    employee, at, known = facts.employee, facts.at, facts.known_at
    return [Decision(employee, at, known, tuple(_Asking(facts.of(act)).requirements())) for act in acts]


class _Asking:
    """One question: which requirements the act has, and whether each is met."""

    def __init__(self, facts: Facts) -> None:
        self.facts, self.act, self.picture = facts, facts.act, facts.picture
        self.home = self.picture.department_id
        self.departments = facts.account.departments if facts.account else set()
        self.voice = self._voice()
        self.instruments = Instruments(facts, self.voice)

    def _voice(self) -> Speaker:
        account = self.facts.account
        speaks_for = account.responsible if account else self.home
        return self.act.voice or Speaker(Voice.DEPARTMENT, speaks_for)

    def requirements(self) -> list[Requirement]:
        """All of them, in the order in which they are read."""
        found = [self._person()]
        if self.act.account is not None:
            found.append(self._account())
        found += self._speech()
        if self.act.device == PERSONAL_DEVICE:
            found += self._own(Kind.DEVICE)
        if self.act.discloses:
            found += self._disclosure()
        if self.act.uses_work_email:
            found += self._own(Kind.EMAIL)
        if self.home is not None:
            found += acknowledgement(self.facts, self.home)
        return found

    def _person(self) -> Requirement:
        name, at = self.facts.employee.name, self.facts.at
        presence = self.picture.presence
        here = self.home is not None and not presence.left_between(self.facts.employee.pk, at, at)
        rests = presence.rests(self.facts.employee.pk, at)
        if here and not rests:
            return Requirement("person", f"{name} works for the City and is there.", CITY_PROCEDURE, met=True)
        # Nobody learns here why somebody is not there.
        said = f"Nothing that {name} holds is in force at that moment."
        return Requirement("person", said, CITY_PROCEDURE, met=False)

    def _account(self) -> Requirement:
        account, basis = self.facts.account, self.picture.basis(APPROVE_ACCOUNTS).clause
        if account is None:
            return Requirement("account", "The register had no such account at that moment.", basis, met=False)
        if account.state == State.ACTIVE:
            return Requirement("account", f"{account.name} is an active official account.", basis, met=True)
        weight = Weight.NOT_YET if account.state in _TO_COME else Weight.NO
        said = f"{account.name} is not active. It is: {account.state_shown}."
        ask = self.instruments.whom(APPROVE_ACCOUNTS, account.responsible)
        return Requirement("account", said, basis, met=False, weight=weight, to_do=_FOR_ACCOUNTS[weight], ask=ask)

    def _is_police(self, department_id: int | None) -> bool:
        profile = self.picture.tree.profile(department_id, self.facts.at) if department_id is not None else None
        return profile is not None and profile.speech_rule != SpeechRule.ORDINARY

    def _speech(self) -> list[Requirement]:
        """IV.C, IV.K.2, or both; and the consent of the account's department where IV.C is asked."""
        own = sorted(one for one in self.departments if self._is_police(one))
        spoken_for = {self.voice.department_id} if self._is_police(self.voice.department_id) else set()
        police = sorted({*own, *(one for one in spoken_for if one is not None)})
        found: list[Requirement] = []
        if self.act.account is None:
            found += self._own(Kind.OUTSIDE_SITE)
        elif not own or self.picture.both_required():
            found += self._own(Kind.SPEECH)
        for department_id in police:
            found += self.instruments.required(Kind.POLICE_SPEECH, [department_id], department_id)
        if self.act.account is not None and self.departments and not own:
            found += self._consent()
        return found

    def _own(self, kind: Kind) -> list[Requirement]:
        """What the speaker's own authority gives (IV.C, IV.J, IV.K.1, V.B.1)."""
        headed = [self.voice.department_id, *sorted(self.departments)]
        departments = dict.fromkeys(one for one in [self.home, *headed] if one is not None)
        return self.instruments.required(kind, list(departments), self.home)

    def _disclosure(self) -> list[Requirement]:
        profile = self.picture.tree.profile(self.home, self.facts.at) if self.home is not None else None
        if profile is None or profile.has_criminal_justice_information:
            return self._own(Kind.DISCLOSURE)
        said = "Confidential information is not posted, and no approval can be given for it in this department."
        return [Requirement("confidential", said, CONFIDENTIAL, met=False, to_do="Leave it out.")]

    def _consent(self) -> list[Requirement]:
        account, tree, at = self.facts.account, self.picture.tree, self.facts.at
        if account is None or self.home is None:
            return []
        mine = tree.office(self.home, at)
        if any(
            tree.office(one, at) == mine is not None or self.picture.acts_for_an_office_of(one)
            for one in account.departments
        ):
            return []
        owner = account.responsible
        reached = [gets for gives, gets in account.consents if gives == owner]
        met = any(_same(tree.office(gets, at), mine, gets, self.home) for gets in reached)
        name = tree.name(owner, at) if owner is not None else "The department"
        if met:
            return [Requirement("consent", f"{name} consents to the use of its account.", CITY_PROCEDURE, met=True)]
        return [
            Requirement(
                "consent",
                f"{account.name} is an account of another department, which has not consented to its use.",
                CITY_PROCEDURE,
                met=False,
                weight=Weight.NOT_YET,
                to_do=f"Ask for the consent of {name}.",
                ask=self.instruments.whom(APPROVE_ACCOUNTS, owner),
            )
        ]


def _same(one: int | None, other: int | None, department: int, home: int) -> bool:
    """Whether a consent to a department reaches the speaker's: the same one, or under the same authority."""
    return department == home or (one is not None and one == other)


_FOR_ACCOUNTS = {
    Weight.NOT_YET: "Wait until it is active.",
    Weight.NO: "Post on an account that is active.",
}
