"""What powers rest on at a moment: the clauses that the citations of the code mean in the version in force then.

The text stands in an app above this one: settings `CLAUSES_IN_FORCE` names the function `(at, known_at)` that tells of
it, `CLAUSES_ASKED` the one that asks it together with other questions, `CLAUSES_HELD` the one that keeps it from
changing until the transaction ends.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from datetime import datetime

from django.conf import settings
from django.utils.module_loading import import_string

from foundation.citations import CITY_PROCEDURE
from foundation.together import Together
from powers.catalogue import Power

NOT_MATCHED = "no clause matched"


@dataclass(frozen=True)
class TextInForce:
    """The version in force: how it is called, what the code's citations mean in it, the page on which they are matched.

    A citation that `clauses` lacks waits for a match; one that it gives as empty has none, as Employee Relations said.
    """

    name: str
    clauses: Mapping[str, str]
    page: str


@dataclass(frozen=True)
class Basis:
    """What one power rests on: `citation` is a clause of the version in force; empty where none is matched.

    Without a text nothing has been published yet, and the citations of the code stand.
    """

    power: Power
    citation: str
    text: TextInForce | None = None

    @property
    def is_matched(self) -> bool:
        """Whether anybody can hold the power."""
        return bool(self.citation)

    @property
    def shown(self) -> str:
        """The citation, or that there is none, as it stands in brackets after a power's name."""
        return self.citation or NOT_MATCHED

    @property
    def named(self) -> str:
        """The citation within a sentence, else the power itself."""
        return self.citation or f"“{self.power.name}”"

    @property
    def label(self) -> str:
        """The power with its basis: "authorize speech (IV.C)"."""
        return f"{self.power.name} ({self.shown})"

    @property
    def clause(self) -> str:
        """What a refusal and the trail cite: that powers wait for a match is City procedure, no clause says it."""
        return self.citation or CITY_PROCEDURE

    @property
    def sentence(self) -> str:
        """On what the power rests, or why nobody holds it."""
        if self.text is None or self.power.basis == CITY_PROCEDURE:
            return f"The power rests on {self.citation}."
        if self.is_matched:
            return f"The power rests on {self.citation} of the {self.text.name}, which is in force."
        if self.power.basis in self.text.clauses:
            return (
                f"The {self.text.name}, is in force, and no clause of it is matched to this power: Employee Relations "
                "said that none gives it. Nobody holds it under this version."
            )
        return (
            f"The {self.text.name}, is in force, and no clause of it has been matched to this power yet. "
            "Nobody holds it until that is done."
        )

    @property
    def remedy(self) -> str:
        """What to do where no clause is matched."""
        page = f" ({self.text.page})" if self.text else ""
        return f"Employee Relations can match it on the page “What the portal cites” of that version{page}."


def text_in_force(at: datetime, known_at: datetime) -> TextInForce | None:
    """The version in force at a moment, as known at a moment; None where none was."""
    found: TextInForce | None = import_string(settings.CLAUSES_IN_FORCE)(at, known_at)
    return found


def ask_text(at: datetime, known_at: datetime, together: Together) -> Callable[[], TextInForce | None]:
    """The version in force, asked together with other questions: call what is returned for the answer."""
    found: Callable[[], TextInForce | None] = import_string(settings.CLAUSES_ASKED)(at, known_at, together)
    return found


def hold_text(together: Together | None = None) -> None:
    """Let nobody publish or match until this transaction ends; whoever decides reads the clock after it.

    With `together`: held once that is sent, among the other locks.
    """
    import_string(settings.CLAUSES_HELD)(together)


def basis_of(power: Power, text: TextInForce | None) -> Basis:
    """What a power rests on under a text."""
    if text is None or power.basis == CITY_PROCEDURE:
        return Basis(power, power.basis, text)
    return Basis(power, text.clauses.get(power.basis, ""), text)
