"""May I, or somebody, do this? What is near at hand at once, and any act line by line."""

from __future__ import annotations

from typing import Any

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.views.decorators.http import require_safe

from authorizations.decisions import Answer, decide
from authorizations.forms.answering import TryForm
from authorizations.permissions import may_ask_about
from authorizations.possibilities import possibilities_of
from authorizations.views.common import Asking, asking
from directory.models import Employee
from foundation.errors import NotVisible

TONES = {Answer.YES: "success", Answer.NOT_YET: "warning", Answer.NO: "error"}
WORDS = {Answer.YES: "Yes", Answer.NOT_YET: "Not yet", Answer.NO: "No"}


@require_safe
def may_i(request: HttpRequest) -> HttpResponse:
    """What may I do?"""
    who = asking(request)
    return _answer(request, who, who.person)


@require_safe
def person(request: HttpRequest, number: str) -> HttpResponse:
    """What may somebody do? For who grants, nominates, oversees the whole City, or is that person."""
    who = asking(request)
    shown = Employee.objects.filter(number=number).first()
    if shown is None or not may_ask_about(who.person, shown, who.at):
        raise NotVisible("There is no such page.")
    return _answer(request, who, shown)


def _answer(request: HttpRequest, who: Asking, shown: Employee) -> HttpResponse:
    form = TryForm(request.GET if "where" in request.GET else None, picture=who.picture)
    context: dict[str, Any] = {
        "shown": shown,
        "is_me": shown == who.person,
        "found": possibilities_of(shown, who.picture),
        "form": form,
    }
    if form.is_bound and form.is_valid():
        at, known_at = form.moments(form.cleaned_data)
        decision = decide(shown, form.cleaned_data["act"], at, known_at)
        context |= {"decision": decision, "tone": TONES[decision.answer], "word": WORDS[decision.answer]}
    return render(request, "authorizations/may_i.html", context, status=400 if form.errors else 200)
