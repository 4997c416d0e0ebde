"""Reading matches: what a citation made by the code means in the version in force."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime

from foundation.canonical import c1_hash
from policy.cited import cited_in_code, original
from policy.models import Clause, ClauseMatch, Version
from powers.catalogue import POWERS, Power


def wording(heading: str, text: str) -> str:
    """The words of a clause as they are compared: white space apart, exactly."""
    return " ".join(f"{heading} {text}".split())


def wording_hash(clause: Clause) -> str:
    """The hash of a clause's words, for what was said about exactly these."""
    return c1_hash(wording(clause.heading, clause.whole_text))


@dataclass(frozen=True)
class CitedClause:
    """A citation that the portal makes: the words it was made for, and what it means in a version, if anything."""

    citation: str
    original_text: str
    match: ClauseMatch | None

    @property
    def is_open(self) -> bool:
        """Whether nobody has said yet what takes its place."""
        return self.match is None

    @property
    def is_matched(self) -> bool:
        """Whether a clause takes its place: the powers that rest on it can be held."""
        return self.match is not None and self.match.clause_id is not None

    @property
    def powers(self) -> list[Power]:
        """The powers that rest on it."""
        return [power for power in POWERS.values() if power.basis == self.citation]


def cited_clauses(version: Version) -> list[CitedClause]:
    """Every citation of the portal with its match in a version, as it stands now."""
    rows = ClauseMatch.objects.not_superseded().filter(version=version).select_related("clause", "matched_by")
    matches = {match.citation: match for match in rows.order_by("effective_from", "pk")}
    found = []
    for citation in cited_in_code():
        clause = original().clause(citation)
        text = wording(clause.heading, clause.whole_text) if clause else ""
        found.append(CitedClause(citation, text, matches.get(citation)))
    return found


def matched_clause(version: Version, citation: str, at: datetime, known_at: datetime | None = None) -> Clause | None:
    """The clause of a version that a citation of the portal means at a moment; None while nobody has said."""
    match = (
        ClauseMatch.objects.in_effect(at, known_at)
        .filter(version=version, citation=citation)
        .select_related("clause")
        .first()
    )
    return match.clause if match else None
