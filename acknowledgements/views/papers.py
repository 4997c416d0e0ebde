"""Recording signed sheets: a batch, its codes and scans, the preview line by line, one act for all that can be."""

from __future__ import annotations

from tempfile import TemporaryFile
from typing import Any

from django.contrib import messages
from django.core.paginator import Paginator
from django.http import HttpRequest, HttpResponse, HttpResponseBase
from django.shortcuts import redirect, render
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from acknowledgements import services, slips
from acknowledgements.forms_paper import BatchForm, CodesForm
from acknowledgements.models import BatchState, Campaign, PaperBatch
from acknowledgements.papers import Judged, Judging
from acknowledgements.permissions import require_campaigns_in_sight, require_running_campaigns, runs_campaigns
from acknowledgements.services.papers import CANNOT
from acknowledgements.services.recording import AT_ONCE, is_at_work
from acknowledgements.sheets import AT_ONCE as SLIPS_AT_ONCE
from acknowledgements.views.common import Asking, asking, put_on
from acknowledgements.views.sheets import as_download
from foundation.errors import InvalidInput, NotVisible
from foundation.numbers import how_many

PAGE = 50
BOTH = ["GET", "HEAD", "POST"]


@require_safe
def batches(request: HttpRequest) -> HttpResponse:
    """Batches of signed sheets: those being entered first."""
    who = asking(request)
    require_campaigns_in_sight(who.person, who.at)
    rows = PaperBatch.objects.select_related("entered_by", "campaign")
    context = {
        "waiting": rows.exclude(state__in=(BatchState.RECORDED, BatchState.DISCARDED)),
        "page": Paginator(rows.filter(state__in=(BatchState.RECORDED, BatchState.DISCARDED)), PAGE).get_page(
            request.GET.get("page")
        ),
        "may_record": runs_campaigns(who.person, who.at),
    }
    return render(request, "acknowledgements/batches.html", context)


@require_http_methods(BOTH)
def begin(request: HttpRequest) -> HttpResponse:
    """Begin a batch: of which campaign, signed on which day, before which witness."""
    who = _recording(request)
    form = _form(request, "Go on to the sheets")
    if request.method == "POST" and form.is_valid():
        try:
            batch = services.begin_batch(by=who.by, signed=form.signed())
        except InvalidInput as error:
            put_on(form, error)
        else:
            return redirect("acknowledgements:batch", batch.pk)
    return render(request, "acknowledgements/batch_form.html", {"form": form}, status=400 if form.errors else 200)


@require_http_methods(BOTH)
def change(request: HttpRequest, batch_id: int) -> HttpResponse:
    """Correct the day or the witness of a batch."""
    who = _recording(request)
    batch = _found(batch_id)
    first = {
        "campaign": batch.campaign,
        "signed_on": batch.signed_on,
        "witness": batch.witness.number if batch.witness else batch.witness_name,
        "witness_kind": batch.witness_kind,
    }
    form = _form(request, "Save", first)
    if request.method == "POST" and form.is_valid():
        try:
            services.change_batch(by=who.by, batch=batch, signed=form.signed())
        except InvalidInput as error:
            put_on(form, error)
        else:
            return redirect("acknowledgements:batch", batch.pk)
    context = {"form": form, "batch": batch}
    return render(request, "acknowledgements/batch_form.html", context, status=400 if form.errors else 200)


def _form(request: HttpRequest, button: str, initial: dict[str, Any] | None = None) -> BatchForm:
    campaigns = Campaign.objects.filter(opened_at__isnull=False).select_related("version__regulation")
    return BatchForm(
        request.POST if request.method == "POST" else None, campaigns=campaigns, button=button, initial=initial
    )


@require_safe
def batch(request: HttpRequest, batch_id: int) -> HttpResponse:
    """The batch as it stands: what each line stands for and whether it can be recorded, or what became of it."""
    who = asking(request)
    require_campaigns_in_sight(who.person, who.at)
    return _page(request, who, _found(batch_id), CodesForm())


@require_http_methods(BOTH)
def add(request: HttpRequest, batch_id: int) -> HttpResponse:
    """Add what was scanned, typed or pasted. Its address asked for again, after a refusal, leads back to the batch."""
    who = _recording(request)
    found = _found(batch_id)
    if request.method != "POST":
        return redirect("acknowledgements:batch", batch_id)
    form = CodesForm(request.POST)
    if form.is_valid():
        try:
            number = services.add_lines(by=who.by, batch=found, text=form.cleaned_data["codes"])
        except InvalidInput as error:
            put_on(form, error)
        else:
            messages.success(request, f"{how_many(number, 'line')} added.")
            return redirect("acknowledgements:batch", batch_id)
    return _page(request, who, found, form, status=400)


@require_http_methods(BOTH)
def scan(request: HttpRequest, batch_id: int) -> HttpResponse:
    """Keep a scan with the batch. Its address asked for again, after a refusal, leads back to the batch."""
    who = _recording(request)
    found = _found(batch_id)
    if request.method != "POST":
        return redirect("acknowledgements:batch", batch_id)
    upload = request.FILES.get("scan")
    if upload is None:
        return _page(request, who, found, CodesForm(), status=400, scan_error="Choose the file of the scan first.")
    try:
        services.add_scan(by=who.by, batch=found, name=upload.name or "scan", content=upload)
    except InvalidInput as error:
        return _page(request, who, found, CodesForm(), status=400, scan_error=str(error))
    messages.success(request, "The scan is kept.")
    return redirect("acknowledgements:batch", batch_id)


