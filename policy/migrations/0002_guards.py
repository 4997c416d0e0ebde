"""Rules that the database keeps itself: a text, once in, is never changed."""

from django.db import migrations

from foundation.guards import AppendOnly, GuardOperation, NoOverlap

DECIDED = ("decision", "decided_by_id", "decided_at", "reason")


class Migration(migrations.Migration):
    dependencies = [("policy", "0001_texts")]

    operations = [
        GuardOperation(AppendOnly("policy_version", may_set_once=("discarded_by_id", "discarded_at"))),
        GuardOperation(AppendOnly("policy_clause")),
        GuardOperation(AppendOnly("policy_definition")),
        GuardOperation(AppendOnly("policy_publicationrequest", may_set_once=DECIDED)),
        GuardOperation(AppendOnly("policy_publication", may_set_once=("superseded_at",))),
        GuardOperation(AppendOnly("policy_clausematch", may_set_once=("superseded_at",))),
        GuardOperation(AppendOnly("policy_explanation", may_set_once=DECIDED)),
        GuardOperation(NoOverlap("policy_publication", same=("regulation_id",))),
        GuardOperation(NoOverlap("policy_clausematch", same=("version_id", "citation"))),
    ]
