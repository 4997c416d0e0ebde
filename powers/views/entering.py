"""Entering instruments, and confirming what a colleague entered."""

from __future__ import annotations

from dataclasses import replace
from typing import Any
from uuid import UUID

from django import forms
from django.contrib import messages
from django.core.paginator import Paginator
from django.db import transaction
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from directory.models import Role
from directory.permissions import holds_role, require_role
from foundation.audit.history import told_of
from foundation.clock import city_date, last_day
from foundation.errors import Conflict, InvalidInput, NotVisible, Refusal
from powers import services
from powers.drafts import INSTRUMENTS, AppointmentDraft, DesignationDraft, Draft
from powers.forms import (
    AppointmentForm,
    CorrectionForm,
    DesignationForm,
    EndingForm,
    HouseForm,
    ReadingForm,
    RefusalForm,
)
from powers.models import EntryState, InstrumentEntry
from powers.permissions import sees_entries
from powers.picture import Picture
from powers.services.entries import draft_of
from powers.views.common import PAGE, Asking, asking, keep_scan, posted, put_on
from powers.wording import lines_of, title_of, warning_of

BOTH = ["GET", "HEAD", "POST"]


def _entering(request: HttpRequest) -> Asking:
    who = asking(request)
    if not sees_entries(who.person, who.at):
        raise NotVisible("There is no such page.")
    return who


@require_safe
def entries(request: HttpRequest) -> HttpResponse:
    """What waits for a second person, and what was decided lately."""
    _entering(request)
    rows = InstrumentEntry.objects.select_related("department", "entered_by", "decided_by", "beneficiary")
    waiting = list(rows.waiting().order_by("entered_at")[:PAGE])
    decided = Paginator(rows.exclude(state=EntryState.ENTERED).order_by("-decided_at"), PAGE)
    context = {"waiting": waiting, "page": decided.get_page(request.GET.get("page"))}
    return render(request, "powers/entries.html", context)


def _found(request: HttpRequest, reference: UUID) -> tuple[Asking, InstrumentEntry]:
    who = _entering(request)
    rows = InstrumentEntry.objects.select_related("department", "entered_by", "decided_by", "beneficiary")
    entry = rows.filter(reference=reference).first()
    if entry is None:
        raise NotVisible("There is no such entry.")
    return who, entry


@require_safe
def entry(request: HttpRequest, reference: UUID) -> HttpResponse:
    """One entry: what it would write, and what may be done with it."""
    who, found = _found(request, reference)
    return _show(request, who, found, RefusalForm())


def _show(
    request: HttpRequest, who: Asking, found: InstrumentEntry, form: RefusalForm, status: int = 200
) -> HttpResponse:
    is_own = found.entered_by == who.person
    waits = found.state == EntryState.ENTERED
    draft = draft_of(found)
    decides = waits and not is_own and found.beneficiary != who.person
    context = {
        "entry": found,
        "title": title_of(found),
        "lines": lines_of(draft, Picture(found.decided_at or who.at)),
        "warning": warning_of(draft, who.at) if waits else "",
        "form": form,
        "is_own": is_own and waits,
        "entries": told_of(found),
        "decides": decides and holds_role(who.person, Role.EMPLOYEE_RELATIONS, who.at),
    }
    return render(request, "powers/entry.html", context, status=status)


@require_POST
def confirm(request: HttpRequest, reference: UUID) -> HttpResponse:
    """Confirm an entry; a service refuses who entered it or whom it benefits."""
    who, found = _found(request, reference)
    services.confirm(found, by=who.by)
    messages.success(request, "Confirmed. It is in effect within its dates.")
    return redirect("powers:entry", found.reference)


@require_POST
def refuse(request: HttpRequest, reference: UUID) -> HttpResponse:
    """Refuse an entry, with a reason."""
    who, found = _found(request, reference)
    form = RefusalForm(request.POST)
    if not form.is_valid():
        return _show(request, who, found, form, status=400)
    services.refuse(found, by=who.by, reason=form.cleaned_data["reason"])
    messages.success(request, "Refused. Nothing of it takes effect.")
    return redirect("powers:entry", found.reference)


