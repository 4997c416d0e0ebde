"""Rules about the trail that the database keeps itself."""

from foundation.guards import AppendOnly, Guard

GUARDS: list[Guard] = [
    AppendOnly("audit_entry"),
    AppendOnly("audit_series"),
    AppendOnly("audit_seal"),
    AppendOnly("audit_destroyedvalue"),
]
