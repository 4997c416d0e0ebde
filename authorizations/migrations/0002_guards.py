"""Rules that the database keeps itself: instruments and what was done with them are append-only."""

from django.db import migrations

from foundation.guards import AppendOnly, GuardOperation, NoOverlap


class Migration(migrations.Migration):
    dependencies = [("authorizations", "0001_instruments")]

    operations = [
        GuardOperation(AppendOnly("authorizations_authorization")),
        GuardOperation(AppendOnly("authorizations_authorizedaccount")),
        GuardOperation(AppendOnly("authorizations_authorizationtext")),
        GuardOperation(
            AppendOnly(
                "authorizations_request", may_set_once=("outcome", "decided_by_id", "decided_at", "decision_reason")
            )
        ),
        GuardOperation(AppendOnly("authorizations_acceptance")),
        GuardOperation(AppendOnly("authorizations_revocation")),
        GuardOperation(AppendOnly("authorizations_paperdecision")),
        GuardOperation(AppendOnly("authorizations_keeping")),
        GuardOperation(AppendOnly("authorizations_document")),
        GuardOperation(AppendOnly("authorizations_renewalnotice")),
        GuardOperation(AppendOnly("authorizations_consent", may_set_once=("superseded_at",))),
        GuardOperation(
            AppendOnly(
                "authorizations_decline",
                may_set_once=("decision", "decided_by_id", "decided_at", "decision_reason", "instrument"),
            )
        ),
        GuardOperation(AppendOnly("authorizations_officeact")),
        GuardOperation(NoOverlap("authorizations_consent", same=("account_id", "department_id", "for_department_id"))),
    ]
