"""What `powers` writes into the trail, in words: as a sentence goes on after a name."""

ACTS = {
    "powers.appointed": "appointed an authority",
    "powers.designated": "named a designee",
    "powers.read": "recorded a reading of the regulation",
    "powers.ended": "ended an instrument",
    "powers.corrected": "corrected an instrument",
    "powers.entry_entered": "entered what waits for a second person",
    "powers.entry_confirmed": "confirmed an entry",
    "powers.entry_refused": "refused an entry",
    "powers.entry_withdrawn": "withdrew an entry",
    "powers.organization_import_uploaded": "uploaded a file of the organization",
    "powers.organization_import_checked": "checked a file of the organization",
    "powers.organization_import_started": "began to let a file of the organization in",
    "powers.organization_import_applied": "let a file of the organization in",
    "powers.organization_import_cancelled": "cancelled an import of the organization",
}

DECISIONS = {
    "powers.entry_confirmed": "Confirmed",
    "powers.entry_refused": "Refused",
}
"""The acts by which a second person decided on an entry, with what became of it."""
