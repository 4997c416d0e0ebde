"""Every write of this app, a verb each."""

from reviews.services.afterwards import read_afterwards, record_first
from reviews.services.attaching import attach, describe, detach
from reviews.services.deciding import approve, ask_for_changes, decline
from reviews.services.direct import record_reply, use_template
from reviews.services.drafting import Saved, draft, save, take_back, withdraw
from reviews.services.office import release_by_office
from reviews.services.publishing import WentOut, record_event, record_publication
from reviews.services.reviewing import dispose, let_go, open_closed, say, take
from reviews.services.rules import set_rule
from reviews.services.sampling import call_up
from reviews.services.stepping_up import step_up
from reviews.services.submitting import submit
from reviews.services.templates import approve_template, decline_template, propose_template, retire_template
from reviews.services.writing import StaleDraft

__all__ = [
    "Saved",
    "StaleDraft",
    "WentOut",
    "approve",
    "approve_template",
    "ask_for_changes",
    "attach",
    "call_up",
    "decline",
    "decline_template",
    "describe",
    "detach",
    "dispose",
    "draft",
    "let_go",
    "open_closed",
    "propose_template",
    "read_afterwards",
    "record_event",
    "record_first",
    "record_publication",
    "record_reply",
    "release_by_office",
    "retire_template",
    "save",
    "say",
    "set_rule",
    "step_up",
    "submit",
    "take",
    "take_back",
    "use_template",
    "withdraw",
]
