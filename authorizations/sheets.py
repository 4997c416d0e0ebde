"""One authorization as its page shows it, and what one may do with it: a button is a courtesy, services ask again."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import timedelta

from accounts.models import OfficialAccount
from authorizations.facts import VersionAsked
from authorizations.kinds import Kind
from authorizations.lapses import lapsed_among
from authorizations.letters import Letter, letter_of
from authorizations.models import Authorization
from authorizations.permissions import may_nominate, may_see_reason, reach_of
from authorizations.reading import Facts, accounts_of, by_whom, scope_facts, state_of, title_of
from authorizations.services.granting import RENEWAL_DAYS
from authorizations.services.writing import subject
from directory.models import Assignment, Employee, Role
from directory.permissions import holds_role
from foundation.audit.history import told_of
from foundation.audit.models import Entry
from foundation.dated_settings import value
from powers.picture import Picture


@dataclass(frozen=True)
class Deeds:
    """What somebody may do with an authorization now."""

    accept: bool = False
    record_acceptance: bool = False
    paper_form: bool = False
    revoke: bool = False
    lay_down: bool = False
    renew: bool = False
    ask_renewal: bool = False
    confirm: bool = False

    @property
    def any(self) -> bool:
        """Whether there is a button at all."""
        return any(vars(self).values())


@dataclass(frozen=True)
class Sheet:
    """An authorization as its page shows it."""

    row: Authorization
    title: str
    letter: Letter
    facts: Facts
    word: str
    tone: str
    sentence: str
    in_effect: bool
    lapsed: VersionAsked | None
    by_whom: str
    accounts: list[OfficialAccount]
    entries: list[Entry]
    deeds: Deeds
    is_mine: bool


def sheet_of(row: Authorization, person: Employee, picture: Picture) -> Sheet:
    """Everything about an authorization for who sees it; why it is not in force is told to few."""
    at = picture.at
    accounts = accounts_of(row, at)
    lapsed = lapsed_among(picture, [row.grantee_id]).get(row.grantee_id)
    word, tone, sentence, in_effect = state_of(row, picture, lapsed)
    if not in_effect and not may_see_reason(person, row, at):
        word, tone, sentence = "Not in force", "over", "It is not in force."
    return Sheet(
        row,
        title_of(row, picture),
        letter_of(row.text.text),
        scope_facts(row, accounts, picture),
        word,
        tone,
        sentence,
        in_effect,
        lapsed,
        by_whom(row),
        accounts,
        told_of(subject(row)),
        deeds_of(row, person, picture),
        row.grantee_id == person.pk,
    )


def deeds_of(row: Authorization, person: Employee, picture: Picture) -> Deeds:
    """What is offered to somebody."""
    at, is_mine = picture.at, row.grantee_id == person.pk
    paper, revocation = getattr(row, "paper", None), getattr(row, "revocation", None)
    stands = revocation is None and row.effective_until > at and (not row.is_paper or _confirmed(row))
    open_ = stands and getattr(row, "acceptance", None) is None
    readable = row.is_paper or getattr(row, "document", None) is not None
    holds = row.department_id in reach_of(person, at).get(row.kind, frozenset())
    opens = row.effective_until - timedelta(days=max(value(RENEWAL_DAYS, at)))
    renewable = stands and at >= opens
    records = open_ and not is_mine and (holds or holds_role(person, Role.EMPLOYEE_RELATIONS, at))
    nominates = _home(row.grantee, picture) is not None and may_nominate(person, _home(row.grantee, picture) or 0, at)
    return Deeds(
        accept=open_ and is_mine and readable,
        record_acceptance=records,
        paper_form=readable and (records or (open_ and is_mine)),
        revoke=stands and holds and not is_mine,
        lay_down=stands and is_mine,
        renew=renewable and holds and not is_mine,
        ask_renewal=renewable and (is_mine or (nominates and not holds)),
        confirm=row.is_paper and paper is None and holds and person.pk not in {row.recorded_by_id, row.grantee_id},
    )


def _confirmed(row: Authorization) -> bool:
    paper = getattr(row, "paper", None)
    return paper is not None and paper.outcome == "confirmed"


def _home(person: Employee, picture: Picture) -> int | None:
    rows = Assignment.objects.in_effect(picture.at).filter(employee=person)
    found: int | None = rows.values_list("department_id", flat=True).first()
    return found


def asks_for(kind: str) -> str:
    """What a kind lets somebody do, as a sentence for whoever asks for it or grants it."""
    return SENTENCES[Kind(kind)]


SENTENCES = {
    Kind.SPEECH: "Post on official accounts for the City, a department or a named official.",
    Kind.OUTSIDE_SITE: "Post for the City on a site that is not the City's, such as a neighborhood forum.",
    Kind.POLICE_SPEECH: "Speak for the police or the airport police, on their accounts or elsewhere.",
    Kind.DEVICE: "Use a telephone, tablet or computer of one's own for official posts.",
    Kind.DISCLOSURE: "Disclose one stated matter, or a stated class of records, of criminal justice information.",
    Kind.EMAIL: "Register on a social media site with a work e-mail address, for a job-related purpose.",
}
