"""What an authority does by office: no letter to self, one act with its reason, marked and reported."""

from __future__ import annotations

from django.contrib import messages
from django.core.paginator import Paginator
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.views.decorators.http import require_http_methods

from authorizations import services
from authorizations.forms.deeds import OfficeForm
from authorizations.kinds import POWERS
from authorizations.models import OfficeAct
from authorizations.permissions import sees_every_authorization
from authorizations.views.common import BOTH, PAGE, asking, posted, put_on
from foundation.errors import InvalidInput, NotVisible, Refusal
from powers.catalogue import power_of
from powers.decisions import holdings


@require_http_methods(BOTH)
def by_office(request: HttpRequest) -> HttpResponse:
    """Acts by office: recording one's own; those of the own departments, or of the whole City, below."""
    who = asking(request)
    kinds = {power.code for power in POWERS.values()}
    held = [one for one in holdings(who.person, who.at, picture=who.picture) if one.by_office and one.power in kinds]
    everywhere = sees_every_authorization(who.person, who.at)
    if not held and not everywhere:
        raise NotVisible("There is no such page.")
    departments = sorted({one.department_id for one in held}, key=lambda one: who.tree.name(one).casefold())
    codes = list(dict.fromkeys(one.power for one in held))
    form = OfficeForm(
        *posted(request)[:1],
        powers=[(code, who.picture.basis(power_of(code)).label) for code in codes],
        departments=[(one, who.tree.name(one)) for one in departments],
    )
    if request.method == "POST" and form.is_valid():
        data = form.cleaned_data
        try:
            services.act_by_office(
                by=who.by,
                power=power_of(data["power"]),
                department=data["department"],
                what=data["what"],
                reason=data["reason"],
            )
        except (InvalidInput, Refusal) as error:
            put_on(form, error)
        else:
            messages.success(request, "Recorded as done by office, and reported to Employee Relations.")
            return redirect("authorizations:by_office")
    rows = OfficeAct.objects.select_related("person", "department")
    rows = rows if everywhere else rows.filter(department_id__in=departments)
    page = Paginator(rows, PAGE).get_page(request.GET.get("page"))
    context = {"form": form if held else None, "page": page}
    return render(request, "authorizations/by_office.html", context, status=400 if form.errors else 200)
