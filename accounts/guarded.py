"""Rules about the register that the database keeps itself."""

from foundation.guards import AppendOnly, Guard, NoOverlap

_DATED = ("superseded_at",)

GUARDS: list[Guard] = [
    AppendOnly("accounts_officialaccount", is_locked=True),
    AppendOnly("accounts_approval"),
    AppendOnly("accounts_confirmation"),
    AppendOnly("accounts_linkcheck"),
    AppendOnly("accounts_partylink"),
    AppendOnly("accounts_partyaccount", may_set_once=_DATED),
    AppendOnly("accounts_accountfacts", may_set_once=_DATED),
    AppendOnly("accounts_accountdepartment", may_set_once=_DATED),
    AppendOnly("accounts_accountstate", may_set_once=_DATED),
    AppendOnly("accounts_stewardship", may_set_once=_DATED),
    AppendOnly("accounts_custody", may_set_once=_DATED),
    AppendOnly("accounts_handover", may_set_once=("closed_by_id", "closed_at", "close_reason")),
    AppendOnly("accounts_handoverstep", may_set_once=("done_by_id", "done_at", "note")),
    AppendOnly("accounts_confirmationnotice"),
    AppendOnly("accounts_platformlimit", may_set_once=_DATED),
    NoOverlap("accounts_accountfacts", same=("account_id",)),
    NoOverlap("accounts_accountfacts", same=("identity",), where="{row}.reserves", name="accounts_identity_once"),
    NoOverlap("accounts_accountstate", same=("account_id",)),
    NoOverlap("accounts_accountdepartment", same=("account_id", "department_id")),
    NoOverlap(
        "accounts_accountdepartment",
        same=("account_id",),
        where="{row}.is_responsible",
        name="accounts_one_department_responsible",
    ),
    NoOverlap("accounts_stewardship", same=("account_id", "role")),
    NoOverlap("accounts_custody", same=("account_id",)),
    NoOverlap("accounts_platformlimit", same=("platform_id", "about")),
    NoOverlap("accounts_partyaccount", same=("identity",)),
]
