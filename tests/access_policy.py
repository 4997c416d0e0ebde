"""The rows of `policy` in the access table; see `tests/access_table.py` for how a row is written."""

from __future__ import annotations

from typing import Any

from tests.access_city import City
from tests.access_table import row
from tests.factories import policy

A_DAY = {"effective_from": "2020-05-26"}


A_REASON = {"reason": "The date is wrong."}


def draft_version(city: City) -> dict[str, Any]:
    return {"version_id": policy.draft().pk}


def published_version(city: City) -> dict[str, Any]:
    return {"version_id": policy.published(policy.draft()).pk}


def publication_asked(city: City) -> dict[str, Any]:
    return {"request_id": policy.asked(policy.draft()).pk}


def clause_in_force(city: City) -> dict[str, Any]:
    policy.published(policy.draft())
    return {"citation": "II.A"}


def explanation_proposed(city: City) -> dict[str, Any]:
    version = policy.published(policy.draft())
    return {"explanation_id": policy.explanation(version.clauses.get(citation="II.A")).pk}


def two_versions(city: City) -> dict[str, Any]:
    old = policy.published(policy.draft())
    return {"old_id": old.pk, "new_id": policy.published(policy.draft(policy.LATER), policy.JUNE_1_2021).pk}


POLICY = [
    row("policy:reading", "GET", everyone=200),
    row("policy:own_accounts", "GET", everyone=200),
    row("policy:versions", "GET", everyone=200),
    row("policy:compare", "GET", everyone=200),
    row("policy:redline", "GET", everyone=200, needs=two_versions),
    row("policy:redline_pdf", "GET", everyone=200, needs=two_versions),
    row("policy:version", "GET", everyone=200, needs=published_version),
    row("policy:import", "GET", everyone=404, employee_relations=200),
    row("policy:import", "POST", everyone=404, employee_relations=400),
    row("policy:request_publication", "POST", everyone=404, employee_relations=302, needs=draft_version, data=A_DAY),
    row("policy:discard", "POST", everyone=404, employee_relations=302, needs=draft_version),
    row("policy:citations", "GET", everyone=404, employee_relations=200, needs=published_version),
    row("policy:citations", "POST", everyone=404, employee_relations=400, needs=published_version),
    row("policy:confirm", "POST", everyone=404, employee_relations=302, needs=publication_asked),
    row("policy:refuse", "POST", everyone=404, employee_relations=302, needs=publication_asked, data=A_REASON),
    row("policy:withdraw", "POST", everyone=404, employee_relations=403, needs=publication_asked),
    row("policy:explanation", "GET", everyone=404, employee_relations=200, needs=clause_in_force),
    row(
        "policy:explanation",
        "POST",
        everyone=404,
        employee_relations=302,
        needs=clause_in_force,
        data={"text": "Plain."},
    ),
    row("policy:approve_explanation", "POST", everyone=404, employee_relations=302, needs=explanation_proposed),
    row(
        "policy:refuse_explanation",
        "POST",
        everyone=404,
        employee_relations=302,
        needs=explanation_proposed,
        data=A_REASON,
    ),
]
