"""Rules about acknowledgements that the database keeps itself (DESIGN 3.7)."""

from foundation.guards import AppendOnly, Guard

FACTS: list[Guard] = [
    AppendOnly("acknowledgements_acknowledgement", may_set_once=("annulled_at",)),
    AppendOnly(
        "acknowledgements_annulment",
        may_set_once=("decision", "decided_by_id", "decided_at", "decision_reason"),
    ),
    AppendOnly("acknowledgements_reminder"),
    AppendOnly("acknowledgements_addedstatement"),
    AppendOnly("acknowledgements_campaignchange"),
    AppendOnly(
        "acknowledgements_exemption",
        may_set_once=(
            "decision",
            "decided_by_id",
            "decided_at",
            "decision_reason",
            "ended_at",
            "ended_by_id",
            "ended_why",
        ),
    ),
    AppendOnly("acknowledgements_question"),
    AppendOnly("acknowledgements_answer"),
    AppendOnly("acknowledgements_decline", may_set_once=("taken_back_at", "taken_back_by_id", "taken_back_why")),
    AppendOnly("acknowledgements_sheetprinting"),
    AppendOnly("acknowledgements_sheet"),
    AppendOnly("acknowledgements_papersignature"),
]

KIOSK: list[Guard] = [
    AppendOnly("acknowledgements_kiosk", may_set_once=("withdrawn_at", "withdrawn_by_id")),
    AppendOnly("acknowledgements_kioskcode", may_set_once=("used_at", "used_on_id", "used_from", "revoked_at")),
    AppendOnly("acknowledgements_kiosksigning"),
]

LISTS: list[Guard] = [
    AppendOnly(
        "acknowledgements_listact",
        may_set_once=(
            "decision",
            "decided_by_id",
            "decided_at",
            "decision_reason",
            "printing_id",
            "ended_at",
        ),
    ),
    AppendOnly("acknowledgements_listline"),
    AppendOnly("acknowledgements_listrun"),
]

GUARDS: list[Guard] = [*FACTS, *KIOSK, *LISTS]
