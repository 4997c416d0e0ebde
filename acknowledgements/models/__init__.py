"""Campaigns with their statements, acknowledgements with their annulments, questions, declines, reminders, places."""

from acknowledgements.models.acknowledgement import Acknowledgement, AcknowledgementQuerySet, Annulment, Method
from acknowledgements.models.campaign import Campaign, CampaignQuerySet, CampaignState, Statement, StatementKind
from acknowledgements.models.change import CampaignChange, ChangeKind, asking_as_known
from acknowledgements.models.kiosk import Kiosk, KioskCode, KioskCodeQuerySet, KioskQuerySet, KioskSigning
from acknowledgements.models.paper import (
    BatchState,
    PaperBatch,
    PaperLine,
    PaperScan,
    PaperSignature,
    Sheet,
    SheetPrinting,
    WitnessKind,
)
from acknowledgements.models.place import ReadingPlace
from acknowledgements.models.question import Answer, Channel, Question, QuestionKind, QuestionQuerySet
from acknowledgements.models.refusal import Decline, DeclineQuerySet
from acknowledgements.models.reminder import Reminder, Step

__all__ = [
    "Acknowledgement",
    "AcknowledgementQuerySet",
    "Annulment",
    "Answer",
    "BatchState",
    "Campaign",
    "CampaignChange",
    "CampaignQuerySet",
    "CampaignState",
    "ChangeKind",
    "Channel",
    "Decline",
    "DeclineQuerySet",
    "Kiosk",
    "KioskCode",
    "KioskCodeQuerySet",
    "KioskQuerySet",
    "KioskSigning",
    "Method",
    "PaperBatch",
    "PaperLine",
    "PaperScan",
    "PaperSignature",
    "Question",
    "QuestionKind",
    "QuestionQuerySet",
    "ReadingPlace",
    "Reminder",
    "Sheet",
    "SheetPrinting",
    "Statement",
    "StatementKind",
    "Step",
    "WitnessKind",
    "asking_as_known",
]
