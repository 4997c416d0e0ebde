"""Rules that the database keeps itself: what was sent, decided and recorded stands."""

from django.db import migrations

from foundation.guards import AppendOnly, GuardOperation, NoOverlap


class Migration(migrations.Migration):
    dependencies = [("reviews", "0001_posts")]

    operations = [
        GuardOperation(AppendOnly("reviews_round", may_set_once=("outcome", "ended_at", "released_at", "voided_at"))),
        GuardOperation(
            AppendOnly(
                "reviews_need",
                may_set_once=(
                    "outcome",
                    "decided_by_id",
                    "decided_at",
                    "reason",
                    "capacity",
                    "instrument",
                    "in_name_of_id",
                ),
                is_locked=True,
            )
        ),
        GuardOperation(
            AppendOnly("reviews_finding", may_set_once=("disposition", "reason", "disposed_by_id", "disposed_at"))
        ),
        GuardOperation(AppendOnly("reviews_message")),
        GuardOperation(AppendOnly("reviews_publication")),
        GuardOperation(AppendOnly("reviews_publicevent")),
        GuardOperation(AppendOnly("reviews_reviewrule", may_set_once=("superseded_at",))),
        GuardOperation(AppendOnly("reviews_reviewnotice")),
        GuardOperation(
            AppendOnly(
                "reviews_template",
                may_set_once=(
                    "outcome",
                    "decided_by_id",
                    "decided_at",
                    "reason",
                    "capacity",
                    "instrument",
                    "retired_by_id",
                    "retired_at",
                    "why_retired",
                ),
            )
        ),
        GuardOperation(AppendOnly("reviews_sample")),
        GuardOperation(NoOverlap("reviews_reviewrule", same=("account_id",))),
    ]
