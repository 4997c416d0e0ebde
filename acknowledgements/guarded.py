"""Rules about acknowledgements that the database keeps itself (DESIGN 3.7)."""

from foundation.guards import AppendOnly, Guard

FACTS: list[Guard] = [
    AppendOnly("acknowledgements_acknowledgement", may_set_once=("annulled_at",)),
    AppendOnly(
        "acknowledgements_annulment",
        may_set_once=("decision", "decided_by_id", "decided_at", "decision_reason"),
    ),
    AppendOnly("acknowledgements_reminder"),
]

GUARDS: list[Guard] = [*FACTS]
