"""Rules that the database keeps itself: dated facts are append-only, nothing overlaps, a name belongs to one account."""

from django.db import migrations

from foundation.guards import AppendOnly, GuardOperation, NoOverlap

_DATED = ("superseded_at",)


class Migration(migrations.Migration):
    dependencies = [("accounts", "0001_register")]

    operations = [
        GuardOperation(AppendOnly("accounts_officialaccount")),
        GuardOperation(AppendOnly("accounts_approval")),
        GuardOperation(AppendOnly("accounts_confirmation")),
        GuardOperation(AppendOnly("accounts_accountfacts", may_set_once=_DATED)),
        GuardOperation(AppendOnly("accounts_accountdepartment", may_set_once=_DATED)),
        GuardOperation(AppendOnly("accounts_accountstate", may_set_once=_DATED)),
        GuardOperation(AppendOnly("accounts_stewardship", may_set_once=_DATED)),
        GuardOperation(AppendOnly("accounts_custody", may_set_once=_DATED)),
        GuardOperation(AppendOnly("accounts_platformlimit", may_set_once=_DATED)),
        GuardOperation(NoOverlap("accounts_accountfacts", same=("account_id",))),
        GuardOperation(
            NoOverlap(
                "accounts_accountfacts", same=("identity",), where="{row}.reserves", name="accounts_identity_once"
            )
        ),
        GuardOperation(NoOverlap("accounts_accountstate", same=("account_id",))),
        GuardOperation(NoOverlap("accounts_accountdepartment", same=("account_id", "department_id"))),
        GuardOperation(
            NoOverlap(
                "accounts_accountdepartment",
                same=("account_id",),
                where="{row}.is_responsible",
                name="accounts_one_department_responsible",
            )
        ),
        GuardOperation(NoOverlap("accounts_stewardship", same=("account_id", "role"))),
        GuardOperation(NoOverlap("accounts_custody", same=("account_id",))),
        GuardOperation(NoOverlap("accounts_platformlimit", same=("platform_id", "about"))),
    ]
