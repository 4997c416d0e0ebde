"""Campaigns with their statements, acknowledgements with their annulments, reminders, and places in the text."""

from acknowledgements.models.acknowledgement import Acknowledgement, AcknowledgementQuerySet, Annulment, Method
from acknowledgements.models.campaign import Campaign, CampaignQuerySet, CampaignState, Statement, StatementKind
from acknowledgements.models.place import ReadingPlace
from acknowledgements.models.reminder import Reminder, Step

__all__ = [
    "Acknowledgement",
    "AcknowledgementQuerySet",
    "Annulment",
    "Campaign",
    "CampaignQuerySet",
    "CampaignState",
    "Method",
    "ReadingPlace",
    "Reminder",
    "Statement",
    "StatementKind",
    "Step",
]
