"""Rules that the database keeps itself: dated facts are append-only and do not overlap."""

from django.db import migrations

from foundation.guards import AppendOnly, GuardOperation, NoOverlap


class Migration(migrations.Migration):
    dependencies = [("foundation", "0001_facts")]

    operations = [
        GuardOperation(AppendOnly("foundation_datedsetting", may_set_once=("superseded_at",))),
        GuardOperation(NoOverlap("foundation_datedsetting", same=("key",))),
    ]
