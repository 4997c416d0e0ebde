"""Exemptions: who is not asked until when and why; asking, deciding as the second person, ending."""

from __future__ import annotations

from django.contrib import messages
from django.core.paginator import Paginator
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.views.decorators.http import require_http_methods, require_POST

from acknowledgements.forms_exempting import ExemptionForm
from acknowledgements.models import Exemption
from acknowledgements.permissions import (
    require_campaigns_in_sight,
    require_running_campaigns,
    runs_campaigns,
    visible_exemptions,
)
from acknowledgements.services import approve_exemption, ask_exemption, end_exemption, refuse_exemption
from acknowledgements.versions import offered
from acknowledgements.views.common import Asking, asking, put_on, refuse_long_key
from foundation import dates
from foundation.errors import InvalidInput, NotVisible

PAGE = 50


@require_http_methods(["GET", "HEAD", "POST"])
def exemptions(request: HttpRequest) -> HttpResponse:
    """Every exemption, those that wait first; below, asking for one."""
    who = asking(request)
    require_campaigns_in_sight(who.person, who.at)
    form = ExemptionForm(request.POST if request.method == "POST" else None, versions=offered(who.at), at=who.at)
    if request.method == "POST":
        require_running_campaigns(who.by, who.at, "You cannot exempt anybody.")
        if form.is_valid() and _ask(request, who, form):
            return redirect("acknowledgements:exemptions")
    page = Paginator(visible_exemptions(who.person, who.at), PAGE).get_page(request.GET.get("page"))
    context = {
        "page": page,
        "rows": [(row, *state_of(row, who)) for row in page],
        "form": form if runs_campaigns(who.person, who.at) else None,
        "me": who.person.pk,
        "in_force": Exemption.objects.in_force(who.at).count(),
    }
    return render(request, "acknowledgements/exemptions.html", context, status=400 if form.errors else 200)


def _ask(request: HttpRequest, who: Asking, form: ExemptionForm) -> bool:
    given = form.cleaned_data
    assert form.person is not None  # noqa: S101 - the form is valid
    try:
        ask_exemption(
            by=who.by,
            person=form.person,
            version=given["version"],
            last_day=given["last_day"],
            reason=given["reason"],
        )
    except InvalidInput as error:
        put_on(form, error)
        return False
    messages.success(request, "Asked for. It holds once a second person of Employee Relations approves it.")
    return True


def state_of(row: Exemption, who: Asking) -> tuple[str, str]:
    """The state as a word and its tone."""
    if row.decision is None:
        return "Waits for a second person", "waiting"
    if row.decision != Exemption.Decision.APPROVED:
        return row.get_decision_display(), "over"
    return ("In force", "good") if row.is_in_force(who.at) else ("Over", "over")


@require_POST
def approve(request: HttpRequest, exemption_id: int) -> HttpResponse:
    """Approve an exemption as the second person."""
    who = asking(request)
    row = approve_exemption(by=who.by, exemption=_found(who, exemption_id))
    messages.success(request, f"Approved. {row.person.name} is not asked through {dates.day(row.last_day)}.")
    return redirect("acknowledgements:exemptions")


@require_POST
def refuse(request: HttpRequest, exemption_id: int) -> HttpResponse:
    """Refuse an exemption as the second person, or withdraw it as who asked for it."""
    who = asking(request)
    row = refuse_exemption(by=who.by, exemption=_found(who, exemption_id), reason=request.POST.get("reason", ""))
    messages.success(request, f"{row.get_decision_display()}.")
    return redirect("acknowledgements:exemptions")


@require_POST
def end(request: HttpRequest, exemption_id: int) -> HttpResponse:
    """End an exemption before its day."""
    who = asking(request)
    row = end_exemption(by=who.by, exemption=_found(who, exemption_id), reason=request.POST.get("reason", ""))
    messages.success(request, f"Ended. {row.person.name} is asked again, with as many days more as it lasted.")
    return redirect("acknowledgements:exemptions")


def _found(who: Asking, exemption_id: int) -> Exemption:
    refuse_long_key(exemption_id)
    found: Exemption | None = visible_exemptions(who.person, who.at).filter(pk=exemption_id).first()
    if found is None:
        raise NotVisible("There is no such exemption.")
    require_running_campaigns(who.by, who.at, "You cannot decide on an exemption.")
    return found
