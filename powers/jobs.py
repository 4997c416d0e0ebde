"""Jobs of this app: checking and letting in an organization's file. Named in settings `JOB_HANDLERS`."""

from __future__ import annotations

from foundation.jobs.running import JobRun
from powers.models import OrganizationImport
from powers.services.organization_imports import apply_file, check_file


def check_organization_import(run: JobRun) -> None:
    """Check the file that the parameters name."""
    check_file(_import(run), by=run.actor)


def apply_organization_import(run: JobRun) -> None:
    """Let the checked file in that the parameters name; goes on where a killed worker stopped."""
    apply_file(_import(run), by=run.actor, progress=run.progress, hold=run.hold)


def _import(run: JobRun) -> OrganizationImport:
    return OrganizationImport.objects.select_related("file").get(pk=run.parameters["run"])
