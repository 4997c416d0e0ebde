"""Every write of `policy`: importing a text, publishing it, matching citations, explaining clauses."""

from policy.services.explaining import approve_explanation, propose_explanation, refuse_explanation
from policy.services.importing import Imported, discard_draft, import_text
from policy.services.matching import match_clause
from policy.services.publishing import (
    confirm_publication,
    refuse_publication,
    request_publication,
    withdraw_publication,
)

__all__ = [
    "Imported",
    "approve_explanation",
    "confirm_publication",
    "discard_draft",
    "import_text",
    "match_clause",
    "propose_explanation",
    "refuse_explanation",
    "refuse_publication",
    "request_publication",
    "withdraw_publication",
]
