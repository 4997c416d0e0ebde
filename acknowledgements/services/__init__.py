"""Every write of acknowledgements: acknowledging, on paper too, annulling, asking, declining, campaigns, reminders."""

from acknowledgements.services.acknowledging import Receipt, acknowledge
from acknowledgements.services.acting_on_lists import act_on_list, approve_list, go_on_with_list, refuse_list
from acknowledgements.services.adding import add_statement
from acknowledgements.services.annulling import confirm_annulment, refuse_annulment, request_annulment
from acknowledgements.services.campaigns import (
    CampaignPlan,
    change_plan,
    close_campaign,
    mark_of_plan,
    open_campaign,
    plan_campaign,
)
from acknowledgements.services.declining import decline, take_back_decline
from acknowledgements.services.disputing import dispute
from acknowledgements.services.entering import Entered
from acknowledgements.services.exempting import approve_exemption, ask_exemption, end_exemption, refuse_exemption
from acknowledgements.services.kiosk_codes import Slip, issue_codes, use_code
from acknowledgements.services.kiosks import admit_kiosk, kiosk_of, withdraw_kiosk
from acknowledgements.services.papers import (
    Signed,
    add_lines,
    add_scan,
    begin_batch,
    change_batch,
    discard_batch,
    mark_of_batch,
    take_out,
)
from acknowledgements.services.printing import print_sheets
from acknowledgements.services.questioning import answer_question, ask_question, mark_of_answers
from acknowledgements.services.recording import go_on, record_batch
from acknowledgements.services.reminding import send_reminders
from acknowledgements.services.steering import extend_campaign, pause_campaign, resume_campaign
from acknowledgements.services.stepping import plan_steps
from acknowledgements.services.stopping import forget_place, remember_place

__all__ = [
    "CampaignPlan",
    "Entered",
    "Receipt",
    "Signed",
    "Slip",
    "acknowledge",
    "act_on_list",
    "add_lines",
    "add_scan",
    "add_statement",
    "admit_kiosk",
    "answer_question",
    "approve_exemption",
    "approve_list",
    "ask_exemption",
    "ask_question",
    "begin_batch",
    "change_batch",
    "change_plan",
    "close_campaign",
    "confirm_annulment",
    "decline",
    "discard_batch",
    "dispute",
    "end_exemption",
    "extend_campaign",
    "forget_place",
    "go_on",
    "go_on_with_list",
    "issue_codes",
    "kiosk_of",
    "mark_of_answers",
    "mark_of_batch",
    "mark_of_plan",
    "open_campaign",
    "pause_campaign",
    "plan_campaign",
    "plan_steps",
    "print_sheets",
    "record_batch",
    "refuse_annulment",
    "refuse_exemption",
    "refuse_list",
    "remember_place",
    "request_annulment",
    "resume_campaign",
    "send_reminders",
    "take_back_decline",
    "take_out",
    "use_code",
    "withdraw_kiosk",
]
