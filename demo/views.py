"""Signing in as one of the demonstration's people, with one button and no password."""

from __future__ import annotations

from django.conf import settings
from django.contrib.auth import load_backend, login
from django.contrib.auth.decorators import login_not_required
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.views.decorators.http import require_GET, require_POST

from demo.cast import BY_NUMBER
from demo.permissions import personas
from foundation.errors import NotVisible

NOT_THERE = "There is no such page."


@require_GET
@login_not_required
def sign_in(request: HttpRequest) -> HttpResponse:
    """The dozen people one can sign in as, each by what they come for."""
    people = [(person, BY_NUMBER[person.number]) for person in personas()]
    if not people:
        raise NotVisible(NOT_THERE)
    return render(request, "demo/sign_in.html", {"people": people})


@require_POST
@login_not_required
def sign_in_as(request: HttpRequest, number: str) -> HttpResponse:
    """Sign in as one of them."""
    person = personas().filter(number=number).first()
    if person is None:
        raise NotVisible(NOT_THERE)
    login(request, person, backend=_backend())
    return redirect("home")


def _backend() -> str:
    """The backend that finds the person behind a session: the first that can."""
    return next(path for path in settings.AUTHENTICATION_BACKENDS if hasattr(load_backend(path), "get_user"))
