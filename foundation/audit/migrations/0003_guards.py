"""The trail is append-only: the database refuses every change and every deletion."""

from django.db import migrations

from foundation.guards import AppendOnly, GuardOperation


class Migration(migrations.Migration):
    dependencies = [("audit", "0002_seals")]

    operations = [
        GuardOperation(AppendOnly("audit_entry")),
        GuardOperation(AppendOnly("audit_series")),
        GuardOperation(AppendOnly("audit_seal")),
        GuardOperation(AppendOnly("audit_destroyedvalue")),
    ]
