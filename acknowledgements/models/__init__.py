"""Campaigns with their statements, acknowledgements with their annulments, and the ledger of reminders."""

from acknowledgements.models.acknowledgement import Acknowledgement, AcknowledgementQuerySet, Annulment, Method
from acknowledgements.models.campaign import Campaign, CampaignQuerySet, CampaignState, Statement, StatementKind
from acknowledgements.models.reminder import Reminder, Step

__all__ = [
    "Acknowledgement",
    "AcknowledgementQuerySet",
    "Annulment",
    "Campaign",
    "CampaignQuerySet",
    "CampaignState",
    "Method",
    "Reminder",
    "Statement",
    "StatementKind",
    "Step",
]
