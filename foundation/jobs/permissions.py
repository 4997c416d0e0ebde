"""Who may see jobs and read what came of them: the person who asked for it, and nobody else."""

from __future__ import annotations

from datetime import datetime
from typing import Any

from foundation.files.models import StoredFile
from foundation.jobs.models import Job, JobQuerySet


def visible_jobs(person: Any) -> JobQuerySet:
    """The jobs that a person sees: their own."""
    return Job.objects.of(person)


def may_read_result(person: Any, stored_file: StoredFile, _at: datetime) -> bool:
    """Whether a file came of a job that this person asked for."""
    return visible_jobs(person).filter(result=stored_file).exists()
