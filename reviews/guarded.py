"""Rules about posts that the database keeps itself: what was sent, decided and recorded stands."""

from foundation.guards import AppendOnly, Guard, NoOverlap

GUARDS: list[Guard] = [
    AppendOnly("reviews_round", may_set_once=("outcome", "ended_at", "released_at", "voided_at")),
    AppendOnly(
        "reviews_need",
        may_set_once=("outcome", "decided_by_id", "decided_at", "reason", "capacity", "instrument", "in_name_of_id"),
        is_locked=True,
    ),
    AppendOnly("reviews_finding", may_set_once=("disposition", "reason", "disposed_by_id", "disposed_at")),
    AppendOnly("reviews_message"),
    AppendOnly("reviews_publication"),
    AppendOnly("reviews_publicevent"),
    AppendOnly("reviews_reviewrule", may_set_once=("superseded_at",)),
    AppendOnly("reviews_reviewnotice"),
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
    ),
    AppendOnly("reviews_sample"),
    NoOverlap("reviews_reviewrule", same=("account_id",)),
]
