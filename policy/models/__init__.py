"""Regulations, their versions and clauses, publishing, matching, and explanations."""

from policy.models.carrying import Carrying, Change
from policy.models.clause import Clause, ClauseKind, Definition
from policy.models.explanation import Explanation
from policy.models.match import ClauseMatch
from policy.models.publication import Decision, Publication, PublicationRequest
from policy.models.regulation import Regulation, Version, VersionState

__all__ = [
    "Carrying",
    "Change",
    "Clause",
    "ClauseKind",
    "ClauseMatch",
    "Decision",
    "Definition",
    "Explanation",
    "Publication",
    "PublicationRequest",
    "Regulation",
    "Version",
    "VersionState",
]
