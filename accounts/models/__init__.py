"""Platforms, official accounts with their dated facts, approvals, and what keeps the register true."""

from accounts.models.account import (
    BY_NAME,
    IN_THE_REGISTER,
    LOOKED_AFTER,
    RESTS_ON_APPROVAL,
    AccountClass,
    AccountDepartment,
    AccountFacts,
    AccountState,
    LinkStance,
    OfficialAccount,
    OfficialAccountQuerySet,
    State,
)
from accounts.models.approval import Approval, ApprovalOf, ChangeProposal, ProposalState
from accounts.models.checks import (
    CheckOutcome,
    HostTurn,
    LinkCheck,
    PageTurn,
    PartyAccount,
    PartyKind,
    PartyLink,
)
from accounts.models.imports import AccountImport, ImportState
from accounts.models.keeping import Confirmation, ConfirmationNotice, HandOver, HandOverStep, StepKind
from accounts.models.platform import Counting, LimitOf, Platform, PlatformLimit
from accounts.models.stewardship import Custody, StewardRole, Stewardship

__all__ = [
    "BY_NAME",
    "IN_THE_REGISTER",
    "LOOKED_AFTER",
    "RESTS_ON_APPROVAL",
    "AccountClass",
    "AccountDepartment",
    "AccountFacts",
    "AccountImport",
    "AccountState",
    "Approval",
    "ApprovalOf",
    "ChangeProposal",
    "CheckOutcome",
    "Confirmation",
    "ConfirmationNotice",
    "Counting",
    "Custody",
    "HandOver",
    "HandOverStep",
    "HostTurn",
    "ImportState",
    "LimitOf",
    "LinkCheck",
    "LinkStance",
    "OfficialAccount",
    "OfficialAccountQuerySet",
    "PageTurn",
    "PartyAccount",
    "PartyKind",
    "PartyLink",
    "Platform",
    "PlatformLimit",
    "ProposalState",
    "State",
    "StepKind",
    "StewardRole",
    "Stewardship",
]
