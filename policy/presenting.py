"""Clauses as a page shows them: nested, with what binds the reader's department marked."""

from __future__ import annotations

from dataclasses import dataclass, field
from datetime import datetime

from directory.models import Assignment, DepartmentProfile, Employee, SpeechRule
from foundation.citations import cite
from policy.matching import matched_clause
from policy.models import Clause, ClauseKind, Version

CRIMINAL_JUSTICE = cite("IV.K")
POLICE_SPEECH = cite("IV.K.2")

CLOSING = "closing"
"""How `policy.parsing` cites the paragraph after the last clause."""


@dataclass
class Passage:
    """A clause on the page: `level` is its heading's level in HTML, `binds` why it is marked, empty if it is not."""

    clause: Clause
    level: int
    binds: str = ""
    children: list[Passage] = field(default_factory=list)

    @property
    def is_untitled(self) -> bool:
        """Whether a clause of the first level begins with its words: its number alone stands as the heading."""
        return self.clause.depth == 0 and not self.clause.heading and bool(self.clause.label)

    @property
    def short(self) -> str:
        """What the contents call it: its heading, else its first words."""
        if self.clause.heading:
            return self.clause.heading
        if self.clause.kind == ClauseKind.CLOSING:
            return "Questions"
        words = " ".join(self.clause.text.split())
        return words if len(words) <= 60 else words[:58].rsplit(" ", 1)[0] + " …"


@dataclass(frozen=True)
class Binding:
    """The clause that binds a person's department in particular, and why; both empty where none does."""

    citation: str = ""
    why: str = ""


NOTHING_SPECIAL = Binding()


def spoken(citation: str) -> str:
    """A citation within a sentence: the closing paragraph has none that people know."""
    return "the closing paragraph" if citation == CLOSING else citation


def passages(version: Version, binding: Binding = NOTHING_SPECIAL) -> list[Passage]:
    """The tree of a version, in one query; the marked clause carries the mark for what lies under it."""
    top: list[Passage] = []
    by_id: dict[int, Passage] = {}
    for clause in version.clauses.all():
        passage = Passage(clause, min(clause.depth + 2, 6))
        if clause.citation == binding.citation:
            passage.binds = "Binds your department"
        by_id[clause.pk] = passage
        (by_id[clause.parent_id].children if clause.parent_id else top).append(passage)
    return top


def binding_of(person: Employee, version: Version, at: datetime) -> Binding:
    """What binds the department where somebody works: IV.K for access to criminal justice information, or police."""
    assignment = Assignment.objects.in_effect(at).filter(employee=person).first()
    if assignment is None:
        return NOTHING_SPECIAL
    profile = DepartmentProfile.objects.in_effect(at).filter(department_id=assignment.department_id).first()
    if profile is None:
        return NOTHING_SPECIAL
    if profile.has_criminal_justice_information:
        clause = matched_clause(version, CRIMINAL_JUSTICE, at)
        why = f"{profile.name} has access to criminal justice information"
    elif profile.speech_rule != SpeechRule.ORDINARY:
        clause = matched_clause(version, POLICE_SPEECH, at)
        why = f"a special rule holds for speaking for {profile.name}"
    else:
        return NOTHING_SPECIAL
    if clause is None:
        return NOTHING_SPECIAL
    return Binding(clause.citation, why)
