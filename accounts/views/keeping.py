"""Keeping an account true: its stewards, where its keys are, confirming, handing over."""

from __future__ import annotations

from django import forms
from django.contrib import messages
from django.core.paginator import Paginator
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from accounts import keeping, services
from accounts.forms.keeping import ConfirmForm, EndStewardshipForm, KeysForm, NameStewardForm, NotNeededForm, StepForm
from accounts.models import HandOver, OfficialAccount
from accounts.permissions import (
    may_confirm,
    may_keep,
    may_name_stewards,
    may_see_custody,
    require_keeping,
    sees_hand_overs,
)
from accounts.reading import custody_of, sheet_of
from accounts.services import Keys, mark_of_facts, mark_of_place
from accounts.services.confirming import require_active
from accounts.services.writing import require_looked_after
from accounts.views.common import Asking, asking, posted, put_on
from foundation.citations import CITY_PROCEDURE
from foundation.errors import Conflict, InvalidInput, NotVisible, Refusal

BOTH = ["GET", "HEAD", "POST"]
PAGE = 50


@require_http_methods(BOTH)
def name_steward(request: HttpRequest, reference: str, role: str) -> HttpResponse:
    """Name somebody primary or backup steward."""
    who, account, place = _place(request, reference, role)
    if not may_name_stewards(who.person, account, who.at):
        require_keeping(who.by, account, who.at, "You cannot name stewards of this account.")
    require_looked_after(account)
    form = NameStewardForm(*posted(request)[:1], initial={"seen": mark_of_place(place.row)})
    if request.method == "POST" and form.is_valid():
        person, seen = form.cleaned_data["person"], form.cleaned_data["seen"]
        try:
            services.name_steward(by=who.by, account=account, person=person, role=place.role, seen=seen)
        except InvalidInput as error:
            put_on(form, error)
        else:
            messages.success(request, f"{person.name} looks after {account.now.name} from now on.")
            return redirect("accounts:account", reference)
    return _page(request, "accounts/name_steward.html", form, account=account, place=place)


@require_http_methods(BOTH)
def end_stewardship(request: HttpRequest, reference: str, role: str) -> HttpResponse:
    """Lay a stewardship down, or relieve somebody of it."""
    who, account, place = _place(request, reference, role)
    is_own = place.row is not None and place.row.person == who.person
    if not is_own and not may_name_stewards(who.person, account, who.at):
        require_keeping(who.by, account, who.at, "You cannot end this stewardship.")
    if place.row is None:
        raise Conflict(f"Nobody is {place.words.lower()} of {account.now.name}.", remedy="Nothing was changed.")
    form = EndStewardshipForm(*posted(request)[:1], initial={"seen": mark_of_place(place.row)})
    if request.method == "POST" and form.is_valid():
        reason, seen = form.cleaned_data["reason"], form.cleaned_data["seen"]
        services.end_stewardship(by=who.by, account=account, role=place.role, reason=reason, seen=seen)
        messages.success(request, f"{place.row.person.name} looks after {account.now.name} no longer.")
        return redirect("accounts:account", reference)
    return _page(request, "accounts/end_stewardship.html", form, account=account, place=place, is_own=is_own)


def _place(request: HttpRequest, reference: str, role: str) -> tuple[Asking, OfficialAccount, keeping.Place]:
    who = asking(request)
    account = who.account(reference)
    place = next((one for one in keeping.places(account, who.at) if one.role == role), None)
    if place is None:
        raise NotVisible("There is no such page.")
    return who, account, place


@require_http_methods(BOTH)
def keys(request: HttpRequest, reference: str) -> HttpResponse:
    """Where the keys are: for stewards and authority alone; for everybody else there is no such page."""
    who = asking(request)
    account = who.account(reference)
    if not may_see_custody(who.person, account, who.at):
        raise NotVisible("There is no such page.")
    require_looked_after(account)
    standing = Keys.of(custody_of(account, who.at))
    form = KeysForm(*posted(request)[:1], initial=KeysForm.initial_of(standing))
    if request.method == "POST" and form.is_valid():
        try:
            services.set_custody(by=who.by, account=account, keys=form.keys(), seen=form.cleaned_data["seen"])
        except InvalidInput as error:
            put_on(form, error)
        else:
            messages.success(request, "Recorded.")
            return redirect("accounts:account", reference)
    return _page(request, "accounts/keys.html", form, account=account)


@require_http_methods(BOTH)
def confirm(request: HttpRequest, reference: str) -> HttpResponse:
    """Still true? The facts as the register has them, and one button."""
    who = asking(request)
    account = who.account(reference)
    if not may_confirm(who.person, account, who.at):
        raise Refusal(
            "You cannot confirm this account.",
            why="Its stewards know whether what the register has is true.",
            clause=CITY_PROCEDURE,
            remedy="Ask one of them, or its authority: the account's page says who they are.",
        )
    require_active(account)
    form = ConfirmForm(*posted(request)[:1], initial={"seen": mark_of_facts(account)})
    if request.method == "POST" and form.is_valid():
        data = form.cleaned_data
        services.confirm_account(by=who.by, account=account, note=data["note"], seen=data["seen"])
        messages.success(request, f"{account.now.name} is confirmed for {keeping.term(who.at)} days.")
        return redirect("accounts:account", reference)
    context = keeping.stewards_context(who.person, account, who.at)
    context |= keeping.confirmation_context(account, who.at)
    context |= {"sheet": sheet_of(account, who.at, who.tree), "custody": custody_of(account, who.at)}
    context |= {"may_keep": may_keep(who.person, account, who.at)}
    return _page(request, "accounts/confirm.html", form, account=account, **context)


