"""What `policy` writes into the trail, in words: as a sentence goes on after a name."""

ACTS = {
    "policy.regulation_entered": "entered the regulation",
    "policy.version_imported": "imported a text of the regulation",
    "policy.draft_discarded": "discarded a draft",
    "policy.publication_requested": "asked for the publication of a version",
    "policy.publication_refused": "refused the publication of a version",
    "policy.publication_withdrawn": "took back the request to publish a version",
    "policy.published": "published a version",
    "policy.clause_matched": "said which clause a citation means",
    "policy.explanation_proposed": "proposed an explanation",
    "policy.explanation_approved": "approved an explanation",
    "policy.explanation_refused": "refused an explanation",
}

DECISIONS = {
    "policy.published": "Confirmed",
    "policy.publication_refused": "Refused",
    "policy.explanation_approved": "Approved",
    "policy.explanation_refused": "Refused",
}
"""The acts by which a second person decided on a publication or an explanation, with what became of it."""
