"""The nine powers: what each is called, its basis, and whether a designee may hold it unless a reading says otherwise.

Each stands for a Django permission on Department (`directory.<code>`).
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass

from foundation.citations import CITY_PROCEDURE, cite
from foundation.errors import InvalidInput


@dataclass(frozen=True)
class Power:
    """One power of the regulation, or of City procedure. `name` reads after "may" ("may authorize speech")."""

    code: str
    name: str
    basis: str
    designee_allowed: bool
    falls_to_ancestor: bool = True
    """Whether a department without an office of its own takes the nearest ancestor's (never so under IV.K.2)."""

    @property
    def permission(self) -> str:
        """The name under which Django knows it: `directory.authorize_speech`."""
        return f"directory.{self.code}"


APPROVE_ACCOUNTS = Power("approve_accounts", "approve official accounts", cite("IV.A"), designee_allowed=False)
AUTHORIZE_SPEECH = Power("authorize_speech", "authorize speech", cite("IV.C"), designee_allowed=False)
AUTHORIZE_OUTSIDE_SITE = Power(
    "authorize_outside_site", "authorize posts on an outside site", cite("IV.C"), designee_allowed=False
)
AUTHORIZE_POLICE_SPEECH = Power(
    "authorize_police_speech",
    "authorize speech for police or airport police",
    cite("IV.K.2"),
    designee_allowed=True,
    falls_to_ancestor=False,
)
APPROVE_PERSONAL_DEVICE = Power(
    "approve_personal_device", "approve a personal device", cite("IV.J"), designee_allowed=True
)
APPROVE_DISCLOSURE = Power(
    "approve_disclosure", "approve disclosure of criminal justice information", cite("IV.K.1"), designee_allowed=True
)
APPROVE_EMAIL_REGISTRATION = Power(
    "approve_email_registration",
    "approve registering with a work e-mail address",
    cite("V.B.1"),
    designee_allowed=False,
)
REVIEW_POSTS = Power("review_posts", "review posts", CITY_PROCEDURE, designee_allowed=True)
REQUEST_ACCOUNTS = Power("request_accounts", "request accounts (comms staff)", CITY_PROCEDURE, designee_allowed=True)

POWERS: dict[str, Power] = {
    power.code: power
    for power in (
        APPROVE_ACCOUNTS,
        AUTHORIZE_SPEECH,
        AUTHORIZE_OUTSIDE_SITE,
        AUTHORIZE_POLICE_SPEECH,
        APPROVE_PERSONAL_DEVICE,
        APPROVE_DISCLOSURE,
        APPROVE_EMAIL_REGISTRATION,
        REVIEW_POSTS,
        REQUEST_ACCOUNTS,
    )
}
"""All powers, by code, in the order in which they are shown."""

CHOICES = [(power.code, f"{power.name} ({power.basis})") for power in POWERS.values()]


def power_of(code_or_clause: str, cited: Mapping[str, str] | None = None) -> Power:
    """The power with a code (`authorize_speech`, `directory.authorize_speech`) or the one that a clause gives.

    `cited` gives by code the clauses of the version in force; these go before those that the code cites, because the
    same citation may mean another thing there. Raises `InvalidInput` for an unknown one, and for a clause that gives
    several powers, naming them.
    """
    asked = code_or_clause.removeprefix("directory.").strip()
    if asked in POWERS:
        return POWERS[asked]
    found = [power for power in POWERS.values() if (cited or {}).get(power.code) == asked]
    found = found or [power for power in POWERS.values() if power.basis == asked]
    if len(found) == 1:
        return found[0]
    if found:
        raise InvalidInput(
            f"{asked} gives more than one power.",
            remedy=f"Name one of them by its code: {', '.join(power.code for power in found)}.",
            field="power",
        )
    raise InvalidInput(
        f"There is no power called {code_or_clause!r}.",
        remedy=f"The powers are: {', '.join(POWERS)}.",
        field="power",
    )
