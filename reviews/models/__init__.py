"""Posts while they are worked on, rounds of review that stand, and the record of what went out."""

from reviews.models.post import Attachment, Lane, Post, PostContent, PostQuerySet, State, Target
from reviews.models.record import Authority, EventKind, Publication, PublicationText, PublicEvent
from reviews.models.review import Disposition, Finding, Message, Need, NeedQuerySet, Outcome, Round, RoundContent
from reviews.models.rule import Identification, ReviewMode, ReviewNotice, ReviewRule
from reviews.models.template import Sample, Template, TemplateQuerySet

__all__ = [
    "Attachment",
    "Authority",
    "Disposition",
    "EventKind",
    "Finding",
    "Identification",
    "Lane",
    "Message",
    "Need",
    "NeedQuerySet",
    "Outcome",
    "Post",
    "PostContent",
    "PostQuerySet",
    "PublicEvent",
    "Publication",
    "PublicationText",
    "ReviewMode",
    "ReviewNotice",
    "ReviewRule",
    "Round",
    "RoundContent",
    "Sample",
    "State",
    "Target",
    "Template",
    "TemplateQuerySet",
]
