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
    "reviews.rule_set": "set how the posts of an account are reviewed",
    "reviews.stepped_up": "was asked to see to a post that waits too long",
}
