"""Pages of imports of accounts: upload, say which column is what, look at what it would do, let in, cancel."""

from __future__ import annotations

from datetime import datetime
from typing import Any
from uuid import UUID

from django.contrib import messages
from django.core.paginator import Paginator
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from accounts.imports.columns import FIELDS
from accounts.imports.forms import AccountFileForm, ColumnsForm
from accounts.models import AccountImport, ImportState
from accounts.services import imports
from directory.models import Employee
from directory.permissions import is_administrator, may_see_imports, signed_in
from foundation import clock
from foundation.actor import Actor
from foundation.audit.history import told_of
from foundation.errors import InvalidInput, NotVisible
from foundation.jobs.models import Job
from foundation.tabular.columns import title_at
from foundation.tabular.outcomes import Kind
from foundation.tabular.runs import Told

PAGE = 25
AT_WORK = {ImportState.CHECKING, ImportState.APPLYING}
CHOOSING = {ImportState.UPLOADED, ImportState.CHECKED}
LABELS = {
    Kind.ADDED: "Added as found",
    Kind.UNCHANGED: "In the register already, unchanged",
    Kind.DUPLICATE: "Duplicates",
    Kind.REJECTED: "Wrong",
}


@require_http_methods(["GET", "HEAD", "POST"])
def account_imports(request: HttpRequest) -> HttpResponse:
    """What was imported, and the form for a new file."""
    _importer(request, clock.now())
    form = AccountFileForm(request.POST, request.FILES) if request.method == "POST" else AccountFileForm()
    if request.method == "POST" and form.is_valid():
        file, by = form.cleaned_data["file"], Actor.of_request(request)
        try:
            run = imports.upload(by=by, name=file.name, content=file, limit=imports.LIMIT_IN_BROWSER)
        except InvalidInput as error:
            form.add_error("file", str(error))
        else:
            return redirect("accounts:import", run.pk)
    runs = AccountImport.objects.select_related("file", "uploaded_by")
    context = {"form": form, "page": Paginator(runs, PAGE).get_page(request.GET.get("page"))}
    return render(request, "accounts/imports.html", context, status=400 if form.errors else 200)


@require_safe
def account_import(request: HttpRequest, pk: UUID) -> HttpResponse:
    """What a file is, would do, or did, and the next step."""
    at = clock.now()
    person = _importer(request, at)
    run = _run(pk)
    form = ColumnsForm(run=run, may_create=is_administrator(person, at)) if run.state in CHOOSING else None
    return _shown(request, run, form)


@require_POST
def check_import(request: HttpRequest, pk: UUID) -> HttpResponse:
    """Say which column is what, and have the file checked."""
    at = clock.now()
    person = _importer(request, at)
    run = _run(pk)
    form = ColumnsForm(request.POST, run=run, may_create=is_administrator(person, at))
    if form.is_valid():
        creates = bool(form.cleaned_data.get("creates_departments"))
        try:
            imports.check_columns(run, by=Actor.of_request(request), places=form.places(), creates_departments=creates)
        except InvalidInput as error:
            form.take(error)
        else:
            return redirect("accounts:import", pk)
    return _shown(request, run, form, status=400)


@require_POST
def apply_import(request: HttpRequest, pk: UUID) -> HttpResponse:
    """Let a checked file in."""
    _importer(request, clock.now())
    imports.let_in(_run(pk), by=Actor.of_request(request))
    return redirect("accounts:import", pk)


@require_POST
def cancel_import(request: HttpRequest, pk: UUID) -> HttpResponse:
    """Let nothing of a file in."""
    _importer(request, clock.now())
    imports.cancel(_run(pk), by=Actor.of_request(request))
    messages.success(request, "Cancelled: nothing of this file went in.")
    return redirect("accounts:import", pk)


def _importer(request: HttpRequest, at: datetime) -> Employee:
    person = signed_in(request)
    if not may_see_imports(person, at):
        raise NotVisible("There is no such page.")
    return person


def _run(pk: UUID) -> AccountImport:
    run = AccountImport.objects.select_related("file", "uploaded_by", "rejects").filter(pk=pk).first()
    if run is None:
        raise NotVisible("There is no such import.")
    return run


def _shown(request: HttpRequest, run: AccountImport, form: ColumnsForm | None, status: int = 200) -> HttpResponse:
    job = Job.objects.filter(pk=run.job).first() if run.job and run.state in AT_WORK else None
    context: dict[str, Any] = {
        "run": run,
        "form": form,
        "job": job if job and job.is_open else None,
        "stopped": job if job and not job.is_open else None,
        "sample": run.sample_rows,
        "titles": run.titles,
        "read_as": [
            (FIELDS[name].label, title_at(run.header, place)) for name, place in run.places.items() if name in FIELDS
        ],
        "counts": [(label, run.counts.get(kind, 0)) for kind, label in LABELS.items()] if run.counts else [],
        "told": Told.of(run),
        "entries": told_of(run),
    }
    return render(request, "accounts/import.html", context, status=status)