@require_POST
def withdraw(request: HttpRequest, reference: UUID) -> HttpResponse:
    """Take back what one entered oneself."""
    who, found = _found(request, reference)
    services.withdraw_entry(found, by=who.by)
    messages.success(request, "Taken back. Nothing of it takes effect.")
    return redirect("powers:entry", found.reference)


@require_http_methods(BOTH)
def enter_appointment(request: HttpRequest) -> HttpResponse:
    """Enter an appointment from a kept instrument."""
    who = _may_enter(request)
    form = AppointmentForm(*posted(request), initial=_initial(request))
    return _enter(request, who, form, "Enter an appointment", lambda: form.draft(who.at))


@require_http_methods(BOTH)
def enter_designation(request: HttpRequest) -> HttpResponse:
    """Record a designation made on paper."""
    who = _may_enter(request)
    form = DesignationForm(*posted(request), initial=_initial(request))
    form.helper.inputs[0].value = form.button
    return _enter(request, who, form, "Record a designation from paper", lambda: form.draft(who.at))


@require_http_methods(BOTH)
def enter_reading(request: HttpRequest) -> HttpResponse:
    """Enter how a clause is read."""
    who = _may_enter(request)
    form = ReadingForm(*posted(request)[:1])
    return _enter(request, who, form, "Enter a reading", lambda: form.draft(who.at))


@require_http_methods(BOTH)
def enter_ending(request: HttpRequest, target: str, lineage: UUID) -> HttpResponse:
    """Enter the end of an instrument."""
    who = _may_enter(request)
    row = _instrument(target, lineage)
    form = EndingForm(*posted(request)[:1])
    return _enter(request, who, form, f"End: {row}", lambda: form.draft(target, lineage))


@require_http_methods(BOTH)
def enter_correction(request: HttpRequest, target: str, lineage: UUID) -> HttpResponse:
    """Enter the dates that an instrument should have had."""
    who = _may_enter(request)
    row = _instrument(target, lineage)
    through = last_day(row.effective_until) if row.effective_until else None
    form = CorrectionForm(*posted(request)[:1], initial={"since": city_date(row.effective_from), "through": through})
    return _enter(request, who, form, f"Correct: {row}", lambda: form.draft(target, lineage, row.effective_from))


def _may_enter(request: HttpRequest) -> Asking:
    who = _entering(request)
    require_role(who.by, Role.EMPLOYEE_RELATIONS, who.at, "You cannot enter instruments.")
    return who


def _initial(request: HttpRequest) -> dict[str, str]:
    return {"department": request.GET.get("department", "")}


def _instrument(target: str, lineage: UUID) -> Any:
    model = INSTRUMENTS.get(target)
    row = None if model is None else model.objects.not_superseded().filter(lineage=lineage).first()
    if row is None:
        raise NotVisible("There is no such instrument.")
    return row


def _enter(request: HttpRequest, who: Asking, form: HouseForm, title: str, draft: Any) -> HttpResponse:
    if request.method == "POST" and form.is_valid():
        try:
            with transaction.atomic():
                entered = services.enter(by=who.by, draft=_with_scan(draft(), form, who))
        except (InvalidInput, Conflict, Refusal) as error:
            put_on(form, error)
        else:
            messages.success(request, "Entered. It takes effect when a second person confirms it.")
            return redirect("powers:entry", entered.reference)
    return render(request, "powers/enter.html", {"form": form, "title": title}, status=400 if form.errors else 200)


def _with_scan(draft: Draft, form: forms.Form, who: Asking) -> Draft:
    if isinstance(draft, AppointmentDraft | DesignationDraft):
        return replace(draft, instrument_file=keep_scan(form, who.by))
    return draft
