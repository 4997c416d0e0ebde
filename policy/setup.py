"""What a first publication brings along: the explanations that ship with the portal."""

from __future__ import annotations

import json
from pathlib import Path

from foundation.actor import Actor
from policy.models import Explanation, Version
from policy.services import approve_explanation, propose_explanation

EXPLANATIONS = Path(__file__).parent / "regulations" / "explanations-150.json"


def explain_for_the_first_time(version: Version, *, by: Actor, approved_by: Actor) -> int:
    """Enter the explanations written for Regulation 150 for clauses that have none; returns how many.

    They were written for its wording: a clause of another regulation is left without.
    """
    explained = set(Explanation.objects.filter(regulation=version.regulation_id).values_list("citation", flat=True))
    clauses = {clause.citation: clause for clause in version.clauses.select_related("version")}
    count = 0
    for entry in json.loads(EXPLANATIONS.read_text(encoding="utf-8")):
        clause = clauses.get(entry["citation"])
        if clause is None or clause.citation in explained or entry["begins"] not in clause.whole_text:
            continue
        explanation = propose_explanation(clause, text=entry["text"], examples=entry["examples"], by=by)
        approve_explanation(explanation, by=approved_by)
        count += 1
    return count
