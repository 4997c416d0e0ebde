"""Pages of files of papers: bring one with its scans, say which column is what, look at what it would do, let it in."""

from __future__ import annotations

from contextlib import nullcontext
from typing import Any
from uuid import UUID

from django.contrib import messages
from django.core.paginator import Paginator
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from authorizations.forms.paper_imports import PaperColumnsForm, PaperFileForm
from authorizations.models import Authorization, PaperImport
from authorizations.paper_imports.columns import FIELDS
from authorizations.paper_imports.scans import packed_up
from authorizations.permissions import may_record_papers, visible_paper_imports
from authorizations.services import paper_imports as services
from authorizations.views.common import BOTH, Asking, asking, posted
from foundation.audit.history import told_of
from foundation.errors import InvalidInput, NotVisible
from foundation.files.content import safe_name
from foundation.jobs.models import Job
from foundation.tabular.columns import title_at
from foundation.tabular.outcomes import Kind
from foundation.tabular.runs import ImportState, Told

PAGE = 25
AT_WORK = {ImportState.CHECKING, ImportState.APPLYING}
CHOOSING = {ImportState.UPLOADED, ImportState.CHECKED}
LABELS = {
    Kind.ADDED: "Recorded, for the authority to confirm",
    Kind.UNCHANGED: "Recorded already, unchanged",
    Kind.DUPLICATE: "Duplicates",
    Kind.REJECTED: "Wrong",
}


@require_http_methods(BOTH)
def paper_imports(request: HttpRequest) -> HttpResponse:
    """What was brought, and the form for a new file with its scans."""
    who = _importing(request)
    form = PaperFileForm(*posted(request))
    if request.method == "POST" and form.is_valid():
        try:
            run = _upload(who, form)
        except InvalidInput as error:
            form.add_error(error.field if error.field in form.fields else "file", str(error))
        else:
            return redirect("authorizations:paper_import", run.pk)
    runs = visible_paper_imports(who.person, who.at).select_related("file", "uploaded_by")
    context = {"form": form, "page": Paginator(runs, PAGE).get_page(request.GET.get("page"))}
    return render(request, "authorizations/paper_imports.html", context, status=400 if form.errors else 200)


def _upload(who: Asking, form: PaperFileForm) -> PaperImport:
    file, zipped = form.cleaned_data["file"], form.packed
    if zipped is not None:
        scans: Any = nullcontext(zipped)
    else:
        scans = packed_up((safe_name(one.name or "scan"), one) for one in form.cleaned_data["scans"])
    with scans as stream:
        return services.upload(by=who.by, name=file.name, content=file, scans=stream)


@require_safe
def paper_import(request: HttpRequest, pk: UUID) -> HttpResponse:
    """What a file is, would do, or did, and the next step."""
    who = _importing(request)
    run = _run(who, pk)
    return _shown(request, run, PaperColumnsForm(run=run) if run.state in CHOOSING else None)


@require_POST
def check_paper_import(request: HttpRequest, pk: UUID) -> HttpResponse:
    """Say which column is what, and have the file checked."""
    who = _importing(request)
    run = _run(who, pk)
    form = PaperColumnsForm(request.POST, run=run)
    if form.is_valid():
        try:
            services.check_columns(run, by=who.by, places=form.places())
        except InvalidInput as error:
            form.take(error)
        else:
            return redirect("authorizations:paper_import", pk)
    return _shown(request, run, form, status=400)


@require_POST
def apply_paper_import(request: HttpRequest, pk: UUID) -> HttpResponse:
    """Let a checked file in."""
    who = _importing(request)
    services.let_in(_run(who, pk), by=who.by)
    return redirect("authorizations:paper_import", pk)


@require_POST
def cancel_paper_import(request: HttpRequest, pk: UUID) -> HttpResponse:
    """Let nothing of a file in."""
    who = _importing(request)
    services.cancel(_run(who, pk), by=who.by)
    messages.success(request, "Cancelled: nothing of this file was recorded.")
    return redirect("authorizations:paper_import", pk)


def _importing(request: HttpRequest) -> Asking:
    who = asking(request)
    if not may_record_papers(who.person, who.at):
        raise NotVisible("There is no such page.")
    return who


def _run(who: Asking, pk: UUID) -> PaperImport:
    runs = visible_paper_imports(who.person, who.at).select_related("file", "scans", "uploaded_by", "rejects")
    run = runs.filter(pk=pk).first()
    if run is None:
        raise NotVisible("There is no such import.")
    return run


def _shown(request: HttpRequest, run: PaperImport, form: PaperColumnsForm | None, status: int = 200) -> HttpResponse:
    job = Job.objects.filter(pk=run.job).first() if run.job and run.state in AT_WORK else None
    named = [(FIELDS[name].label, title_at(run.header, place)) for name, place in run.places.items() if name in FIELDS]
    context: dict[str, Any] = {
        "run": run,
        "form": form,
        "job": job if job and job.is_open else None,
        "stopped": job if job and not job.is_open else None,
        "sample": run.sample_rows,
        "titles": run.titles,
        "read_as": named,
        "not_read": [title for place, title in enumerate(run.header) if title and place not in run.places.values()],
        "counts": [(label, run.counts.get(kind, 0)) for kind, label in LABELS.items()] if run.counts else [],
        "told": Told.of(run),
        "waiting": Authorization.objects.papers_to_confirm().filter(batch=run.pk).count(),
        "entries": told_of(run),
    }
    return render(request, "authorizations/paper_import.html", context, status=status)
