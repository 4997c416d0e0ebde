"""Reading explanations: what everybody sees beside a clause, and what waits for a second person."""

from __future__ import annotations

from dataclasses import dataclass

from policy.matching import wording_hash
from policy.models import Clause, Decision, Explanation, Version


@dataclass(frozen=True)
class Explained:
    """A clause with the explanation to show, if there is one for this very wording, and one that waits."""

    clause: Clause
    shown: Explanation | None
    waiting: Explanation | None
    is_outdated: bool


def explained(version: Version, clauses: list[Clause]) -> list[Explained]:
    """Clauses with their explanations, in one query. One written for another wording is not shown, but told."""
    approved: dict[str, Explanation] = {}
    waiting: dict[str, Explanation] = {}
    rows = Explanation.objects.filter(
        regulation_id=version.regulation_id, citation__in=[clause.citation for clause in clauses]
    ).select_related("written_by", "decided_by")
    for row in rows.order_by("decided_at", "pk"):
        if row.decision == Decision.CONFIRMED:
            approved[row.citation] = row
        elif row.decision is None:
            waiting[row.citation] = row
    found = []
    for clause in clauses:
        latest = approved.get(clause.citation)
        fits = latest is not None and latest.clause_hash == wording_hash(clause)
        found.append(
            Explained(clause, latest if fits else None, waiting.get(clause.citation), latest is not None and not fits)
        )
    return found
