"""Saved reports that are made by themselves."""

from __future__ import annotations

from uuid import UUID

from django.contrib import messages
from django.core.paginator import Paginator
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.views.decorators.http import require_http_methods, require_POST

from foundation.dates import moment
from foundation.errors import InvalidInput
from foundation.sending import once
from reports import services
from reports.catalogue import report_named
from reports.forms_schedule import ScheduleForm
from reports.models import SavedReport, Schedule, ScheduleRun
from reports.permissions import saved_in_sight
from reports.timetable import in_words
from reports.views.common import Asking, asking

PAGE = 25


@require_http_methods(["GET", "HEAD", "POST"])
@once
def schedule(request: HttpRequest, pk: UUID) -> HttpResponse:
    """When a saved report is made, the times at which it was, and the form to set it."""
    who = asking(request)
    saved = saved_in_sight(who.person, pk)
    found = Schedule.objects.filter(saved=saved).first()
    form = ScheduleForm(request.POST if request.method == "POST" else None, schedule=found)
    if request.method != "POST" or not form.is_valid():
        return _page(request, who, found, form, saved)
    try:
        made = services.set_schedule(by=who.by, saved=saved, timing=form.timing())
    except InvalidInput as error:
        form.add_error(None, str(error))
        return _page(request, who, found, form, saved)
    if made.next_at is not None:
        messages.success(request, f"“{saved.name}” is made next on {moment(made.next_at)}.")
    return redirect("reports:schedule", pk=saved.pk)


def _page(
    request: HttpRequest, who: Asking, found: Schedule | None, form: ScheduleForm, saved: SavedReport
) -> HttpResponse:
    runs = ScheduleRun.objects.filter(schedule__saved=saved).select_related("export__job")
    context = {
        "saved": saved,
        "report": report_named(saved.report),
        "schedule": found,
        "words": in_words(found) if found is not None else "",
        "form": form,
        "never": services.why_never(saved, who.at) if request.method != "POST" else "",
        "last": runs.first(),
        "page": Paginator(runs, PAGE).get_page(request.GET.get("page")),
    }
    return render(request, "reports/schedule.html", context, status=400 if form.errors else 200)


@require_POST
def stop(request: HttpRequest, pk: UUID) -> HttpResponse:
    """Have a saved report not made any more."""
    who = asking(request)
    saved = saved_in_sight(who.person, pk)
    services.stop_schedule(by=who.by, saved=saved)
    messages.success(request, f"“{saved.name}” is not made by the clock any more. What was made stays in My exports.")
    return redirect("reports:schedule", pk=saved.pk)
