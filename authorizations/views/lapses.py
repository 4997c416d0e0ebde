"""The report of lapses where there is emergency posting: who may post all the same, and should acknowledge."""

from __future__ import annotations

import io

from django.core.paginator import Paginator
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.views.decorators.http import require_safe

from authorizations.lapses import Lapse, emergency_departments, lapses
from authorizations.permissions import departments_decided, sees_every_authorization
from authorizations.views.common import PAGE, Asking, asking
from foundation import clock
from foundation.errors import NotVisible
from foundation.tabular.writing import write_csv


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
    if request.GET.get("as") == "csv":
        return _as_csv(found, who)
    page = Paginator(found, PAGE).get_page(request.GET.get("page"))
    lines = [(one, who.tree.name(one.department_id)) for one in page.object_list]
    names = sorted(who.tree.name(one) for one in departments)
    context = {"page": page, "lines": lines, "number": len(found), "departments": names, "at": who.at}
    return render(request, "authorizations/lapses.html", context)


_HEADER = ("Employee number", "Name", "Title", "Department", "Not acknowledged", "Was due", "Holds")


def _as_csv(found: list[Lapse], who: Asking) -> HttpResponse:
    """The whole report for a spreadsheet, formula-safe."""
    stream = io.StringIO(newline="")
    rows = (
        (
            one.person.number,
            one.person.name,
            one.title,
            who.tree.name(one.department_id),
            one.version.name,
            clock.last_day(one.version.due_at) if one.version.due_at else None,
            ", ".join(one.authorizations),
        )
        for one in found
    )
    write_csv(stream, _HEADER, rows)
    response = HttpResponse(stream.getvalue().encode("utf-8-sig"), content_type="text/csv; charset=utf-8")
    response["Content-Disposition"] = 'attachment; filename="lapsed-acknowledgements.csv"'
    return response
