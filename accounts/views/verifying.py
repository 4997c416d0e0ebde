"""Is this ours? A page with one box; and the list of active accounts, where the City has opened its register."""

from __future__ import annotations

from django.contrib.auth.decorators import login_not_required
from django.contrib.auth.views import redirect_to_login
from django.core.paginator import Paginator
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.views.decorators.http import require_safe

from accounts.feed import by_department, is_public
from accounts.verifying import Answer, Finding, verify
from accounts.wording import sentence_about, sentence_of
from directory.api import slow_down
from directory.models import Employee
from foundation import clock
from foundation.errors import InvalidInput, NotVisible

PER_PAGE = 500
TONES = {Answer.YES: "success", Answer.SUSPENDED: "error", Answer.NOT_KNOWN: "error"}
"""How an answer is coloured besides its words; the others are warnings."""


@login_not_required
@require_safe
def is_this_ours(request: HttpRequest) -> HttpResponse:
    """Ask the register about an address or a handle; without signing in only where the City has opened it."""
    now = clock.now()
    person = request.user if isinstance(request.user, Employee) else None
    if person is None and not is_public(now):
        return redirect_to_login(request.get_full_path())
    asked = request.GET.get("url")
    context = {"asked": asked or "", "is_staff": person is not None}
    if asked is None:
        return render(request, "accounts/verify.html", context)
    if person is None:
        slow_down(request, now)
    try:
        found = verify(asked, person=person, now=now)
    except InvalidInput as error:
        return render(request, "accounts/verify.html", {**context, "error": error}, status=error.status)
    return render(request, "accounts/verify.html", {**context, **_shown(found)})


def _shown(found: Finding) -> dict[str, object]:
    """The answer in words, with each account where there are several, and what looks like it."""
    said = [(verdict, sentence_about(verdict)) for verdict in found.verdicts]
    return {
        "found": found,
        "sentence": sentence_of(found),
        "tone": TONES.get(found.answer, "warning"),
        "said": said,
        "near": [(miss, sentence_about(miss.verdict)) for miss in found.near],
    }


@login_not_required
@require_safe
def public_list(request: HttpRequest) -> HttpResponse:
    """The active accounts by department, for everybody; nothing at all where the City has not opened its register."""
    now = clock.now()
    if not is_public(now):
        raise NotVisible("There is no such page.")
    page = Paginator(by_department(now), PER_PAGE).get_page(request.GET.get("page"))
    return render(request, "accounts/public.html", {"page": page, "at": now})
