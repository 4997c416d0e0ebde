"""Printing sheets for people who acknowledge on paper: for whom, a look at how many, the file."""

from __future__ import annotations

from tempfile import TemporaryFile
from typing import IO

from django.contrib import messages
from django.core.paginator import Paginator
from django.db.models import Exists, OuterRef
from django.http import FileResponse, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.views.decorators.http import require_http_methods, require_safe

from acknowledgements.forms_paper import PrintForm
from acknowledgements.models import Acknowledgement, Campaign, SheetPrinting
from acknowledgements.permissions import require_campaigns_in_sight, require_running_campaigns, runs_campaigns
from acknowledgements.services import print_sheets
from acknowledgements.services.printing import CANNOT, start_job
from acknowledgements.sheets import AT_ONCE, listed, write_file
from acknowledgements.views.common import asking
from foundation.errors import InvalidInput, NotVisible
from foundation.numbers import how_many

PAGE = 50
BOTH = ["GET", "HEAD", "POST"]


@require_safe
def printings(request: HttpRequest) -> HttpResponse:
    """What was printed, the newest first, with the way to record what came back."""
    who = asking(request)
    require_campaigns_in_sight(who.person, who.at)
    rows = SheetPrinting.objects.select_related("printed_by", "campaign")
    context = {
        "page": Paginator(rows, PAGE).get_page(request.GET.get("page")),
        "may_print": runs_campaigns(who.person, who.at),
    }
    return render(request, "acknowledgements/printings.html", context)


@require_http_methods(BOTH)
def print_(request: HttpRequest) -> HttpResponse:
    """Say for whom; look at how many that is; print."""
    who = asking(request)
    require_running_campaigns(who.by, who.at, CANNOT)
    running = Campaign.objects.running(who.at).select_related("version__regulation").order_by("-opens_at")
    form = PrintForm(request.POST if request.method == "POST" else None, campaigns=running, at=who.at)
    context = {"form": form, "is_asked": running.exists()}
    if request.method != "POST" or not form.is_valid():
        return render(request, "acknowledgements/print.html", context, status=400 if form.errors else 200)
    campaign, wanted = form.cleaned_data["campaign"], form.wanted()
    if "print" not in request.POST:
        found = listed(campaign, wanted, who.at)
        shown = {
            "found": found,
            "words": wanted.words(who.at),
            "is_long": found.count > AT_ONCE,
            "sent": _sent(request),
        }
        return render(request, "acknowledgements/print.html", {**context, **shown})
    try:
        made = print_sheets(by=who.by, campaign=campaign, wanted=wanted)
    except InvalidInput as error:
        form.add_error(None, str(error))
        return render(request, "acknowledgements/print.html", context, status=400)
    messages.success(request, f"{how_many(made.count, 'sheet')} entered. Get the file here.")
    return redirect("acknowledgements:printing", made.pk)


def _sent(request: HttpRequest) -> list[tuple[str, str]]:
    """What was asked, for the button that prints it."""
    left_out = {"csrfmiddlewaretoken", "look"}
    return [(name, value) for name in request.POST if name not in left_out for value in request.POST.getlist(name)]


@require_safe
def printing(request: HttpRequest, printing_id: int) -> HttpResponse:
    """The sheets of a printing, and which of them came back."""
    who = asking(request)
    require_campaigns_in_sight(who.person, who.at)
    found = _found(printing_id)
    done = Acknowledgement.objects.not_annulled().filter(
        person_id=OuterRef("person_id"), version=found.campaign.version_id
    )
    sheets = found.sheets.select_related("person").annotate(is_done=Exists(done)).order_by("person__name", "pk")
    context = {
        "printing": found,
        "page": Paginator(sheets, PAGE).get_page(request.GET.get("page")),
        "back": sheets.filter(is_done=True).count(),
        "is_long": found.count > AT_ONCE,
        "may_print": runs_campaigns(who.person, who.at),
    }
    return render(request, "acknowledgements/printing.html", context)


@require_http_methods(BOTH)
def sheets_file(request: HttpRequest, printing_id: int) -> HttpResponse:
    """The file: at once where it is short (GET), else a worker makes it (POST)."""
    who = asking(request)
    require_running_campaigns(who.by, who.at, CANNOT)
    found = _found(printing_id)
    if request.method == "POST":
        return redirect("jobs:detail", start_job(by=who.by, printing=found).pk)
    if found.count > AT_ONCE:
        raise InvalidInput(
            f"These are {found.count:,} sheets: a worker makes their file.",
            remedy="Go back to the printing and press the button there.",
        )
    spool = TemporaryFile()  # noqa: SIM115 - the response closes it
    name = write_file(found, spool, found.printed_at)
    spool.seek(0)
    return as_download(spool, name)


def as_download(spool: IO[bytes], name: str) -> HttpResponse:
    """A PDF that was made for this request, to be saved."""
    response = FileResponse(spool, as_attachment=True, filename=name, content_type="application/pdf")
    response["X-Content-Type-Options"] = "nosniff"
    return response  # type: ignore[return-value]  # FileResponse is a response, the stubs know it as streaming only


def _found(printing_id: int) -> SheetPrinting:
    found = SheetPrinting.objects.select_related("campaign__version__regulation", "printed_by")
    row = found.filter(pk=printing_id).first() if printing_id < 2**63 else None
    if row is None:
        raise NotVisible("There is no such printing.")
    return row
