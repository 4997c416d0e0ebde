"""Rules that the database keeps itself: instruments are append-only and do not overlap."""

from django.db import migrations

from foundation.guards import AppendOnly, GuardOperation, NoOverlap


class Migration(migrations.Migration):
    dependencies = [("powers", "0001_instruments")]

    operations = [
        GuardOperation(AppendOnly("powers_appointment", may_set_once=("superseded_at",))),
        GuardOperation(AppendOnly("powers_designation", may_set_once=("superseded_at",))),
        GuardOperation(AppendOnly("powers_reading", may_set_once=("superseded_at",))),
        GuardOperation(NoOverlap("powers_appointment", same=("department_id", "kind"))),
        GuardOperation(
            NoOverlap(
                "powers_reading",
                same=("kind", "power"),
                where="{row}.kind <> 'office_means'",
                name="powers_reading_one_answer",
            )
        ),
        GuardOperation(
            NoOverlap(
                "powers_reading",
                same=("power", "department_id"),
                where="{row}.kind = 'office_means'",
                name="powers_reading_one_office",
            )
        ),
    ]
