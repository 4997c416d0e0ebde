"""The report of lapses where there is emergency posting: who may post all the same, and should acknowledge."""

from __future__ import annotations

from django.core.paginator import Paginator
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.views.decorators.http import require_safe

from authorizations.lapses import emergency_departments, lapses
from authorizations.permissions import departments_decided, sees_every_authorization
from authorizations.views.common import PAGE, asking
from foundation.errors import NotVisible


@require_safe
def report(request: HttpRequest) -> HttpResponse:
    """Every lapse for who sees the whole City; those of the own departments for who grants there."""
    who = asking(request)
    departments = emergency_departments(who.picture)
    if not sees_every_authorization(who.person, who.at):
        decides = departments_decided(who.person, who.at)
        if not decides:
            raise NotVisible("There is no such page.")
        departments &= decides
    found = lapses(who.picture, departments)
    page = Paginator(found, PAGE).get_page(request.GET.get("page"))
    lines = [(one, who.tree.name(one.department_id)) for one in page.object_list]
    names = sorted(who.tree.name(one) for one in departments)
    context = {"page": page, "lines": lines, "number": len(found), "departments": names, "at": who.at}
    return render(request, "authorizations/lapses.html", context)
