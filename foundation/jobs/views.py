"""Pages of jobs: one's own, and one of them with its progress."""

from __future__ import annotations

from uuid import UUID

from django.core.paginator import Paginator
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.views.decorators.http import require_POST, require_safe

from foundation.actor import Actor
from foundation.errors import NotVisible
from foundation.jobs import services
from foundation.jobs.models import Job
from foundation.jobs.permissions import visible_jobs

PAGE_SIZE = 25


@require_safe
def job_list(request: HttpRequest) -> HttpResponse:
    """My jobs and exports, the latest first."""
    jobs = visible_jobs(request.user).select_related("result")
    page = Paginator(jobs, PAGE_SIZE).get_page(request.GET.get("page"))
    return render(request, "jobs/job_list.html", {"page": page})


@require_safe
def job_detail(request: HttpRequest, pk: UUID) -> HttpResponse:
    """One job; the page renews itself while the job is open."""
    return render(request, "jobs/job_detail.html", {"job": _own_job(request, pk)})


@require_POST
def job_cancel(request: HttpRequest, pk: UUID) -> HttpResponse:
    """Stop one's own job."""
    services.cancel(by=Actor.of_request(request), job=_own_job(request, pk))
    return redirect("jobs:detail", pk=pk)


def _own_job(request: HttpRequest, pk: UUID) -> Job:
    job = visible_jobs(request.user).select_related("result").filter(pk=pk).first()
    if job is None:
        raise NotVisible("There is no such job.", remedy="Look for it under My jobs and exports.")
    return job
