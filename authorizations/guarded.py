"""Rules about instruments that the database keeps itself."""

from foundation.guards import AppendOnly, Guard, NoOverlap

GUARDS: list[Guard] = [
    AppendOnly("authorizations_authorization", is_locked=True),
    AppendOnly("authorizations_authorizedaccount"),
    AppendOnly("authorizations_authorizationtext"),
    AppendOnly("authorizations_request", may_set_once=("outcome", "decided_by_id", "decided_at", "decision_reason")),
    AppendOnly(
        "authorizations_oralwords",
        may_set_once=(
            "outcome",
            "decided_by_id",
            "decided_at",
            "decision_reason",
            "capacity",
            "instrument",
            "authorization_id",
        ),
    ),
    AppendOnly("authorizations_latewordsnotice"),
    AppendOnly("authorizations_acceptance"),
    AppendOnly("authorizations_revocation"),
    AppendOnly("authorizations_paperdecision"),
    AppendOnly("authorizations_keeping"),
    AppendOnly("authorizations_document"),
    AppendOnly("authorizations_renewalnotice"),
    AppendOnly("authorizations_consent", may_set_once=("superseded_at",)),
    AppendOnly("authorizations_declinedecision"),
    AppendOnly("authorizations_officeact"),
    NoOverlap("authorizations_consent", same=("account_id", "department_id", "for_department_id")),
]
