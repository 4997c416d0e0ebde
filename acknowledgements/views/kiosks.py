"""Pages about kiosks in the portal: the devices, codes for people, and what was issued and used in one place."""

from __future__ import annotations

from datetime import datetime
from typing import Any

from django.conf import settings
from django.core.paginator import Paginator
from django.db.models import Max, Q, QuerySet
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from acknowledgements import kiosk_session
from acknowledgements.audience import bound_people, has_acknowledged
from acknowledgements.forms_kiosk import AdmitForm, CodesForm
from acknowledgements.models import Campaign, Kiosk, KioskCode
from acknowledgements.permissions import (
    issuable_people,
    issues_for_everybody,
    may_issue_codes,
    require_campaigns_in_sight,
    runs_campaigns,
)
from acknowledgements.services import admit_kiosk, issue_codes, kiosk_of, withdraw_kiosk
from acknowledgements.services.kiosk_codes import AT_ONCE
from acknowledgements.views.common import Asking, asking, put_on
from directory.models import Employee
from foundation import dated_settings
from foundation.errors import InvalidInput, NotVisible

PAGE = 50


@require_http_methods(["GET", "HEAD", "POST"])
def kiosks(request: HttpRequest) -> HttpResponse:
    """The devices that are kiosks; Employee Relations makes the one in front of them another."""
    who = asking(request)
    require_campaigns_in_sight(who.person, who.at)
    form = AdmitForm(request.POST or None)
    if request.method == "POST":
        if form.is_valid():
            try:
                return _admit(request, who, form.cleaned_data["name"])
            except InvalidInput as error:
                put_on(form, error)
        elif not runs_campaigns(who.person, who.at):
            admit_kiosk(by=who.by, name="")  # refuses, and says why
    context = {
        "page": Paginator(
            Kiosk.objects.annotate(last_used=Max("codes__used_at")).order_by("name", "pk"), PAGE
        ).get_page(request.GET.get("page")),
        "form": form if runs_campaigns(who.person, who.at) else None,
        "this": kiosk_of(kiosk_session.secret_of(request)),
    }
    return render(request, "kiosk/kiosks.html", context, status=400 if form.errors else 200)


def _admit(request: HttpRequest, who: Asking, name: str) -> HttpResponse:
    """Whoever admits the device is signed out there: it belongs to everybody from now on."""
    _, secret = admit_kiosk(by=who.by, name=name)
    kiosk_session.end(request)
    return kiosk_session.remember_device(redirect("kiosk:start"), secret)


@require_POST
def withdraw(request: HttpRequest, kiosk_id: int) -> HttpResponse:
    """End a kiosk, from anywhere."""
    who = asking(request)
    require_campaigns_in_sight(who.person, who.at)
    withdraw_kiosk(by=who.by, kiosk=get_object_or_404(Kiosk, pk=kiosk_id))
    return redirect("kiosks:kiosks")


@never_cache
@require_http_methods(["GET", "HEAD", "POST"])
def codes(request: HttpRequest) -> HttpResponse:
    """Choose people and make their slips; these are shown once, in the answer itself."""
    who = asking(request)
    if not may_issue_codes(who.person, who.at):
        raise NotVisible("There is no such page.")
    own = pending_of(who.person, who.at)
    shown = list(own[:AT_ONCE])
    for_everybody = issues_for_everybody(who.person, who.at)
    form = CodesForm(request.POST or None, own=shown, for_everybody=for_everybody)
    if request.method == "POST" and form.is_valid():
        try:
            return _slips(request, who, form)
        except InvalidInput as error:
            put_on(form, error)
    context = {
        "form": form,
        "is_running": Campaign.objects.running(who.at).exists(),
        "good_for": _spoken(dated_settings.value("term.kiosk_code_minutes", who.at)),
        "for_everybody": for_everybody,
        "more": own.count() - len(shown) if len(shown) == AT_ONCE else 0,
    }
    return render(request, "kiosk/codes.html", context, status=400 if form.errors else 200)


def _spoken(minutes: int) -> str:
    hours, rest = divmod(minutes, 60)
    number, word = (minutes, "minute") if rest else (hours, "hour")
    return f"{number} {word}{'' if number == 1 else 's'}"


def pending_of(supervisor: Employee, at: datetime) -> QuerySet[Any]:
    """Somebody's own people, directly, who are asked for something that they have not acknowledged."""
    missing = Q(pk__in=[])
    for version in Campaign.objects.running(at).values_list("version_id", flat=True)[:5]:
        missing |= ~Q(has_acknowledged(version, at))
    own = Employee.objects.supervised_by(supervisor, at).may_sign_in(at).exclude(pk=supervisor.pk)
    return bound_people(at).filter(missing, pk__in=own).order_by("name", "pk")


def _slips(request: HttpRequest, who: Asking, form: CodesForm) -> HttpResponse:
    people = _people(who, form.cleaned_data["wanted"])
    on = kiosk_of(kiosk_session.secret_of(request))
    slips = issue_codes(by=who.by, people=people, is_handed_over=form.cleaned_data["is_handed_over"], on=on)
    context = {
        "slips": sorted(slips, key=lambda slip: (slip.code.person.name, slip.code.person_id)),
        "address": f"{settings.PORTAL_URL.rstrip('/')}{reverse('kiosk:start')}",
        "kiosks": Kiosk.objects.admitted(who.at),
        "issuer": who.person,
    }
    return render(request, "kiosk/slips.html", context)


def _people(who: Asking, wanted: list[str]) -> list[Employee]:
    """The people with these numbers; `InvalidInput` names those for whom one may not issue, known or not."""
    people = list(issuable_people(who.person, who.at).filter(number__in=wanted[: AT_ONCE + 1]))
    found = {person.number for person in people}
    unknown = [number for number in wanted[: AT_ONCE + 1] if number not in found]
    if unknown:
        raise InvalidInput(
            f"Nobody of yours has the number {', '.join(unknown[:5])}.",
            why="No slip was made. Nobody issues a code for themselves, nor for who has left or is suspended.",
            remedy="Correct the number, or leave it out.",
            field="numbers",
        )
    return people


@require_safe
def same_place(request: HttpRequest) -> HttpResponse:
    """Codes that were issued and used in one place: to look at, for whoever issues a code could use it."""
    who = asking(request)
    require_campaigns_in_sight(who.person, who.at)
    found = (
        KioskCode.objects.used_where_issued()
        .select_related("person", "issued_by", "used_on")
        .prefetch_related("signings__acknowledgement")
        .order_by("-used_at", "-pk")
    )
    context = {"page": Paginator(found, PAGE).get_page(request.GET.get("page"))}
    return render(request, "kiosk/same_place.html", context)
