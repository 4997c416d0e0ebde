"""Campaigns of Employee Relations: plan, open, watch, close."""

from __future__ import annotations

from typing import Any

from django import forms
from django.contrib import messages
from django.core.paginator import Paginator
from django.http import HttpRequest, HttpResponse, QueryDict
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.datastructures import MultiValueDict
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from acknowledgements.brought import brought_by
from acknowledgements.coverage import Moment, Scope, missing, report
from acknowledgements.curve import over_time
from acknowledgements.forms import CampaignForm, ExtendForm, ReasonForm
from acknowledgements.lines import told
from acknowledgements.models import Campaign, CampaignState
from acknowledgements.permissions import (
    require_campaigns_in_sight,
    require_running_campaigns,
    runs_campaigns,
    visible_campaigns,
)
from acknowledgements.preview import audience_in_words, preview_of
from acknowledgements.progress import pictures, sentence
from acknowledgements.services import (
    change_plan,
    close_campaign,
    extend_campaign,
    mark_of_plan,
    open_campaign,
    pause_campaign,
    plan_campaign,
    resume_campaign,
)
from acknowledgements.steps import in_words
from acknowledgements.versions import followed_by, offered, outlived
from acknowledgements.views.common import Asking, asking, campaign_in_sight, put_on
from directory.tree import Tree
from foundation import dates
from foundation.audit.history import told_of
from foundation.errors import InvalidInput

PAGE = 25
MISSING_SHOWN = 20


@require_safe
def campaigns(request: HttpRequest) -> HttpResponse:
    """Every campaign, the newest first."""
    who = asking(request)
    require_campaigns_in_sight(who.person, who.at)
    found = visible_campaigns(who.person, who.at).defer("version__text", "version__front_matter")
    page = Paginator(found, PAGE).get_page(request.GET.get("page"))
    rows = [(campaign, *state_in_words(campaign, who)) for campaign in page]
    context = {
        "page": page,
        "rows": rows,
        "outlived": set(outlived(who.at).values_list("pk", flat=True)),
        "may_plan": runs_campaigns(who.person, who.at),
    }
    return render(request, "acknowledgements/campaigns.html", context)


def state_in_words(campaign: Campaign, who: Asking) -> tuple[str, str]:
    """The state as a word and its tone: what a person did, and what the clock made of it."""
    if campaign.state == CampaignState.PAUSED:
        return campaign.get_state_display(), "waiting"
    if campaign.state == CampaignState.CLOSED and not campaign.opened_at:
        return "Given up", "over"
    if campaign.state != CampaignState.OPENED:
        return campaign.get_state_display(), "over" if campaign.state == CampaignState.CLOSED else ""
    if campaign.opens_at > who.at:
        return "Opens later", "waiting"
    return ("Past its due date", "bad") if campaign.due_at <= who.at else ("Running", "good")


@require_http_methods(["GET", "HEAD", "POST"])
def plan(request: HttpRequest) -> HttpResponse:
    """Plan a campaign."""
    who = asking(request)
    require_running_campaigns(who.by, who.at, "You cannot plan a campaign.")
    versions = offered(who.at)
    form = CampaignForm(*_sent(request), versions=versions, at=who.at)
    if request.method == "POST" and form.is_valid():
        try:
            campaign = plan_campaign(by=who.by, plan=form.plan())
        except InvalidInput as error:
            put_on(form, error)
        else:
            messages.success(request, "Planned. Look at what people will read, then open it.")
            return redirect("acknowledgements:campaign", campaign.pk)
    status = 400 if form.errors else 200
    context = {"form": form, "versions": form.has_versions}
    return render(request, "acknowledgements/campaign_form.html", context, status=status)


def _sent(request: HttpRequest) -> tuple[QueryDict | None, MultiValueDict[str, Any] | None]:
    return (request.POST, request.FILES) if request.method == "POST" else (None, None)


@require_http_methods(["GET", "HEAD", "POST"])
def change(request: HttpRequest, campaign_id: int) -> HttpResponse:
    """Change a campaign that nobody has opened."""
    who = asking(request)
    campaign = campaign_in_sight(who, campaign_id)
    require_running_campaigns(who.by, who.at, "You cannot change a campaign.")
    if request.method != "POST" and campaign.state != CampaignState.PLANNED:
        return redirect("acknowledgements:campaign", campaign_id)
    versions = offered(who.at)
    form = CampaignForm(*_sent(request), versions=versions, at=who.at, campaign=campaign)
    if request.method == "POST" and form.is_valid():
        try:
            change_plan(by=who.by, campaign=campaign, plan=form.plan(), seen=form.cleaned_data["seen"])
        except InvalidInput as error:
            put_on(form, error)
        else:
            messages.success(request, "Changed.")
            return redirect("acknowledgements:campaign", campaign.pk)
    context = {"form": form, "campaign": campaign, "versions": True}
    return render(request, "acknowledgements/campaign_form.html", context, status=400 if form.errors else 200)


