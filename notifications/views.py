"""A person's own notices, and how they want to be told."""

from __future__ import annotations

from typing import cast

from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.core.paginator import Paginator
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.views.decorators.http import require_GET, require_http_methods, require_POST

from directory.models import Employee
from foundation import clock
from foundation.actor import Actor
from notifications import services
from notifications.forms import PreferencesForm
from notifications.kinds import all_kinds
from notifications.reading import notices_of, unread_count

PER_PAGE = 25


def _person(request: HttpRequest) -> Employee:
    return cast("Employee", request.user)  # login_required comes first


@require_GET
@login_required
def notices(request: HttpRequest) -> HttpResponse:
    """What I have been told, newest first."""
    person = _person(request)
    page = Paginator(notices_of(person), PER_PAGE).get_page(request.GET.get("page"))
    return render(request, "notifications/notices.html", {"page": page, "unread": unread_count(person)})


@require_POST
@login_required
def open_notice(request: HttpRequest, notice_id: int) -> HttpResponse:
    """Mark a notice as read and go to the page it leads to."""
    notice = services.mark_read(by=Actor.of_request(request), notice_id=notice_id, at=clock.now())
    return redirect(notice.link or "notifications:notices")


@require_POST
@login_required
def mark_all_read(request: HttpRequest) -> HttpResponse:
    """Mark every notice as read."""
    count = services.mark_all_read(by=Actor.of_request(request), at=clock.now())
    if count:
        messages.success(request, f"{count} {'notice is' if count == 1 else 'notices are'} marked as read.")
    return redirect("notifications:notices")


@require_http_methods(["GET", "POST"])
@login_required
def preferences(request: HttpRequest) -> HttpResponse:
    """Which notices also come by mail."""
    person = _person(request)
    form = PreferencesForm(request.POST if request.method == "POST" else None, person=person)
    if request.method == "POST" and form.is_valid():
        services.set_preferences(
            by=Actor.of_request(request), wanted_by_mail=form.cleaned_data["by_mail"], at=clock.now()
        )
        messages.success(request, "Your choice is saved.")
        return redirect("notifications:preferences")
    mandatory = [kind for kind in all_kinds() if kind.mandatory]
    return render(request, "notifications/preferences.html", {"form": form, "mandatory": mandatory})
