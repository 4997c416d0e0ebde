"""Every write of acknowledgements: acknowledging, annulling, campaigns and their reminders."""

from acknowledgements.services.acknowledging import Receipt, acknowledge
from acknowledgements.services.annulling import confirm_annulment, refuse_annulment, request_annulment
from acknowledgements.services.campaigns import (
    CampaignPlan,
    change_plan,
    close_campaign,
    mark_of_plan,
    open_campaign,
    plan_campaign,
)
from acknowledgements.services.reminding import send_reminders
from acknowledgements.services.stopping import forget_place, remember_place

__all__ = [
    "CampaignPlan",
    "Receipt",
    "acknowledge",
    "change_plan",
    "close_campaign",
    "confirm_annulment",
    "forget_place",
    "mark_of_plan",
    "open_campaign",
    "plan_campaign",
    "refuse_annulment",
    "remember_place",
    "request_annulment",
    "send_reminders",
]
