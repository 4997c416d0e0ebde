"""The catalogue, and one report: the question, the answer in a sentence, filters, picture, rows."""

from __future__ import annotations

from typing import Any

from django.core.paginator import Page, Paginator
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.views.decorators.http import require_safe

from foundation.errors import InvalidInput
from reports.answer import Row, Rows
from reports.asking import scope_of
from reports.catalogue import offered, report_named
from reports.models import Kind, SavedReport
from reports.services.exporting import is_long
from reports.views.common import asking, question_in
from reports.views.heads import heads_of

PAGE = 50


@require_safe
def catalogue(request: HttpRequest) -> HttpResponse:
    """The questions that somebody may ask, and those to which they gave a name."""
    who = asking(request)
    saved = [
        (one, report)
        for one in SavedReport.objects.filter(owner=who.person).select_related("schedule")
        if (report := report_named(one.report)) is not None
    ]
    return render(request, "reports/catalogue.html", {"groups": offered(scope_of(who.person, who.at)), "saved": saved})


@require_safe
def run(request: HttpRequest, code: str) -> HttpResponse:
    """One report. What cannot be asked is told at its field, and nothing is shown below."""
    question = question_in(request, code)
    context: dict[str, Any] = {"question": question, "report": question.report, "form": question.form}
    if question.missing:
        return render(request, "reports/report.html", context)
    if question.asked is None:
        return render(request, "reports/report.html", context, status=400)
    closed = question.report.is_closed_to(question.asked)
    if closed is not None:
        return render(request, "reports/open_file.html", context | {"person": closed})
    try:
        answer = question.report.answer(question.asked)
    except InvalidInput as error:
        if error.field not in question.form.fields:
            raise
        question.form.add_error(error.field, " ".join(filter(None, (error.what, error.remedy))))
        return render(request, "reports/report.html", context, status=error.status)
    rows = question.report.sorted(question.asked, answer)
    page = page_of(rows, request.GET.get("page"))
    heads = heads_of(question.report.columns, answer, question.asked.sort, request.GET)
    context |= {
        "asked": question.asked,
        "answer": answer,
        "whose": question.report.whose_matters(question.asked.scope),
        "page": page,
        "heads": heads,
        "lines": [[(head, *cell) for head, cell in zip(heads, row.linked(), strict=True)] for row in page],
        "kinds": [(kind, is_long(page.paginator.count, kind)) for kind in Kind],
        "is_long": any(is_long(page.paginator.count, kind) for kind in Kind),
    }
    return render(request, "reports/report.html", context)


class _Counted:
    """Rows for Django's paginator: counted once, read by pages."""

    def __init__(self, rows: Rows) -> None:
        self.rows = rows

    def count(self) -> int:
        """How many there are."""
        return self.rows.count()

    def __getitem__(self, part: slice) -> list[Row]:
        return self.rows.part(part.start or 0, part.stop)


def page_of(rows: Rows, number: str | None) -> Page[Any]:
    """One page of rows; a number that there is not gives the nearest."""
    return Paginator(_Counted(rows), PAGE).get_page(number)  # type: ignore[arg-type]  # it counts and slices
