"""Having an account's page looked at."""

from __future__ import annotations

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.urls import reverse
from django.views.decorators.http import require_POST

from accounts import services
from accounts.views.common import asking


@require_POST
def check_page(request: HttpRequest, reference: str) -> HttpResponse:
    """Ask for a check now; a worker does it within a minute or so."""
    who = asking(request)
    account = who.account(reference)
    services.ask_for_check(by=who.by, account=account)
    messages.success(request, "The page will be looked at within a few minutes. Load this page again then.")
    return redirect(reverse("accounts:account", args=[account.reference]) + "#checks")
