"""What a short page begins with: a person, a kind, and the accounts that a link names, as far as one sees them."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass

from accounts.models import AccountDepartment, OfficialAccount
from accounts.permissions import account_in_sight
from authorizations.acts_asked import Act, Speaker
from authorizations.decisions import decide_each
from authorizations.forms.scope import Offer
from authorizations.kinds import ON_ACCOUNTS, Kind
from authorizations.plans import assignment_of
from directory.models import Department, Employee, SpeechRule
from foundation.errors import InvalidInput, NotVisible
from powers.picture import Picture

NOT_SEEN = "The link names an account that is not there, or that you do not see. The others stand below."


@dataclass(frozen=True)
class Short:
    """A person before some accounts: which kind of authorization lets them speak there, whose authority gives it."""

    grantee: Employee
    home: Department
    kind: Kind
    offered: list[OfficialAccount]
    named: bool
    notes: list[str]
    department: Department


def short_of(viewer: Employee, grantee: Employee, references: Sequence[str], picture: Picture) -> Short:
    """What the page of a link begins with; accounts that the viewer does not see become a sentence."""
    at, notes = picture.at, []
    home = assignment_of(grantee, at).department
    named = []
    for reference in references[:20]:
        try:
            named.append(account_in_sight(viewer, reference, at))
        except NotVisible:
            notes.append(NOT_SEEN)
    kind = _ordinary(home, picture)
    if named:
        kind, missing = _kind(grantee, named, picture)
        if not missing:
            notes.append(f"{grantee.name} is authorized to speak there already.")
    offered = named or Offer(kind, home.pk, picture).accounts()
    department = home
    if kind == Kind.POLICE_SPEECH and offered:
        department = _responsible(offered[:1], picture)
    return Short(grantee, home, kind, offered, bool(named), list(dict.fromkeys(notes)), department)


def _ordinary(home: Department, picture: Picture) -> Kind:
    profile = picture.tree.profile(home.pk, picture.at)
    police = profile is not None and profile.speech_rule != SpeechRule.ORDINARY
    return Kind.POLICE_SPEECH if police else Kind.SPEECH


def _kind(grantee: Employee, accounts: Sequence[OfficialAccount], picture: Picture) -> tuple[Kind, bool]:
    """The kind that the decision asks for on these accounts, and whether it is missing; the first that is missing."""
    answers = decide_each(grantee, [Act(account=one) for one in accounts], picture.at)
    asked = [one for answer in answers for one in answer.requirements if one.code in ON_ACCOUNTS]
    unmet = [Kind(one.code) for one in asked if not one.met]
    if unmet:
        return unmet[0], True
    return (Kind(asked[0].code) if asked else Kind.SPEECH), False


def speaker_for(accounts: Iterable[OfficialAccount], picture: Picture) -> Speaker:
    """The voice of the department to which some accounts belong; raises `InvalidInput` where they are of several."""
    return Speaker.of_department(_responsible(accounts, picture))


def _responsible(accounts: Iterable[OfficialAccount], picture: Picture) -> Department:
    rows = AccountDepartment.objects.in_effect(picture.at).filter(account__in=list(accounts), is_responsible=True)
    departments: set[Department] = {row.department for row in rows.select_related("department")}
    if len(departments) != 1:
        raise InvalidInput(
            "These accounts belong to different departments.",
            why="Each speaks with the voice of its own.",
            remedy="Choose those of one department; do the others afterwards.",
            field="accounts",
        )
    return departments.pop()
