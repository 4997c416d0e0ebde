"""Platforms: how their addresses are read, and their limits; seen by everybody, kept by administrators."""

from __future__ import annotations

from dataclasses import asdict
from typing import Any

from django.contrib import messages
from django.db.models import Prefetch
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from accounts import services
from accounts.forms.platforms import (
    LimitForm,
    NewPlatformForm,
    PatternFormSet,
    PlatformForm,
    patterns_of,
    tried,
)
from accounts.models import LimitOf, Platform, PlatformLimit
from accounts.services.platforms import PlatformSaid, subject_of_platform
from accounts.views.common import Asking, asking, posted, put_on
from directory.models import Role
from directory.permissions import is_administrator, require_role
from foundation.audit.history import history_of
from foundation.audit.permissions import may_search
from foundation.errors import InvalidInput, NotVisible

BOTH = ["GET", "HEAD", "POST"]
MOST_ENTRIES = 20
LONGEST_TRIED = 2000


@require_safe
def platforms(request: HttpRequest) -> HttpResponse:
    """Every platform: where its pages are, and what the portal knows of its limits."""
    who = asking(request)
    limits = PlatformLimit.objects.in_effect(who.at).order_by("about")
    rows = Platform.objects.prefetch_related(Prefetch("limits", queryset=limits, to_attr="limits_now"))
    context = {"platforms": rows, "may_change": is_administrator(who.person, who.at)}
    return render(request, "accounts/platforms.html", context)


@require_safe
def platform(request: HttpRequest, code: str) -> HttpResponse:
    """One platform, with a box that tries an address."""
    who = asking(request)
    found = _found(code)
    text = request.GET.get("try", "")[:LONGEST_TRIED]
    address, why_not = tried(text, found)
    context = {
        "platform": found,
        "limits": PlatformLimit.objects.in_effect(who.at).filter(platform=found).order_by("about"),
        "seen": services.mark_of_limits(found, who.at),
        "text": text,
        "address": address,
        "why_not": why_not,
        "may_change": is_administrator(who.person, who.at),
        "entries": history_of(subject_of_platform(found))[:MOST_ENTRIES],
        "may_open_trail": may_search(who.person, who.at),
    }
    return render(request, "accounts/platform.html", context)


@require_http_methods(BOTH)
def add(request: HttpRequest) -> HttpResponse:
    """Add a platform."""
    who = _administrator(request)
    form = NewPlatformForm(*posted(request)[:1], initial={"is_offered": True})
    return _edit(request, who, form, Platform(name="", source=""), "Add a platform")


@require_http_methods(BOTH)
def change(request: HttpRequest, code: str) -> HttpResponse:
    """Change how a platform's addresses are read; an address can be tried before anything is saved."""
    who = _administrator(request)
    found = _found(code)
    said = PlatformSaid.of(found)
    form = PlatformForm(*posted(request)[:1], initial={**asdict(said), "seen": said.mark()})
    return _edit(request, who, form, found, f"Change {found.name}")


def _edit(request: HttpRequest, who: Asking, form: PlatformForm, found: Platform, title: str) -> HttpResponse:
    patterns: Any = PatternFormSet(*posted(request)[:1], initial=list(found.patterns), prefix="pattern")
    text, address, why_not = "", None, ""
    if request.method == "POST" and form.is_valid() and patterns.is_valid():
        said = form.said(patterns_of(patterns))
        text = request.POST.get("try", "")[:LONGEST_TRIED]
        try:
            if request.POST.get("act") != "try":
                return _save(request, who, form, found, said)
            address, why_not = tried(text, _as_edited(found, form, said))
        except InvalidInput as error:
            put_on(form, error)
    context = {
        "form": form,
        "patterns": patterns,
        "platform": found,
        "title": title,
        "text": text,
        "address": address,
        "why_not": why_not,
    }
    wrong = request.method == "POST" and (form.errors or not patterns.is_valid())
    return render(request, "accounts/platform_form.html", context, status=400 if wrong else 200)


def _as_edited(found: Platform, form: PlatformForm, said: PlatformSaid) -> Platform:
    code = found.code or form.cleaned_data["code"]
    edited = Platform(pk=found.pk, code=code, **said.columns())
    services.check_platform(edited)
    return edited


def _save(request: HttpRequest, who: Asking, form: PlatformForm, found: Platform, said: PlatformSaid) -> HttpResponse:
    if found._state.adding:
        made = services.add_platform(by=who.by, code=form.cleaned_data["code"], said=said)
    else:
        made = services.change_platform(by=who.by, platform=found, said=said, seen=form.cleaned_data["seen"])
    messages.success(request, "Saved.")
    return redirect("accounts:platform", made.code)


@require_http_methods(BOTH)
def set_limit(request: HttpRequest, code: str) -> HttpResponse:
    """Record a limit of a platform."""
    who = _administrator(request)
    found = _found(code)
    about = request.GET.get("about", "")
    known = PlatformLimit.objects.in_effect(who.at).filter(platform=found, about=about).first()
    fields = ("about", "number", "counting", "note", "source", "as_of", "is_assumed")
    initial = {name: getattr(known, name) for name in fields} if known else {}
    initial["seen"] = services.mark_of_limits(found, who.at)
    form = LimitForm(*posted(request)[:1], initial=initial)
    if request.method == "POST" and form.is_valid():
        try:
            services.set_limit(by=who.by, platform=found, said=form.said(), seen=form.cleaned_data["seen"])
        except InvalidInput as error:
            put_on(form, error)
        else:
            messages.success(request, "Recorded.")
            return redirect("accounts:platform", code)
    context = {"form": form, "platform": found}
    return render(request, "accounts/limit_form.html", context, status=400 if form.errors else 200)


@require_POST
def end_limit(request: HttpRequest, code: str, about: str) -> HttpResponse:
    """Record that a limit is no more."""
    who = _administrator(request)
    found = _found(code)
    if about not in LimitOf:
        raise NotVisible("There is no such limit.")
    services.end_limit(by=who.by, platform=found, about=about, seen=request.POST.get("seen", ""))
    messages.success(request, "Recorded: there is no such limit any more.")
    return redirect("accounts:platform", code)


def _found(code: str) -> Platform:
    found = Platform.objects.filter(code=code).first()
    if found is None:
        raise NotVisible("There is no such platform.")
    return found


def _administrator(request: HttpRequest) -> Asking:
    who = asking(request)
    require_role(who.by, Role.ADMINISTRATOR, who.at, "You cannot change platforms.")
    return who
