"""The pages that belong to no single app: home and search."""

from __future__ import annotations

from django.contrib.auth.decorators import login_required
from django.core.exceptions import PermissionDenied
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.views.decorators.http import require_safe

from acknowledgements.audience import place_shown
from directory.models import Employee
from foundation.actor import Actor
from foundation.dated_settings import asked_together
from notifications.reading import latest
from portal import home as waiting
from portal.context import moment_of
from portal.navigation import held_by
from portal.search import LONGEST_QUERY, search_everything

LATELY = 3
"""How many of the last notices stand on the home page."""


def signed_in(request: HttpRequest) -> Employee:
    """The person behind a request; the sign-in middleware lets nobody else through to these views."""
    person = Actor.of_request(request).person
    if person is None:
        raise PermissionDenied
    return person


@require_safe
@login_required
def home(request: HttpRequest) -> HttpResponse:
    """What waits for me."""
    at = moment_of(request)
    person = signed_in(request)
    with asked_together(at):
        cards = waiting.cards_for(person, at)
        lately, unread = latest(person, LATELY)
        context = {
            "greeting": waiting.greeting(person, at),
            "count_sentence": waiting.count_sentence(cards),
            "cards": cards,
            "place": place_shown(person, at),
            "lately": lately,
            "held": held_by(person, at),
            "unread_notices": unread,
        }
        return render(request, "home/home.html", context)


@require_safe
@login_required
def search(request: HttpRequest) -> HttpResponse:
    """One box for people, departments, accounts, authorizations and clauses."""
    words = " ".join(request.GET.get("q", "").replace("\x00", "").split())[:LONGEST_QUERY]
    groups = search_everything(signed_in(request), words, moment_of(request)) if words else []
    context = {"search_words": words, "groups": groups, "count": sum(len(group.results) for group in groups)}
    return render(request, "search/search.html", context)
