"""Campaigns with their statements, acknowledgements, questions, declines, reminders, places, acts on lists."""

from acknowledgements.models.acknowledgement import Acknowledgement, AcknowledgementQuerySet, Annulment, Method
from acknowledgements.models.added import AddedStatement
from acknowledgements.models.campaign import (
    AudienceKind,
    Campaign,
    CampaignQuerySet,
    CampaignState,
    Statement,
    StatementKind,
)
from acknowledgements.models.change import CampaignChange, ChangeKind, asking_as_known, due_as_known
from acknowledgements.models.exemption import Exemption, ExemptionQuerySet
from acknowledgements.models.kiosk import Kiosk, KioskCode, KioskCodeQuerySet, KioskQuerySet, KioskSigning
from acknowledgements.models.listing import ListAct, ListActQuerySet, ListKind, ListLine, ListRun, Outcome
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
from acknowledgements.models.reach import CampaignDepartment, CampaignPerson
from acknowledgements.models.refusal import Decline, DeclineQuerySet
from acknowledgements.models.reminder import Anchor, Receiver, Reminder, ReminderStep

__all__ = [
    "Acknowledgement",
    "AcknowledgementQuerySet",
    "AddedStatement",
    "Anchor",
    "Annulment",
    "Answer",
    "AudienceKind",
    "BatchState",
    "Campaign",
    "CampaignChange",
    "CampaignDepartment",
    "CampaignPerson",
    "CampaignQuerySet",
    "CampaignState",
    "ChangeKind",
    "Channel",
    "Decline",
    "DeclineQuerySet",
    "Exemption",
    "ExemptionQuerySet",
    "Kiosk",
    "KioskCode",
    "KioskCodeQuerySet",
    "KioskQuerySet",
    "KioskSigning",
    "ListAct",
    "ListActQuerySet",
    "ListKind",
    "ListLine",
    "ListRun",
    "Method",
    "Outcome",
    "PaperBatch",
    "PaperLine",
    "PaperScan",
    "PaperSignature",
    "Question",
    "QuestionKind",
    "QuestionQuerySet",
    "ReadingPlace",
    "Receiver",
    "Reminder",
    "ReminderStep",
    "Sheet",
    "SheetPrinting",
    "Statement",
    "StatementKind",
    "WitnessKind",
    "asking_as_known",
    "due_as_known",
]
