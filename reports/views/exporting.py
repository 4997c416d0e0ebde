"""Files of answers: asked for, and those that are kept."""

from __future__ import annotations

from urllib.parse import urlencode

from django.core.paginator import Paginator
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.views.decorators.http import require_POST, require_safe

from foundation.sending import once
from reports import services
from reports.catalogue import report_named
from reports.files_out import sheet_of
from reports.permissions import visible_exports
from reports.reading import Question
from reports.services.exporting import is_long
from reports.views.common import asking, question_in

PAGE = 25


@require_POST
def export(request: HttpRequest, code: str) -> HttpResponse:
    """Give the answer as a file: at once where it is short, else by a worker, whose progress is shown."""
    who = asking(request)
    question = question_in(request, code)
    kind = request.POST.get("file_kind", "")
    # Read before the transaction of `once` begins: two files at a time never wait for each other's end.
    rows = sheet_of(question, who.by, who.at, kind).rows.count()
    return _given(request, question, kind, rows)


@once
def _given(request: HttpRequest, question: Question, kind: str, rows: int) -> HttpResponse:
    """However often the button is pressed, one file; each kind's button has a mark of its own."""
    by = asking(request).by
    if is_long(rows, kind):
        asked = services.ask_for_export(by=by, question=question, kind=kind, rows=rows)
        return redirect("jobs:detail", pk=asked.job_id)
    made = services.export_at_once(by=by, question=question, kind=kind)
    return redirect("files:download", pk=made.file_id)


@require_safe
def exports(request: HttpRequest) -> HttpResponse:
    """My exports, the latest first: what was asked, and the file for thirty days."""
    who = asking(request)
    page = Paginator(visible_exports(who.person), PAGE).get_page(request.GET.get("page"))
    lines = [
        (one, f"{reverse('reports:run', args=[one.report])}?{urlencode(one.query)}" if report_named(one.report) else "")
        for one in page
    ]
    return render(request, "reports/exports.html", {"page": page, "lines": lines})
