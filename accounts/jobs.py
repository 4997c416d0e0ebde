"""Jobs of this app: checking and letting in a file of accounts. Named in settings `JOB_HANDLERS`."""

from __future__ import annotations

from accounts.models import AccountImport
from accounts.services.imports import apply_file, check_file
from foundation.jobs.running import JobRun


def check_account_import(run: JobRun) -> None:
    """Check the file that the parameters name."""
    check_file(_import(run), by=run.actor, progress=run.progress)


def apply_account_import(run: JobRun) -> None:
    """Let the checked file in that the parameters name; goes on where a killed worker stopped."""
    apply_file(_import(run), by=run.actor, progress=run.progress, hold=run.hold)


def _import(run: JobRun) -> AccountImport:
    return AccountImport.objects.select_related("file").get(pk=run.parameters["run"])
