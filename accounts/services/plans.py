"""What somebody asks for or registers: checked before anything is written."""

from __future__ import annotations

import re
from dataclasses import dataclass
from datetime import datetime
from itertools import pairwise
from typing import Any

from accounts.basis import LINK
from accounts.models import AccountClass, LinkStance, Platform
from accounts.sites import Address
from directory.models import Department, Employee
from foundation.errors import InvalidInput

_SAID = re.compile(r"\b(pass(word|code|phrase)?|pwd?|pin)\b\s*(is\b|:|=)\s*\S+", re.IGNORECASE)
_MAIL = re.compile(r"\S+@[\w.-]+\.[A-Za-z]{2,}")
_PARTS = re.compile(r"[^\s/_.,;:\-–()“”\"']+")


@dataclass(frozen=True)
class AccountPlan:
    """An account as somebody describes it: where, for whom, what for, and who looks after it."""

    address: Address
    name: str
    responsible: Department
    sharing: tuple[Department, ...] = ()
    purpose: str = ""
    audience: str = ""
    language: str = "English"
    account_class: str = AccountClass.OFFICIAL
    persistent_id: str = ""
    primary: Employee | None = None
    backup: Employee | None = None
    links_to_city: str = ""
    why_no_link: str = ""
    credentials: str = ""
    mailbox: str = ""
    second_factor: Employee | None = None

    @property
    def departments(self) -> tuple[Department, ...]:
        """Every department that uses it, the responsible one first, each once."""
        return tuple(dict.fromkeys((self.responsible, *self.sharing)))

    def facts(self, platform: Platform | None = None) -> dict[str, Any]:
        """The columns of `AccountFacts`; the platform of the address is read where the caller has not."""
        return {
            "platform": platform or Platform.objects.get(code=self.address.platform),
            "handle": self.address.handle,
            "identity": self.address.identity,
            "url": self.address.url,
            "persistent_id": self.persistent_id.strip(),
            "name": self.name.strip() or self.address.handle,
            "purpose": self.purpose.strip(),
            "audience": self.audience.strip(),
            "language": self.language.strip() or "English",
            "account_class": self.account_class,
            "links_to_city": self.links_to_city,
            "why_no_link": self.why_no_link.strip(),
        }


def check_plan(plan: AccountPlan, at: datetime, *, is_request: bool) -> None:
    """Raise `InvalidInput` for what cannot be written; a request says more than what was merely found."""
    if is_request and not plan.purpose.strip():
        raise InvalidInput(
            "Say what the account is for.",
            why="The authority approves an account for a purpose (IV.A).",
            field="purpose",
        )
    if is_request and plan.account_class == AccountClass.OWN:
        raise InvalidInput(
            "An official's own page is not asked for.",
            why="It is not the City's: the regulation's approval (IV.A) is for official accounts.",
            remedy="Register it as one that exists; it is listed apart.",
            field="account_class",
        )
    check_link(plan.links_to_city, plan.why_no_link)
    check_stewards(plan.primary, plan.backup, at)
    refuse_password(plan.credentials)


def check_link(links_to_city: str, why_no_link: str) -> None:
    """IV.B: a page that cannot link to the City's website says why."""
    if links_to_city == LinkStance.NOT_POSSIBLE and not why_no_link.strip():
        raise InvalidInput(
            "Say why the page cannot link to the official website.",
            why="Official pages link to the website of the City or the department where possible.",
            clause=LINK,
            field="why_no_link",
        )


def check_stewards(primary: Employee | None, backup: Employee | None, at: datetime) -> None:
    """Two stewards are two people, and both work for the City now."""
    if primary is not None and primary == backup:
        raise InvalidInput("The backup steward is somebody else than the primary one.", field="backup")
    for field, person in (("primary", primary), ("backup", backup)):
        if person is not None:
            check_steward(person, at, field=field)


def check_steward(person: Employee, at: datetime, *, field: str) -> None:
    """A steward works for the City, and is there."""
    if not Employee.objects.at_work(at).filter(pk=person.pk).exists():
        raise InvalidInput(
            f"{person.name} cannot be a steward now.",
            why="A steward works for the City, and is neither on leave nor suspended.",
            remedy="Name somebody who is there.",
            field=field,
        )


def refuse_password(text: str) -> None:
    """Raise `InvalidInput` where a description of where credentials are kept looks like the credentials."""
    words = _PARTS.findall(_MAIL.sub(" ", text))
    if _SAID.search(text) or any(_looks_made_up(word) for word in words):
        raise InvalidInput(
            "This looks like a password.",
            why="The portal keeps where the credentials are, never the credentials.",
            remedy="Describe the place: “the department's password manager, vault Parks”. If this was a password, "
            "change it now.",
            field="credentials",
        )


def _looks_made_up(word: str) -> bool:
    """No word of a language: letters, digits and signs mixed, or switching between them again and again."""
    if len(word) < 8:
        return False
    kinds = [_kind(letter) for letter in word]
    switches = sum(one != other for one, other in pairwise(kinds))
    is_mixed = {"digit", "sign"} <= set(kinds) and len(set(kinds)) >= 3
    return is_mixed or (switches >= 4 and "digit" in kinds)


def _kind(letter: str) -> str:
    if letter.isdigit():
        return "digit"
    if letter.isalpha():
        return "upper" if letter.isupper() else "lower"
    return "sign"
