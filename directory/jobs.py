"""Jobs of the directory: checking and applying an import of people. Named in settings `JOB_HANDLERS`."""

from __future__ import annotations

from directory.models import ImportRun
from directory.services.imports import apply_file, check_file
from foundation.jobs.running import JobRun


def check_people_import(run: JobRun) -> None:
    """Check the file that the parameters name."""
    check_file(_import(run), by=run.actor, progress=run.progress)


def apply_people_import(run: JobRun) -> None:
    """Apply the checked file that the parameters name; goes on where a killed worker stopped."""
    apply_file(_import(run), by=run.actor, progress=run.progress, hold=run.hold)


def _import(run: JobRun) -> ImportRun:
    return ImportRun.objects.select_related("file", "uploaded_by").get(pk=run.parameters["run"])
