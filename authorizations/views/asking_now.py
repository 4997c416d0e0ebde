"""Asking for an authorization while a post waits: one short page, and a letter that leads to the deciding button."""

from __future__ import annotations

from datetime import timedelta
from typing import Any

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.views.decorators.http import require_http_methods

from authorizations import links, services
from authorizations.forms.deeds import WhoForm
from authorizations.forms.oral import AskNowForm
from authorizations.kinds import POWERS
from authorizations.permissions import may_nominate
from authorizations.plans import Plan
from authorizations.short import Short, short_of, speaker_for
from authorizations.views.common import BOTH, Asking, asking, grants, posted, put_on, who_may
from foundation import clock
from foundation.errors import Conflict, InvalidInput, Refusal
from foundation.sending import once


@require_http_methods(BOTH)
@once
def ask_now(request: HttpRequest) -> HttpResponse:
    """Ask for oneself or for a colleague who waits before a post; who may grant it is led on to grant it."""
    who = asking(request)
    asked = WhoForm(request.GET if request.GET.get("person") else None)
    if asked.is_bound and not asked.is_valid():
        return render(request, "authorizations/ask_now.html", {"form": asked}, status=400)
    grantee = asked.cleaned_data["person"] if asked.is_bound else who.person
    short = short_of(who.person, grantee, request.GET.getlist("account"), who.picture)
    is_me = grantee == who.person
    if not is_me and grants(who.person, short.kind, short.department.pk, who):
        return redirect(links.authorize_now(grantee, short.offered if short.named else ()))
    form = AskNowForm(
        *posted(request)[:1],
        offered=short.offered,
        button="Ask for it now",
        initial=_initial(short, who),
    )
    if request.method == "POST" and form.is_valid():
        try:
            made = services.request_authorization(
                by=who.by, plan=_plan(short, form, who), reason=form.cleaned_data["reason"], urgent=True
            )
        except (InvalidInput, Refusal, Conflict) as error:
            put_on(form, error)
        else:
            messages.success(
                request,
                f"Asked for as {made.reference}. Who decides gets a letter that leads to one button; you hear at once.",
            )
            return redirect("authorizations:request", made.reference)
    _, names = who_may(short.kind, short.department, who)
    context: dict[str, Any] = {
        "form": form,
        "short": short,
        "is_me": is_me,
        "may_ask": is_me or may_nominate(who.person, short.home.pk, who.at),
        "who_may": names,
        "basis": who.picture.basis(POWERS[short.kind]),
        "home": who.tree.name(short.home.pk),
        "record_words": links.record_words(grantee, short.offered if short.named else ()),
    }
    return render(request, "authorizations/ask_now.html", context, status=400 if form.errors else 200)


def _initial(short: Short, who: Asking) -> dict[str, Any]:
    ticked = [one.reference for one in short.offered] if short.named or len(short.offered) == 1 else []
    return {"accounts": ticked, "until": clock.city_date(who.at) + timedelta(days=1)}


def _plan(short: Short, form: AskNowForm, who: Asking) -> Plan:
    chosen = form.chosen()
    return Plan(
        kind=short.kind,
        grantee=short.grantee,
        until=form.cleaned_data["until"],
        speaker=speaker_for(chosen, who.picture),
        accounts=chosen,
    )