@require_POST
def take_out(request: HttpRequest, batch_id: int) -> HttpResponse:
    """Take a line or a scan out."""
    who = _recording(request)
    found = _found(batch_id)
    line = found.lines.filter(pk=_number(request.POST.get("line", ""))).first()
    kept = found.scans.filter(pk=_number(request.POST.get("scan", ""))).first()
    if line is None and kept is None:
        raise NotVisible("There is no such line.", remedy="Open the batch again: somebody may have taken it out.")
    services.take_out(by=who.by, batch=found, line=line, scan=kept)
    messages.success(request, "Taken out.")
    return redirect("acknowledgements:batch", batch_id)


def _number(given: str) -> int:
    return int(given) if given.isdecimal() and len(given) < 19 else 0


@require_POST
def record(request: HttpRequest, batch_id: int) -> HttpResponse:
    """Record all that can be."""
    who = _recording(request)
    done = services.record_batch(by=who.by, batch=_found(batch_id), seen=request.POST.get("seen", ""))
    if done.state == BatchState.RECORDED:
        number = done.signatures.count()
        messages.success(request, f"{how_many(number, 'acknowledgement')} recorded. Each person has been told.")
    return redirect("acknowledgements:batch", batch_id)


@require_POST
def go_on(request: HttpRequest, batch_id: int) -> HttpResponse:
    """Let a worker go on where one stopped."""
    services.go_on(by=_recording(request).by, batch=_found(batch_id))
    return redirect("acknowledgements:batch", batch_id)


@require_POST
def discard(request: HttpRequest, batch_id: int) -> HttpResponse:
    """Record nothing of it."""
    services.discard_batch(by=_recording(request).by, batch=_found(batch_id), seen=request.POST.get("seen", ""))
    messages.success(request, "Discarded: nothing of this batch was recorded.")
    return redirect("acknowledgements:batches")


@require_http_methods(BOTH)
def receipts(request: HttpRequest, batch_id: int) -> HttpResponseBase:
    """The receipts of a batch, to be printed: at once where they are few (GET), else made by a worker (POST)."""
    who = _recording(request)
    found = _found(batch_id)
    if request.method == "POST":
        return redirect("jobs:detail", slips.start_job(by=who.by, batch=found).pk)
    count = found.signatures.filter(acknowledgement__annulled_at__isnull=True).count()
    if not 0 < count <= SLIPS_AT_ONCE:
        raise InvalidInput(
            "There are no receipts in this batch."
            if not count
            else f"These are {count:,} receipts: a worker makes them.",
            remedy="Go back to the batch and press the button there.",
        )
    spool = TemporaryFile()  # noqa: SIM115 - the response closes it
    name = slips.write_file(found, spool, who.at)
    spool.seek(0)
    return as_download(spool, name)


def _recording(request: HttpRequest) -> Asking:
    who = asking(request)
    require_running_campaigns(who.by, who.at, CANNOT)
    return who


def _found(batch_id: int) -> PaperBatch:
    rows = PaperBatch.objects.select_related("campaign__version__regulation", "entered_by", "witness")
    found = rows.filter(pk=batch_id).first() if batch_id < 2**63 else None
    if found is None:
        raise NotVisible("There is no such batch.")
    return found


def _page(
    request: HttpRequest, who: Asking, found: PaperBatch, codes: CodesForm, *, status: int = 200, **more: Any
) -> HttpResponse:
    context: dict[str, Any] = {
        "batch": found,
        "scans": found.scans.select_related("file"),
        "may_record": runs_campaigns(who.person, who.at),
        "codes": codes,
        **more,
    }
    if found.state == BatchState.ENTERING:
        context |= _preview(request, who, found)
    else:
        context |= _outcome(request, found)
    return render(request, "acknowledgements/batch.html", context, status=status)


def _preview(request: HttpRequest, who: Asking, found: PaperBatch) -> dict[str, Any]:
    # Taken before the lines are read: a change between the two makes the page stale, not wrong.
    seen = services.mark_of_batch(found)
    lines = list(found.lines.all())
    judged = Judging(found, lines, who.person, who.at).all(lines)
    can = [one for one in judged if one.can_be_recorded]
    cannot = [one for one in judged if not one.can_be_recorded]
    # What needs a look comes first; then the last one scanned.
    shown: list[Judged] = [*cannot, *reversed(can)]
    return {
        "seen": seen,
        "page": Paginator(shown, PAGE).get_page(request.GET.get("page")),
        "can": len(can),
        "cannot": len(cannot),
        "is_long": len(lines) > AT_ONCE,
    }


def _outcome(request: HttpRequest, found: PaperBatch) -> dict[str, Any]:
    signatures = found.signatures.select_related("acknowledgement__person", "sheet")
    total = found.lines.count()
    done = found.lines.filter(is_done=True).count()
    stopped = found.state == BatchState.RECORDING and not is_at_work(found)
    recorded = signatures.count()
    return {
        "page": Paginator(signatures.order_by("acknowledgement__person__name", "pk"), PAGE).get_page(
            request.GET.get("page")
        ),
        "refused": found.lines.exclude(sentence=""),
        "recorded": recorded,
        "total": total,
        "done": done,
        "is_stopped": stopped,
        "is_at_work": found.state == BatchState.RECORDING and not stopped,
        "is_long": recorded > SLIPS_AT_ONCE,
    }
