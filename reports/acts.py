"""What `reports` writes into the trail, in words: as a sentence goes on after a name."""

ACTS = {
    "reports.exported": "exported a report",
    "reports.export_let_go": "let the file of an export go",
    "reports.saved": "gave a report a name",
    "reports.saved_deleted": "deleted a saved report",
    "reports.person_file_opened": "opened the file of a person",
}
