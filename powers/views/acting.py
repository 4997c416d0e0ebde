"""Acts of an authority, and of the night: naming and ending designees, an acting appointment of some hours."""

from __future__ import annotations

from dataclasses import replace
from datetime import datetime
from uuid import UUID

from django.contrib import messages
from django.db import transaction
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.views.decorators.http import require_http_methods

from foundation.calendar import is_working_time
from foundation.errors import Conflict, InvalidInput, NotVisible, Refusal
from powers import services
from powers.basis import Basis
from powers.catalogue import POWERS
from powers.forms import EndDesignationForm, NameDesigneeForm, NightForm
from powers.models import Designation
from powers.permissions import departments_governed, enters_instruments, heads_an_office
from powers.picture import Picture
from powers.services.night import longest
from powers.views.common import Asking, asking, keep_scan, posted, put_on

BOTH = ["GET", "HEAD", "POST"]


@require_http_methods(BOTH)
def designate(request: HttpRequest) -> HttpResponse:
    """An authority names a designee; what a designee may never do is shown with its clause."""
    who = _authority(request)
    picture = Picture(who.at)
    governed = [one.pk for one in departments_governed(who.person, who.at)]
    may = [power for power in POWERS.values() if picture.designee_may_hold(power)]
    not_given = [power for power in may if not picture.is_given(power)]
    form = NameDesigneeForm(
        *posted(request)[:1],
        request.FILES or None,
        departments=governed,
        powers=[(power.code, picture.basis(power).label) for power in may if power not in not_given],
        initial={"department": request.GET.get("department", "")},
    )
    if request.method == "POST" and form.is_valid():
        try:
            with transaction.atomic():
                draft = replace(form.draft(who.at), instrument_file=keep_scan(form, who.by))
                row = services.designate(by=who.by, draft=draft)
        except (InvalidInput, Refusal) as error:
            put_on(form, error)
        else:
            messages.success(request, f"{row.holder.name} is your designee for {row.department.code}.")
            return redirect("powers:department", row.department.code)
    never = [picture.basis(power) for power in POWERS.values() if power not in may]
    context = {"form": form, "never": never, "text": picture.text, "not_given": not_given}
    return render(request, "powers/designate.html", context, status=400 if form.errors else 200)


def _authority(request: HttpRequest) -> Asking:
    who = asking(request)
    if not heads_an_office(who.person, who.at):
        raise NotVisible("There is no such page.")
    return who


@require_http_methods(BOTH)
def end_designation(request: HttpRequest, lineage: UUID) -> HttpResponse:
    """An authority ends a designation; the form carries the row it was looked at."""
    who = asking(request)
    rows = Designation.objects.not_superseded().select_related("holder", "department")
    row = rows.filter(lineage=lineage).first()
    governed = {one.pk for one in departments_governed(who.person, who.at)}
    if row is None or not (row.department_id in governed or row.holder_id == who.person.pk):
        raise NotVisible("There is no such designation.")
    form = EndDesignationForm(*posted(request)[:1], initial={"seen": row.pk})
    if request.method == "POST" and form.is_valid():
        _refuse_stale(form.cleaned_data["seen"], row)
        try:
            services.end_designation(row, by=who.by, reason=form.cleaned_data["reason"], until=form.until())
        except InvalidInput as error:
            put_on(form, error)
        else:
            messages.success(request, f"The designation of {row.holder.name} ends.")
            return redirect("powers:department", row.department.code)
    context = {"form": form, "row": row, "named": _named(row, who.at)}
    return render(request, "powers/end_designation.html", context, status=400 if form.errors else 200)


def _named(row: Designation, at: datetime) -> list[Basis]:
    picture = Picture(at)
    return [picture.basis(POWERS[code]) for code in row.powers if code in POWERS]


def _refuse_stale(seen: int, row: Designation) -> None:
    if seen != row.pk:
        raise Conflict(
            "This designation was changed since you opened the page.",
            remedy="Open the department's page again and see how it stands now. Nothing was changed.",
        )


@require_http_methods(BOTH)
def appoint_at_night(request: HttpRequest) -> HttpResponse:
    """One person appoints somebody to act for some hours, outside working hours."""
    who = asking(request)
    if not (enters_instruments(who.person, who.at) or heads_an_office(who.person, who.at)):
        raise NotVisible("There is no such page.")
    form = NightForm(*posted(request)[:1], initial={"department": request.GET.get("department", "")})
    if request.method == "POST" and form.is_valid():
        data = form.cleaned_data
        try:
            row = services.appoint_at_night(
                by=who.by,
                department=data["department"],
                holder=data["holder"],
                until=data["until"],
                instrument=data["instrument"],
            )
        except (InvalidInput, Refusal, Conflict) as error:
            put_on(form, error)
        else:
            messages.success(request, f"{row.holder.name} acts for {row.department.code} until then.")
            return redirect("powers:department", row.department.code)
    context = {"form": form, "by_day": is_working_time(who.at), "longest": longest(who.at)}
    return render(request, "powers/night.html", context, status=400 if form.errors else 200)
