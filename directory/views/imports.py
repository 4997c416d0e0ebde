"""Pages of imports: upload, preview, apply, confirm as the second person, undo."""

from __future__ import annotations

from datetime import datetime
from typing import Any
from uuid import UUID

from django.contrib import messages
from django.core.paginator import Paginator
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from directory.forms import ImportForm
from directory.models import Employee, ImportRow, ImportRun, RowState, RunState
from directory.permissions import is_administrator, may_see_imports, refuse_but_administrators, signed_in
from directory.services import imports
from foundation import clock
from foundation.actor import Actor
from foundation.audit.history import told_of
from foundation.errors import InvalidInput, NotVisible
from foundation.jobs.models import Job
from foundation.tabular.rejects import sentence

FIRST = 20
PER_PAGE = 25
AT_WORK = {RunState.UPLOADED, RunState.APPLYING}


@require_http_methods(["GET", "HEAD", "POST"])
def import_list(request: HttpRequest) -> HttpResponse:
    """What was imported, and the form for a new file."""
    at, viewer = clock.now(), signed_in(request)
    if not may_see_imports(viewer, at):
        raise NotVisible("There is no such page.")
    form = ImportForm(request.POST, request.FILES) if request.method == "POST" else ImportForm()
    if request.method == "POST":
        refuse_but_administrators(viewer, at)
        if form.is_valid():
            uploaded = form.cleaned_data["file"]
            by = Actor.of_request(request)
            try:
                run = imports.upload(by=by, name=uploaded.name, content=uploaded)
            except InvalidInput as error:
                form.add_error("file", str(error))
            else:
                imports.start_checking(run, by=by)
                return redirect("directory:import", run.pk)
    runs = ImportRun.objects.select_related("file", "uploaded_by")
    context = {
        "form": form,
        "page": Paginator(runs, PER_PAGE).get_page(request.GET.get("page")),
        "may_change": is_administrator(viewer, at),
    }
    return render(request, "directory/imports.html", context, status=400 if form.errors else 200)


@require_safe
def import_run(request: HttpRequest, pk: UUID) -> HttpResponse:
    """What a file would do, or did: counts, the first problems, and the next step."""
    at, viewer = clock.now(), signed_in(request)
    run = _visible(viewer, pk, at)
    rejected = ImportRow.objects.filter(run=run, state=RowState.REJECTED).order_by("line")[:FIRST]
    context: dict[str, Any] = {
        "run": run,
        "summary": imports.summary(run) if run.counts else "",
        "rejected": [(row, [sentence(problem) for problem in row.problems]) for row in rejected],
        "job": Job.objects.filter(pk=run.job).first() if run.job and run.state in AT_WORK else None,
        "leaving": _leaving(run) if run.state == RunState.WAITING else [],
        "may_change": is_administrator(viewer, at),
        "may_confirm": run.state == RunState.WAITING and imports.may_confirm(run, viewer),
        "entries": told_of(run),
    }
    return render(request, "directory/import.html", context)


def _leaving(run: ImportRun) -> list[Employee]:
    """The first people whom a waiting file would end."""
    pks: list[int] = []
    rows = ImportRow.objects.filter(run=run, state=RowState.PLANNED, employee_id__isnull=False).order_by("line")
    for acts, employee_id in rows.values_list("acts", "employee_id").iterator(500):
        if "left" in acts and employee_id is not None:
            pks.append(employee_id)
        if len(pks) >= 3 * FIRST:
            break
    return list(Employee.objects.filter(pk__in=pks).order_by("name"))


@require_POST
def apply_import(request: HttpRequest, pk: UUID) -> HttpResponse:
    """Let a checked file in, or put it before a second person."""
    run = _changeable(request, pk)
    run = imports.ask_to_apply(run, by=Actor.of_request(request))
    if run.state == RunState.WAITING:
        messages.warning(request, "This file ends much: a second person looks at it before it goes in.")
    return redirect("directory:import", run.pk)


@require_POST
def confirm_import(request: HttpRequest, pk: UUID) -> HttpResponse:
    """Let a waiting file in, as the second person."""
    run = _visible(signed_in(request), pk, clock.now())
    imports.confirm(run, by=Actor.of_request(request))
    return redirect("directory:import", run.pk)


@require_POST
def cancel_import(request: HttpRequest, pk: UUID) -> HttpResponse:
    """Let nothing of a file in."""
    run = _changeable(request, pk)
    imports.cancel(run, by=Actor.of_request(request))
    messages.success(request, "Cancelled: nothing of this file went in.")
    return redirect("directory:import", run.pk)


def _visible(viewer: Employee, pk: UUID, at: datetime) -> ImportRun:
    run = ImportRun.objects.select_related("file", "uploaded_by", "confirmed_by", "rejects").filter(pk=pk).first()
    if run is None or not may_see_imports(viewer, at):
        raise NotVisible("There is no such import.")
    return run


def _changeable(request: HttpRequest, pk: UUID) -> ImportRun:
    at, viewer = clock.now(), signed_in(request)
    run = _visible(viewer, pk, at)
    refuse_but_administrators(viewer, at)
    return run
