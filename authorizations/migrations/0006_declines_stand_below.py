"""The row that held a decline and its decision goes: both stand in their own tables (0005)."""

from django.db import migrations

from foundation.guards import AppendOnly, GuardOperation, GuardRemoval


class Migration(migrations.Migration):
    dependencies = [("authorizations", "0005_decisions_on_declines")]

    operations = [
        GuardRemoval(
            AppendOnly(
                "authorizations_decline",
                may_set_once=("decision", "decided_by_id", "decided_at", "decision_reason", "instrument"),
            )
        ),
        migrations.DeleteModel(name="Decline"),
        GuardOperation(AppendOnly("authorizations_declinedecision")),
    ]
