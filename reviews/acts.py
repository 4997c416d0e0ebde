"""What `reviews` writes into the trail, in words: as a sentence goes on after a name."""

ACTS = {
    "reviews.drafted": "began a post",
    "reviews.attached": "attached a file to a post",
    "reviews.detached": "took a file out of a post",
    "reviews.submitted": "sent a post for review",
    "reviews.taken_back": "took a post back",
    "reviews.withdrawn": "withdrew a post",
    "reviews.changed_after_approval": "changed a post after its approval, which is void",
    "reviews.need_met": "approved a post for a department",
    "reviews.approved": "approved a post",
    "reviews.changes_requested": "asked for changes of a post",
    "reviews.declined": "declined a post",
    "reviews.released_by_office": "released a post by office",
    "reviews.disposed": "said what to make of a finding",
    "reviews.published": "recorded that a post went out",
    "reviews.recorded": "recorded a post that went out without review",
    "reviews.read_afterwards": "read a post after it went out",
    "reviews.event_recorded": "recorded what was done with a post on its platform",
    "reviews.closed_opened": "opened closed matter",
    "reviews.called_up": "asked for a post to be read after it went out",
    "reviews.template_proposed": "proposed words with blanks",
    "reviews.template_approved": "approved words with blanks",
    "reviews.template_declined": "declined words with blanks",
    "reviews.template_retired": "retired words with blanks",
    "reviews.rule_set": "set how the posts of an account are reviewed",
    "reviews.stepped_up": "was asked to see to a post that waits too long",
}

DECISIONS = {
    "reviews.need_met": "Approved",
    "reviews.approved": "Approved",
    "reviews.changes_requested": "Changes asked for",
    "reviews.declined": "Declined",
    "reviews.released_by_office": "Released by office",
    "reviews.read_afterwards": "Read afterwards",
    "reviews.template_approved": "Approved",
    "reviews.template_declined": "Declined",
    "reviews.template_retired": "Retired",
}
"""The acts by which somebody decided on a post or on words with blanks, with what became of it."""
