"""Every write of the register, a verb each."""

from accounts.services.asking import ask_for_check
from accounts.services.changing import Details, change_details, mark_of_details, record_rename
from accounts.services.confirming import confirm_account, confirm_accounts, mark_of_facts, remind_to_confirm
from accounts.services.deciding import (
    EarlierApproval,
    adopt_account,
    adopt_accounts,
    approve_account,
    decline_account,
    departments_that_have_not_approved,
    establish_account,
)
from accounts.services.handing_over import close_hand_over, do_step, open_hand_over
from accounts.services.living import list_own_page, resume_account, retire_account, set_aside, suspend_account
from accounts.services.parties import (
    PartyEntry,
    change_party_account,
    end_party_account,
    entry_of,
    list_party_account,
    mark_of_entry,
)
from accounts.services.plans import AccountPlan
from accounts.services.platforms import (
    LimitSaid,
    PlatformSaid,
    add_platform,
    change_platform,
    check_platform,
    end_limit,
    mark_of_limits,
    set_limit,
)
from accounts.services.proposing import (
    approve_change,
    decline_change,
    departments_concerned,
    propose_change,
    withdraw_change,
)
from accounts.services.protected import ProposedChange
from accounts.services.requesting import register_account, request_account, withdraw_request
from accounts.services.seeing import as_seen, mark_of_account
from accounts.services.stewards import Keys, end_stewardship, mark_of_place, name_steward, set_custody

__all__ = [
    "AccountPlan",
    "Details",
    "EarlierApproval",
    "Keys",
    "LimitSaid",
    "PartyEntry",
    "PlatformSaid",
    "ProposedChange",
    "add_platform",
    "adopt_account",
    "adopt_accounts",
    "approve_account",
    "approve_change",
    "as_seen",
    "ask_for_check",
    "change_details",
    "change_party_account",
    "change_platform",
    "check_platform",
    "close_hand_over",
    "confirm_account",
    "confirm_accounts",
    "decline_account",
    "decline_change",
    "departments_concerned",
    "departments_that_have_not_approved",
    "do_step",
    "end_limit",
    "end_party_account",
    "end_stewardship",
    "entry_of",
    "establish_account",
    "list_own_page",
    "list_party_account",
    "mark_of_account",
    "mark_of_details",
    "mark_of_entry",
    "mark_of_facts",
    "mark_of_limits",
    "mark_of_place",
    "name_steward",
    "open_hand_over",
    "propose_change",
    "record_rename",
    "register_account",
    "remind_to_confirm",
    "request_account",
    "resume_account",
    "retire_account",
    "set_aside",
    "set_custody",
    "set_limit",
    "suspend_account",
    "withdraw_change",
    "withdraw_request",
]
