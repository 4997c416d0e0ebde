"""Every write of this app, a verb each."""

from reports.services.exporting import ask_for_export, export_at_once, let_go_old_exports, run_job
from reports.services.opening import open_person_file
from reports.services.saving import delete_saved, save_report

__all__ = [
    "ask_for_export",
    "delete_saved",
    "export_at_once",
    "let_go_old_exports",
    "open_person_file",
    "run_job",
    "save_report",
]
