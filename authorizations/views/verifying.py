"""Is this letter genuine, and is it in force? A page for whoever is shown one, open as the register of accounts is."""

from __future__ import annotations

from django.contrib.auth.decorators import login_not_required
from django.contrib.auth.views import redirect_to_login
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.views.decorators.http import require_http_methods, require_safe

from accounts.feed import is_public
from authorizations.verifying import compare, verdict_on
from directory.api import slow_down
from directory.models import Employee
from foundation import clock
from foundation.pdf_signing.checking import LARGEST

LONGEST_REFERENCE = 40


@login_not_required
@require_safe
def ask(request: HttpRequest) -> HttpResponse:
    """Ask by the number on a letter; whoever scans its code comes to the answer without this page."""
    person = request.user if isinstance(request.user, Employee) else None
    if person is None and not is_public(clock.now()):
        return redirect_to_login(request.get_full_path())
    reference = request.GET.get("reference", "").strip().upper().replace("/", "")[:LONGEST_REFERENCE]
    if reference:
        return redirect("authorizations:verify", reference)
    return render(request, "authorizations/verify.html", {"is_staff": person is not None})


@login_not_required
@require_http_methods(["GET", "HEAD", "POST"])
def verify(request: HttpRequest, reference: str) -> HttpResponse:
    """The answer for a number; with a file (POST, nothing is kept) whether that file is the letter."""
    now = clock.now()
    person = request.user if isinstance(request.user, Employee) else None
    if person is None and not is_public(now):
        return redirect_to_login(request.get_full_path())
    if person is None or request.method == "POST":
        slow_down(request, now)
    context = {"is_staff": person is not None, "verdict": verdict_on(reference, person=person, at=now)}
    status = 200
    if request.method == "POST":
        upload = request.FILES.get("file")
        if upload is None:
            context["error"], status = "Choose the file of the letter first.", 400
        else:
            context["comparison"] = compare(reference, upload.read(LARGEST + 1))
    return render(request, "authorizations/verify.html", context, status=status)
