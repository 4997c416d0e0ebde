"""Pages of the organization's files: upload, preview, let in, cancel. For administrators."""

from __future__ import annotations

from datetime import datetime
from typing import Any
from uuid import UUID

from django.contrib import messages
from django.core.paginator import Paginator
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from directory.models import Employee
from directory.permissions import may_see_imports, refuse_but_administrators
from foundation.audit.history import history_of
from foundation.audit.models import Entry
from foundation.errors import InvalidInput, NotVisible
from foundation.jobs.models import Job
from powers.forms import OrganizationFileForm
from powers.models import OrganizationImport, OrganizationState
from powers.organization_file import SECTIONS
from powers.services import organization_imports as services
from powers.views.common import PAGE, asking, posted, put_on

AT_WORK = {OrganizationState.UPLOADED, OrganizationState.APPLYING}


@require_http_methods(["GET", "HEAD", "POST"])
def organization_imports(request: HttpRequest) -> HttpResponse:
    """What was imported, and the form for a new file."""
    ask = asking(request)
    _require_administrator(ask.person, ask.at)
    form = OrganizationFileForm(*posted(request))
    if request.method == "POST" and form.is_valid():
        file = form.cleaned_data["file"]
        try:
            run = services.upload(by=ask.by, name=file.name, content=file)
        except InvalidInput as error:
            put_on(form, error)
        else:
            return redirect("powers:organization_import", run.pk)
    runs = OrganizationImport.objects.select_related("file", "uploaded_by")
    context = {"form": form, "page": Paginator(runs, PAGE).get_page(request.GET.get("page"))}
    return render(request, "powers/organization_imports.html", context, status=400 if form.errors else 200)


@require_safe
def organization_import(request: HttpRequest, pk: UUID) -> HttpResponse:
    """What a file would do, or did: counts, the first wrong rows, and the next step."""
    run = _visible(request, pk)
    job = Job.objects.filter(pk=run.job).first() if run.job and run.state in AT_WORK else None
    context: dict[str, Any] = {
        "run": run,
        "job": job if job and job.is_open else None,
        "stopped": job if job and not job.is_open else None,
        "counts": [(section, run.counts[section], _wrong(run, section)) for section in SECTIONS if run.counts],
        "problems": run.problems[:PAGE],
        "entries": _history(run),
    }
    return render(request, "powers/organization_import.html", context)


@require_POST
def apply_organization_import(request: HttpRequest, pk: UUID) -> HttpResponse:
    """Let a checked file in."""
    services.ask_to_apply(_visible(request, pk), by=asking(request).by)
    return redirect("powers:organization_import", pk)


@require_POST
def cancel_organization_import(request: HttpRequest, pk: UUID) -> HttpResponse:
    """Let nothing of a file in."""
    services.cancel(_visible(request, pk), by=asking(request).by)
    messages.success(request, "Cancelled: nothing of this file went in.")
    return redirect("powers:organization_import", pk)


def _require_administrator(person: Employee, at: datetime) -> None:
    if not may_see_imports(person, at):
        raise NotVisible("There is no such page.")
    refuse_but_administrators(person, at)


def _visible(request: HttpRequest, pk: UUID) -> OrganizationImport:
    ask = asking(request)
    _require_administrator(ask.person, ask.at)
    run = OrganizationImport.objects.select_related("file", "uploaded_by", "rejects").filter(pk=pk).first()
    if run is None:
        raise NotVisible("There is no such import.")
    return run


def _wrong(run: OrganizationImport, section: str) -> int:
    return sum(problem["section"] == section for problem in run.problems)


def _history(run: OrganizationImport) -> list[Entry]:
    entries = list(history_of(run)[:PAGE])
    for entry in entries:
        entry.object_label = ""
    return entries
