"""Rules about the foundation's tables that the database keeps itself."""

from foundation.guards import AppendOnly, Guard, NoOverlap

GUARDS: list[Guard] = [
    AppendOnly("foundation_datedsetting", may_set_once=("superseded_at",)),
    NoOverlap("foundation_datedsetting", same=("key",)),
    AppendOnly("foundation_signingkey", is_locked=True),
    AppendOnly("foundation_documentcertificate"),
]