@require_http_methods(BOTH)
def confirmations(request: HttpRequest) -> HttpResponse:
    """Everything that one may confirm and that is due: several at once."""
    who = asking(request)
    found = keeping.due_for(who.person, who.at)
    error = ""
    if request.method == "POST":
        chosen = list(found.filter(reference__in=request.POST.getlist("account")[:PAGE]))
        seen = {account.pk: str(request.POST.get(f"seen-{account.reference}", "")) for account in chosen}
        try:
            number = services.confirm_accounts(by=who.by, accounts=chosen, seen=seen)
        except InvalidInput as refused:
            error = str(refused)
        else:
            messages.success(request, f"{number} account{'' if number == 1 else 's'} confirmed.")
            return redirect("accounts:confirmations")
    page = Paginator(found, PAGE).get_page(request.GET.get("page"))
    lines = [(account, mark_of_facts(account), due) for account, due in keeping.with_due(page.object_list, who.at)]
    context = {"page": page, "lines": lines, "error": error, "at": who.at, "days": keeping.term(who.at)}
    return render(request, "accounts/confirmations.html", context, status=400 if error else 200)


@require_safe
def hand_overs(request: HttpRequest) -> HttpResponse:
    """Every hand-over that one may finish, the oldest first."""
    who = asking(request)
    found = keeping.with_steps(keeping.hand_overs_for(who.person, who.at)).order_by("opened_at", "pk")
    page = Paginator(found, PAGE).get_page(request.GET.get("page"))
    context = {"page": page, "lines": keeping.with_accounts(page.object_list, who.at)}
    return render(request, "accounts/hand_overs.html", context)


@require_safe
def hand_over(request: HttpRequest, reference: str, number: int) -> HttpResponse:
    """What must be done because a steward goes."""
    who, account, shown = _hand_over(request, reference, number)
    return _hand_over_page(request, who, account, shown, NotNeededForm())


@require_POST
def do_step(request: HttpRequest, reference: str, number: int, kind: str) -> HttpResponse:
    """Tick a step."""
    who, _account, shown = _hand_over(request, reference, number)
    step = next((step for step in shown.steps.all() if step.kind == kind), None)
    form = StepForm(request.POST)
    if step is None or not form.is_valid():
        raise NotVisible("There is no such step.")
    step.hand_over = shown
    services.do_step(by=who.by, step=step, note=form.cleaned_data["note"])
    undone = [other for other in shown.steps.all() if other.done_at is None and other.pk != step.pk]
    following = f" Next: {keeping.next_of(undone)}." if undone else " The hand-over is finished."
    messages.success(request, f"Done: {step.get_kind_display().lower()}.{following}")
    return redirect("accounts:hand_over", reference, number)


@require_POST
def not_needed(request: HttpRequest, reference: str, number: int) -> HttpResponse:
    """Close a hand-over as not needed, with a reason."""
    who, account, shown = _hand_over(request, reference, number)
    form = NotNeededForm(request.POST)
    if not form.is_valid():
        return _hand_over_page(request, who, account, shown, form)
    services.close_hand_over(by=who.by, hand_over=shown, reason=form.cleaned_data["reason"])
    messages.success(request, "The hand-over is closed.")
    return redirect("accounts:account", reference)


def _hand_over(request: HttpRequest, reference: str, number: int) -> tuple[Asking, OfficialAccount, HandOver]:
    who = asking(request)
    account = who.account(reference)
    found = keeping.with_steps(HandOver.objects.filter(account=account, pk=number)).first()
    if found is None or not sees_hand_overs(who.person, account, who.at):
        raise NotVisible("There is no such page.")
    found.account = account
    return who, account, found


def _hand_over_page(
    request: HttpRequest, who: Asking, account: OfficialAccount, shown: HandOver, form: forms.Form
) -> HttpResponse:
    undone = [step for step in shown.steps.all() if step.done_at is None]
    context = {
        "hand_over": shown,
        "undone": undone,
        "next": undone[0] if undone else None,
        "next_words": keeping.next_of(undone),
        "is_open": bool(undone) and shown.closed_at is None,
        "may_keep": may_keep(who.person, account, who.at),
        "role": keeping.role_of(shown),
    }
    return _page(request, "accounts/hand_over.html", form, account=account, **context)


def _page(request: HttpRequest, template: str, form: forms.Form, **context: object) -> HttpResponse:
    return render(request, template, {"form": form, **context}, status=400 if form.errors else 200)
