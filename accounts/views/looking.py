"""Looking: the register, and one account."""

from __future__ import annotations

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.views.decorators.http import require_safe

from accounts.permissions import account_in_sight, visible_accounts
from directory.permissions import signed_in
from foundation import clock


@require_safe
def register(request: HttpRequest) -> HttpResponse:
    """The register of official accounts."""
    accounts = visible_accounts(signed_in(request), clock.now())
    return render(request, "accounts/register.html", {"accounts": accounts[:50]})


@require_safe
def account(request: HttpRequest, reference: str) -> HttpResponse:
    """One account."""
    found = account_in_sight(signed_in(request), reference, clock.now())
    return render(request, "accounts/account.html", {"account": found})
