"""Rules of `reports` that the database keeps itself."""

from foundation.guards import AppendOnly, Guard

GUARDS: list[Guard] = [
    AppendOnly(
        "reports_export",
        may_set_once=("job_id", "made_at", "rows", "data_sha256", "file_id", "keep_until", "let_go_at"),
    ),
    AppendOnly("reports_fileopening"),
]
