"""Rules about files that the database keeps itself."""

from foundation.guards import AppendOnly, Guard

GUARDS: list[Guard] = [AppendOnly("files_storedfile")]
