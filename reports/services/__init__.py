"""Every write of this app, a verb each."""

from reports.services.exporting import ask_for_export, export_at_once, let_go_old_exports, run_job
from reports.services.making import run_schedules, tell_of_failures
from reports.services.opening import open_person_file
from reports.services.saving import delete_saved, save_report
from reports.services.scheduling import Timing, set_schedule, stop_schedule, why_never

__all__ = [
    "Timing",
    "ask_for_export",
    "delete_saved",
    "export_at_once",
    "let_go_old_exports",
    "open_person_file",
    "run_job",
    "run_schedules",
    "save_report",
    "set_schedule",
    "stop_schedule",
    "tell_of_failures",
    "why_never",
]
