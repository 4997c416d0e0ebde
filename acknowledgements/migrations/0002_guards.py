"""Rules that the database keeps itself: an acknowledgement is never changed, a reminder is never taken back."""

from django.db import migrations

from foundation.guards import AppendOnly, GuardOperation


class Migration(migrations.Migration):
    dependencies = [("acknowledgements", "0001_campaigns_and_acknowledgements")]

    operations = [
        GuardOperation(AppendOnly("acknowledgements_acknowledgement", may_set_once=("annulled_at",))),
        GuardOperation(
            AppendOnly(
                "acknowledgements_annulment",
                may_set_once=("decision", "decided_by_id", "decided_at", "decision_reason"),
            )
        ),
        GuardOperation(AppendOnly("acknowledgements_reminder")),
    ]
