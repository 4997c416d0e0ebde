"""Slips for people without an e-mail address: a page to print, and the same as a PDF."""

from __future__ import annotations

from typing import Any

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.views.decorators.http import require_safe

from acknowledgements.handouts import MOST, Slips, as_pdf, slips_of
from acknowledgements.models import Campaign
from acknowledgements.views.common import Asking, asking, campaign_in_sight
from foundation.errors import Conflict, NotVisible

_LONGEST = 18


@require_safe
def slips(request: HttpRequest, campaign_id: int) -> HttpResponse:
    """Who gets a slip, crew by crew, and how they are printed."""
    context = _context(request, asking(request), campaign_id)
    return render(request, "acknowledgements/handouts.html", context)


@require_safe
def slips_pdf(request: HttpRequest, campaign_id: int) -> HttpResponse:
    """The slips as a tagged PDF, crew by crew, each crew on a new page."""
    who = asking(request)
    context = _context(request, who, campaign_id)
    found: Slips = context["slips"]
    if found.are_too_many:
        raise Conflict(
            "The slips were not made.",
            why=f"There are {found.total:,}, and one file holds {MOST}.",
            remedy="Choose a department first.",
        )
    campaign: Campaign = context["campaign"]
    response = HttpResponse(as_pdf(campaign, found.crews, who.at), "application/pdf")
    response["Content-Disposition"] = f'attachment; filename="slips-{campaign.pk}.pdf"'
    response["X-Content-Type-Options"] = "nosniff"
    return response


def _context(request: HttpRequest, who: Asking, campaign_id: int) -> dict[str, Any]:
    campaign = campaign_in_sight(who, campaign_id)
    if not campaign.is_running(who.at):
        raise Conflict(
            "There are no slips.",
            why="Slips are printed while a campaign runs.",
            remedy="Open its page to see how it stands.",
        )
    given = request.GET.get("department", "")
    if given and not (given.isdecimal() and len(given) <= _LONGEST):
        raise NotVisible("There is no such department.")
    department = int(given) if given else None
    return {
        "campaign": campaign,
        "slips": slips_of(campaign, who.at, department),
        "department": department,
        "most": MOST,
    }
