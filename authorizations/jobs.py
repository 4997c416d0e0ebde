"""Jobs of this app, named in settings `JOB_HANDLERS`."""

from __future__ import annotations

from datetime import date, datetime
from typing import Any
from uuid import UUID

from accounts.models import OfficialAccount
from authorizations.acts_asked import Speaker
from authorizations.models import PaperImport
from authorizations.plans import Plan
from authorizations.services.granting import grant_many
from authorizations.services.paper_imports import apply_file, check_file
from directory.models import Employee
from foundation.jobs.running import JobRun


def check_paper_import(run: JobRun) -> None:
    """Check the file of papers that the parameters name."""
    check_file(_paper_import(run), by=run.actor, progress=run.progress)


def apply_paper_import(run: JobRun) -> None:
    """Let the checked file of papers in that the parameters name; goes on where a killed worker stopped."""
    apply_file(_paper_import(run), by=run.actor, progress=run.progress, hold=run.hold)


def _paper_import(run: JobRun) -> PaperImport:
    return PaperImport.objects.select_related("file", "scans").get(pk=run.parameters["run"])


def run_grant_many(run: JobRun) -> None:
    """Grant to the people whom the parameters name, in one decision; a repeated run finds what is written."""
    given = run.parameters
    people = list(Employee.objects.filter(pk__in=given["people"]).order_by("pk"))
    scope = dict(given["scope"])
    voice, department, official = (scope.pop(name) for name in ("voice", "voice_department_id", "voice_official"))
    more: dict[str, Any] = {name: tuple(said) if isinstance(said, list) else said for name, said in scope.items()}
    plan = Plan(
        grantee=people[0],
        until=date.fromisoformat(given["until"]),
        starts=datetime.fromisoformat(given["starts"]) if given["starts"] else None,
        speaker=Speaker(voice, department, official) if voice else None,
        accounts=tuple(OfficialAccount.objects.filter(pk__in=given["accounts"]).order_by("pk")),
        conditions=tuple(given["conditions"]),
        **more,
    )
    written = grant_many(by=run.actor, plan=plan, people=people, batch=UUID(given["batch"]), progress=run.progress)
    run.progress(2 * len(people), 2 * len(people), f"{len(written)} people are authorized.")
