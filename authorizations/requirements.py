"""An answer as a list of requirements, each with its basis, met or not, by which instrument, and what to do."""

from __future__ import annotations

from dataclasses import asdict, dataclass, field
from datetime import datetime
from enum import StrEnum
from typing import Any

from directory.models import Employee


class Answer(StrEnum):
    """The three answers."""

    YES = "yes"
    NO = "no"
    NOT_YET = "not yet"


class Weight(StrEnum):
    """What a requirement that is not met makes of the answer; a warning makes nothing of it."""

    NO = "no"
    NOT_YET = "not yet"
    WARNING = "warning"


@dataclass(frozen=True)
class Requirement:
    """One thing that the act needs. `basis` is a clause of the version in force, or City procedure.

    `instruments` are references of the authorizations that meet it, or under which it is asked; `by_office` names the
    appointment. `to_do` and `ask` are sentences, where it is not met.
    """

    code: str
    sentence: str
    basis: str
    met: bool
    weight: Weight = Weight.NO
    instruments: tuple[str, ...] = ()
    by_office: str = ""
    to_do: str = ""
    ask: str = ""


@dataclass(frozen=True)
class Decision:
    """The answer to "may this person do this then?", as known at a moment."""

    employee: Employee
    at: datetime
    known_at: datetime
    requirements: tuple[Requirement, ...] = field(default_factory=tuple)

    @property
    def unmet(self) -> list[Requirement]:
        """What stands in the way, what warns included."""
        return [one for one in self.requirements if not one.met]

    @property
    def answer(self) -> Answer:
        """*No* where anything says no, else *not yet* where anything is still to come, else *yes*."""
        weights = {one.weight for one in self.unmet}
        if Weight.NO in weights:
            return Answer.NO
        return Answer.NOT_YET if Weight.NOT_YET in weights else Answer.YES

    @property
    def instruments(self) -> tuple[str, ...]:
        """References of every authorization that meets a requirement, each once."""
        return tuple(dict.fromkeys(name for one in self.requirements if one.met for name in one.instruments))

    @property
    def by_office(self) -> bool:
        """Whether any part of it is done by office: such an act has a reason and is reported."""
        return any(one.by_office for one in self.requirements)

    @property
    def sentence(self) -> str:
        """The answer in one sentence."""
        name = self.employee.name
        if self.answer == Answer.YES:
            return f"{name} may do this."
        first = next(one for one in self.unmet if one.weight == self.answer.value)
        not_yet = " yet" if self.answer == Answer.NOT_YET else ""
        return f"{name} may not do this{not_yet}: {first.sentence}"

    def as_json(self) -> dict[str, Any]:
        """The same for machines."""
        return {
            "employee": self.employee.number,
            "at": self.at.isoformat(),
            "known_at": self.known_at.isoformat(),
            "answer": self.answer.value,
            "sentence": self.sentence,
            "by_office": self.by_office,
            "instruments": list(self.instruments),
            "requirements": [asdict(one) for one in self.requirements],
        }
