"""What `reports` writes into the trail, in words: as a sentence goes on after a name."""

ACTS = {
    "reports.exported": "exported a report",
    "reports.export_let_go": "let the file of an export go",
    "reports.saved": "gave a report a name",
    "reports.saved_deleted": "deleted a saved report",
    "reports.scheduled": "set when a saved report is made",
    "reports.schedule_stopped": "had a saved report not made any more",
    "reports.schedule_ran": "had a scheduled report made",
    "reports.person_file_opened": "opened the file of a person",
}
