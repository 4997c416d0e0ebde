"""What `accounts` writes into the trail, in words: as a sentence goes on after a name."""

ACTS = {
    "accounts.asked_for": "asked for an official account",
    "accounts.approved": "approved an official account",
    "accounts.declined": "declined an official account",
    "accounts.withdrawn": "withdrew a request for an official account",
    "accounts.established": "recorded that an official account is established",
    "accounts.found": "registered an account that exists already",
    "accounts.adopted": "adopted an account that was found",
    "accounts.listed": "listed an official's own page",
    "accounts.suspended": "suspended an official account",
    "accounts.resumed": "resumed an official account",
    "accounts.retired": "retired an official account",
    "accounts.set_aside": "recorded that a page is not the City's",
    "accounts.details_changed": "changed the details of an official account",
    "accounts.change_proposed": "proposed a change of an official account",
    "accounts.change_approved": "approved a change of an official account",
    "accounts.change_declined": "declined a change of an official account",
    "accounts.change_withdrawn": "withdrew a change of an official account",
    "accounts.renamed": "recorded that a platform renamed an official account",
}
