"""What `authorizations` writes into the trail, in words: as a sentence goes on after a name."""

ACTS = {
    "authorizations.requested": "asked for a written authorization",
    "authorizations.nominated": "nominated somebody for a written authorization",
    "authorizations.withdrawn": "withdrew a request for a written authorization",
    "authorizations.declined": "declined a request for a written authorization",
    "authorizations.granted": "granted a written authorization",
    "authorizations.accepted": "accepted a written authorization",
    "authorizations.acceptance_recorded": "recorded an acceptance on paper",
    "authorizations.revoked": "revoked a written authorization",
    "authorizations.laid_down": "laid down a written authorization",
    "authorizations.paper_recorded": "recorded a written authorization given on paper",
    "authorizations.paper_confirmed": "confirmed a written authorization given on paper",
    "authorizations.paper_refused": "did not confirm a written authorization given on paper",
    "authorizations.kept": "kept a written authorization of a predecessor",
    "authorizations.document_made": "made the document of a written authorization",
    "authorizations.consented": "consented to the use of an account",
    "authorizations.consent_ended": "ended the consent to the use of an account",
    "authorizations.policy_declined": "declined to acknowledge the policy",
    "authorizations.decline_decided": "decided on a decline of the policy",
    "authorizations.act_by_office": "acted by office",
    "authorizations.renewals_told": "called renewals to mind",
}
