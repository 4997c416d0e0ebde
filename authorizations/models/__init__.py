"""Instruments, what people did with them, requests, and the City procedure around them."""

from authorizations.models.authorization import (
    Authorization,
    AuthorizationQuerySet,
    AuthorizationText,
    AuthorizedAccount,
)
from authorizations.models.city import Condition, Consent, DeclineDecision, OfficeAct, ReferenceCounter, Statute
from authorizations.models.life import (
    Acceptance,
    Document,
    Keeping,
    PaperDecision,
    PaperOutcome,
    RenewalNotice,
    Revocation,
)
from authorizations.models.oral import LateWordsNotice, Means, OralWords, OralWordsQuerySet, WordsOutcome
from authorizations.models.paper_import import PaperImport
from authorizations.models.request import Outcome, Request, RequestQuerySet

__all__ = [
    "Acceptance",
    "Authorization",
    "AuthorizationQuerySet",
    "AuthorizationText",
    "AuthorizedAccount",
    "Condition",
    "Consent",
    "DeclineDecision",
    "Document",
    "Keeping",
    "LateWordsNotice",
    "Means",
    "OfficeAct",
    "OralWords",
    "OralWordsQuerySet",
    "Outcome",
    "PaperDecision",
    "PaperImport",
    "PaperOutcome",
    "ReferenceCounter",
    "RenewalNotice",
    "Request",
    "RequestQuerySet",
    "Revocation",
    "Statute",
    "WordsOutcome",
]
