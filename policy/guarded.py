"""Rules about policy's tables that the database keeps itself: a text, once in, is never changed (DESIGN 3.7)."""

from foundation.guards import AppendOnly, Guard, NoOverlap

_DECIDED = ("decision", "decided_by_id", "decided_at", "reason")

GUARDS: list[Guard] = [
    AppendOnly("policy_version", may_set_once=("discarded_by_id", "discarded_at")),
    AppendOnly("policy_clause"),
    AppendOnly("policy_definition"),
    AppendOnly("policy_publicationrequest", may_set_once=_DECIDED),
    AppendOnly("policy_publication", may_set_once=("superseded_at",)),
    AppendOnly("policy_carrying"),
    AppendOnly("policy_clausematch", may_set_once=("superseded_at",)),
    AppendOnly("policy_explanation", may_set_once=_DECIDED),
    NoOverlap("policy_publication", same=("regulation_id",)),
    NoOverlap("policy_clausematch", same=("version_id", "citation")),
]
