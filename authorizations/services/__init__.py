"""Every write of this app, a verb each, and the answer under lock for the apps above."""

from authorizations.services.consenting import consent, end_consent
from authorizations.services.documents import attach_document, make_documents
from authorizations.services.granting import grant, grant_many, start_grant_many
from authorizations.services.late_words import send_late_words_notices
from authorizations.services.living import accept, end_as_successor, keep, record_acceptance, revoke
from authorizations.services.office import act_by_office, decide_decline
from authorizations.services.oral import Spoken, confirm_words, record_words, refuse_words
from authorizations.services.papers import Paper, check_paper, confirm_paper, confirm_papers, record_paper, refuse_paper
from authorizations.services.relying import decide_under_lock
from authorizations.services.renewing import send_renewal_notices
from authorizations.services.requesting import decline, request_authorization, withdraw_request

__all__ = [
    "Paper",
    "Spoken",
    "accept",
    "act_by_office",
    "attach_document",
    "check_paper",
    "confirm_paper",
    "confirm_papers",
    "confirm_words",
    "consent",
    "decide_decline",
    "decide_under_lock",
    "decline",
    "end_as_successor",
    "end_consent",
    "grant",
    "grant_many",
    "keep",
    "make_documents",
    "record_acceptance",
    "record_paper",
    "record_words",
    "refuse_paper",
    "refuse_words",
    "request_authorization",
    "revoke",
    "send_late_words_notices",
    "send_renewal_notices",
    "start_grant_many",
    "withdraw_request",
]
