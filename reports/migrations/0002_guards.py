"""Rules that the database keeps itself: exports and openings are append-only."""

from django.db import migrations

from foundation.guards import AppendOnly, GuardOperation


class Migration(migrations.Migration):
    dependencies = [("reports", "0001_exports_and_names")]

    operations = [
        GuardOperation(
            AppendOnly(
                "reports_export",
                may_set_once=("job_id", "made_at", "rows", "data_sha256", "file_id", "keep_until", "let_go_at"),
            )
        ),
        GuardOperation(AppendOnly("reports_fileopening")),
    ]
