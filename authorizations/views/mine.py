"""My authorizations: what I hold, with documents; what waits for me to accept; what I asked for."""

from __future__ import annotations

from datetime import timedelta

from django.core.paginator import Paginator
from django.db.models import Q
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.views.decorators.http import require_safe

from authorizations.models import Authorization, DeclineDecision, Request
from authorizations.reading import for_lists, lines_of
from authorizations.services.granting import RENEWAL_DAYS
from authorizations.views.common import asking
from foundation.dated_settings import value

PAGE = 25
SHOWN = 20


@require_safe
def mine(request: HttpRequest) -> HttpResponse:
    """What I hold now, then what I held."""
    who = asking(request)
    own = for_lists(Authorization.objects.filter(grantee=who.person))
    waiting = own.filter(pk__in=Authorization.objects.waiting_for_acceptance(who.at).filter(grantee=who.person))
    now = own.filter(effective_until__gt=who.at, revocation=None).exclude(paper__outcome="refused")
    over = own.exclude(pk__in=now.values("pk")).order_by("-granted_at", "-pk")
    page = Paginator(over, PAGE).get_page(request.GET.get("page"))
    requests = Request.objects.filter(Q(grantee=who.person) | Q(asked_by=who.person)).select_related("grantee")
    opens = who.at + timedelta(days=max(value(RENEWAL_DAYS, who.at)))
    context = {
        "waiting": lines_of(waiting, who.picture),
        "lines": lines_of(now.order_by("effective_until"), who.picture),
        "page": page,
        "over": lines_of(page.object_list, who.picture),
        "requests": requests.order_by("-asked_at", "-pk")[:SHOWN],
        "renewal_opens": opens,
        "decisions": DeclineDecision.objects.filter(person=who.person).select_related("decline__version__regulation"),
    }
    return render(request, "authorizations/mine.html", context)