@require_safe
def campaign(request: HttpRequest, campaign_id: int) -> HttpResponse:
    """How a campaign goes: one sentence, the curve, the departments, who is missing, what to do."""
    who = asking(request)
    found = campaign_in_sight(who, campaign_id)
    moment, scope = Moment(who.at, who.at), Scope(everybody=True, campaign=found)
    coverage = report(found.version_id, moment, scope)
    days = over_time(found.version_id, moment, scope)
    word, tone = state_in_words(found, who)
    context = {
        "campaign": found,
        "missing_url": f"{reverse('acknowledgements:missing')}?version={found.version_id}&campaign={found.pk}&",
        "statements": found.statements.all(),
        "audience": audience_in_words(found, who.at),
        "steps": [in_words(step) for step in found.steps.order_by("-anchor", "days", "pk")],
        "word": word,
        "tone": tone,
        "sentence": sentence(found, coverage.total, days, who.at) if found.opened_at else "",
        "coverage": coverage,
        "shows_excused": True,
        "pictures": pictures(coverage, days, moment, found),
        "missing": _some_missing(found, moment, scope),
        "may_run": runs_campaigns(who.person, who.at),
        "followed_by": followed_by(found, who.at),
        "entries": told_of(found),
        "brought": brought_by(found, who.at),
        "changes": found.changes.select_related("by"),
        "steering": _steering(found, who),
        "close_form": ReasonForm(
            button="Close the campaign" if found.opened_at else "Give up the plan",
            label="Why is it closed?" if found.opened_at else "Why is it given up?",
            action=reverse("acknowledgements:close", args=[found.pk]),
        ),
    }
    return render(request, "acknowledgements/campaign.html", context)


def _steering(campaign: Campaign, who: Asking) -> list[tuple[str, str, forms.Form]]:
    """What may be done with a running campaign: a heading, what it means, and its form."""
    args = [campaign.pk]
    # Each with ids of its own: several stand on one page.
    pause = ReasonForm(
        auto_id="pause_%s",
        button="Pause",
        label="Why is it paused?",
        action=reverse("acknowledgements:pause", args=args),
    )
    resume = ReasonForm(
        auto_id="resume_%s",
        button="Go on",
        label="Why does it go on now?",
        action=reverse("acknowledgements:resume", args=args),
    )
    extend = ExtendForm(
        auto_id="extend_%s", at=who.at, campaign=campaign, action=reverse("acknowledgements:extend", args=args)
    )
    if campaign.state == CampaignState.PAUSED:
        meaning = "Everyone has as many days more as it stood still, counted in days begun."
        return [("Let it go on", meaning, resume)]
    if campaign.state != CampaignState.OPENED:
        return []
    return [
        ("Extend it", "The due day moves on for everybody; on the new one who is missing is reminded.", extend),
        ("Pause it", "Nobody is asked or reminded meanwhile, and nobody is late.", pause),
    ]


def _some_missing(campaign: Campaign, moment: Moment, scope: Scope) -> list[object]:
    rows = missing(campaign.version_id, moment, scope)[:MISSING_SHOWN]
    return told(rows, campaign, Tree(moment.at, moment.known_at), moment, scope)


@require_http_methods(["GET", "HEAD", "POST"])
def open_(request: HttpRequest, campaign_id: int) -> HttpResponse:
    """Whom a planned campaign reaches and what they will read; and opening it, just as it was shown."""
    who = asking(request)
    campaign = campaign_in_sight(who, campaign_id)
    require_running_campaigns(who.by, who.at, "You cannot open a campaign.")
    if request.method != "POST":
        if campaign.state != CampaignState.PLANNED:
            return redirect("acknowledgements:campaign", campaign_id)
        # Taken before anything is read: a change between the two makes the page stale, not wrong.
        seen = mark_of_plan(campaign)
        context = {"campaign": campaign, "seen": seen, "preview": preview_of(campaign, who.at)}
        context["audience"] = audience_in_words(campaign, who.at)
        return render(request, "acknowledgements/open.html", context)
    open_campaign(by=who.by, campaign=campaign, seen=request.POST.get("seen", ""))
    messages.success(request, "Opened. From its opening day whom it reaches is asked.")
    return redirect("acknowledgements:campaign", campaign_id)


@require_POST
def pause(request: HttpRequest, campaign_id: int) -> HttpResponse:
    """Pause a running campaign with a reason."""
    who = asking(request)
    pause_campaign(by=who.by, campaign=campaign_in_sight(who, campaign_id), reason=ReasonForm(request.POST).given())
    messages.success(request, "Paused. Nobody is asked or reminded until it goes on.")
    return redirect("acknowledgements:campaign", campaign_id)


@require_POST
def resume(request: HttpRequest, campaign_id: int) -> HttpResponse:
    """Let a paused campaign go on, with a reason."""
    who = asking(request)
    found = resume_campaign(
        by=who.by, campaign=campaign_in_sight(who, campaign_id), reason=ReasonForm(request.POST).given()
    )
    messages.success(request, f"It goes on, and is due on {dates.day(found.due_day)}.")
    return redirect("acknowledgements:campaign", campaign_id)


@require_POST
def extend(request: HttpRequest, campaign_id: int) -> HttpResponse:
    """Move the due day of a running campaign on, with a reason."""
    who = asking(request)
    campaign = campaign_in_sight(who, campaign_id)
    due_day, reason = ExtendForm(request.POST, at=who.at, campaign=campaign).given_with_day()
    found = extend_campaign(by=who.by, campaign=campaign, due_day=due_day, reason=reason)
    messages.success(request, f"Extended. It is due on {dates.day(found.due_day)}.")
    return redirect("acknowledgements:campaign", campaign_id)


@require_POST
def close(request: HttpRequest, campaign_id: int) -> HttpResponse:
    """Close a campaign with a reason."""
    who = asking(request)
    campaign = campaign_in_sight(who, campaign_id)
    close_campaign(by=who.by, campaign=campaign, reason=ReasonForm(request.POST).given())
    said = "Closed. Nobody is asked or reminded any more." if campaign.opened_at else "Given up. It asked nobody."
    messages.success(request, said)
    return redirect("acknowledgements:campaign", campaign_id)
