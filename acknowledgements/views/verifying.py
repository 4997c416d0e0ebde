"""Is this receipt genuine? By its reference or by the file; for everybody who signs in, and nothing is kept."""

from __future__ import annotations

from typing import Any

from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.views.decorators.http import require_http_methods, require_safe

from acknowledgements.verifying import Verdict, as_reference, verdict_on, verdict_on_file
from acknowledgements.views.common import Asking, asking
from foundation.errors import NotVisible, TooOften
from foundation.pdf_signing.checking import LARGEST
from foundation.throttling import wait_for

AT_MOST, WINDOW = 60, 60
"""So many questions of one person in so many seconds: nobody looks for references by trying them."""


@require_http_methods(["GET", "HEAD", "POST"])
def verify(request: HttpRequest) -> HttpResponse:
    """The page that asks; a file (POST) is answered here, a reference on a page of its own."""
    who = asking(request)
    if request.method == "POST":
        return _answer_file(request, who)
    given = request.GET.get("reference", "")
    reference = as_reference(given)
    if reference:
        return redirect("acknowledgements:verify_receipt", reference)
    error = "This is no reference: it looks like ACK-2026-7KQ2M9XD." if given.strip() else ""
    return _page(request, error_of_reference=error, status=400 if error else 200)


@require_safe
def verify_receipt(request: HttpRequest, reference: str) -> HttpResponse:
    """The answer for a reference: the address that stands on a receipt as a QR code."""
    who = asking(request)
    if as_reference(reference) != reference:
        raise NotVisible("There is no such page.")
    _slow_down(who)
    return _page(request, verdict_on(reference, person=who.person, at=who.at))


def _answer_file(request: HttpRequest, who: Asking) -> HttpResponse:
    _slow_down(who)
    upload = request.FILES.get("file")
    if upload is None:
        return _page(request, error="Choose the file of the receipt first.", status=400)
    return _page(request, verdict_on_file(upload.read(LARGEST + 1), person=who.person, at=who.at), is_file=True)


def _slow_down(who: Asking) -> None:
    wait = wait_for(f"receipts:{who.person.pk}", at_most=AT_MOST, seconds=WINDOW, at=who.at)
    if wait:
        raise TooOften(
            "This was asked too often.", why=f"At most {AT_MOST} questions a minute are answered.", wait=wait
        )


def _page(request: HttpRequest, verdict: Verdict | None = None, *, status: int = 200, **context: Any) -> HttpResponse:
    return render(request, "acknowledgements/verify.html", {"verdict": verdict, **context}, status=status)
