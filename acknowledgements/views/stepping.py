"""When a planned campaign reminds whom."""

from __future__ import annotations

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.views.decorators.http import require_http_methods

from acknowledgements.forms_steps import steps_form
from acknowledgements.models import CampaignState
from acknowledgements.permissions import require_running_campaigns
from acknowledgements.services import mark_of_plan, plan_steps
from acknowledgements.views.common import asking, campaign_in_sight
from foundation.errors import Conflict, InvalidInput


@require_http_methods(["GET", "HEAD", "POST"])
def steps(request: HttpRequest, campaign_id: int) -> HttpResponse:
    """Change the reminders of a campaign that nobody has opened."""
    who = asking(request)
    campaign = campaign_in_sight(who, campaign_id)
    require_running_campaigns(who.by, who.at, "You cannot change a campaign.")
    if campaign.state != CampaignState.PLANNED:
        raise Conflict(
            "Nothing was changed.",
            why="Reminders are changed only before a campaign is opened.",
            remedy="Its page shows them.",
        )
    # Taken before the steps are read: a change between the two makes the form stale, not wrong.
    seen = mark_of_plan(campaign)
    form = steps_form(campaign, request.POST if request.method == "POST" else None)
    wrong: InvalidInput | None = None
    if request.method == "POST" and form.is_valid():
        try:
            plan_steps(by=who.by, campaign=campaign, plan=form.plans(), seen=request.POST.get("seen", ""))
        except InvalidInput as error:
            wrong = error
        else:
            messages.success(request, "The reminders are changed.")
            return redirect("acknowledgements:campaign", campaign_id)
    bad = wrong is not None or (form.is_bound and not form.is_valid())
    context = {"campaign": campaign, "form": form, "seen": seen, "wrong": wrong}
    return render(request, "acknowledgements/steps.html", context, status=400 if bad else 200)
