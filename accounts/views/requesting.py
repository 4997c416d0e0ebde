"""Asking for an account, and registering one that exists: two short steps; the first one stands in the address."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.views.decorators.http import require_http_methods

from accounts import services
from accounts.forms.asking import AboutForm, RequestForm, WhereForm
from accounts.models import OfficialAccount, Platform, State
from accounts.permissions import visible_accounts
from accounts.views.common import Asking, asking, posted, put_on
from directory.models import Department, Role
from directory.permissions import holds_role
from foundation.citations import CITY_PROCEDURE
from foundation.errors import Conflict, InvalidInput, Refusal
from powers.decisions import Authority

BOTH = ["GET", "HEAD", "POST"]


@dataclass(frozen=True)
class Decider:
    """Who decides for one department that would use the account."""

    department: Department
    name: str
    authority: Authority
    is_me: bool


@require_http_methods(BOTH)
def ask(request: HttpRequest) -> HttpResponse:
    """Ask for a new account; it says beforehand who will decide."""
    who = asking(request)
    _require_somewhere(who, who.reach.requested, "You cannot ask for an account.")
    where = _where(request, who, who.reach.requested)
    if not _is_answered(request, where):
        return _first(request, where, "ask")
    deciders = _deciders(who, where)
    form = RequestForm(
        *posted(request)[:1], where=where, by_office=[decider.name for decider in deciders if decider.is_me]
    )
    if request.method == "POST" and form.is_valid():
        try:
            made = services.request_account(by=who.by, plan=form.plan(), reason=form.cleaned_data.get("reason", ""))
        except (InvalidInput, Refusal, Conflict) as error:
            put_on(form, error)
        else:
            state = made.states.get(superseded_at=None, effective_until=None).state
            messages.success(request, _said(state, made.reference))
            return redirect("accounts:account", made.reference)
    return _second(request, who, where, form, "ask", deciders=deciders)


@require_http_methods(BOTH)
def enter(request: HttpRequest) -> HttpResponse:
    """Register an account that exists already: found, until its authority adopts it."""
    who = asking(request)
    everywhere = holds_role(who.person, Role.EMPLOYEE_RELATIONS, who.at)
    only = None if everywhere else who.reach.requested
    _require_somewhere(who, only, "You cannot register an account.")
    where = _where(request, who, only)
    if not _is_answered(request, where):
        return _first(request, where, "enter")
    form = AboutForm(*posted(request)[:1], where=where)
    if request.method == "POST" and form.is_valid():
        try:
            made = services.register_account(by=who.by, plan=form.plan())
        except (InvalidInput, Refusal, Conflict) as error:
            put_on(form, error)
        else:
            messages.success(request, f"Registered as {made.reference}.")
            return redirect("accounts:account", made.reference)
    return _second(request, who, where, form, "enter", deciders=_deciders(who, where))


def _require_somewhere(who: Asking, departments: frozenset[int] | None, what: str) -> None:
    if departments is not None and not departments:
        raise Refusal(
            what,
            why="Accounts are asked for by whom a department's authority has named for it, or by the authority.",
            clause=CITY_PROCEDURE,
            remedy="People and powers shows who may request accounts for a department: ask one of them.",
        )


def _where(request: HttpRequest, who: Asking, only: frozenset[int] | None) -> WhereForm:
    initial = {}
    if only is not None and len(only) == 1:
        initial["department"] = next(iter(only))
    return WhereForm(request.GET if "url" in request.GET else None, tree=who.tree, only=only, initial=initial)


def _is_answered(request: HttpRequest, where: WhereForm) -> bool:
    return "back" not in request.GET and where.is_bound and where.is_valid()


def _first(request: HttpRequest, where: WhereForm, kind: str) -> HttpResponse:
    failed = where.is_bound and bool(where.errors)
    return render(request, "accounts/where.html", {"form": where, "kind": kind}, status=400 if failed else 200)


def _second(
    request: HttpRequest, who: Asking, where: WhereForm, form: AboutForm, kind: str, **more: Any
) -> HttpResponse:
    address = where.address
    taken = OfficialAccount.objects.as_of(who.at).reserving(address.identity, who.at).first()
    in_sight = taken is not None and visible_accounts(who.person, who.at).filter(pk=taken.pk).exists()
    again = request.GET.copy()
    again["back"] = "1"
    context = {
        "form": form,
        "kind": kind,
        "address": address,
        "platform_name": Platform.objects.get(code=address.platform).name,
        "departments": [who.tree.name(department.pk) for department in where.departments],
        "taken": taken,
        "taken_in_sight": in_sight,
        "again": again.urlencode(),
        "basis": who.approval,
        **more,
    }
    return render(request, "accounts/about.html", context, status=400 if form.errors else 200)


def _deciders(who: Asking, where: WhereForm) -> list[Decider]:
    departments = where.departments
    authorities = who.authorities([department.pk for department in departments])
    return [
        Decider(department, who.tree.name(department.pk), authority, department.pk in who.reach.governed)
        for department, authority in zip(departments, authorities, strict=True)
    ]


def _said(state: str, reference: str) -> str:
    if state == State.APPROVED:
        return f"Approved by office as {reference}. Record it once the page exists."
    return f"Asked for as {reference}. The authority has been told, and you hear what becomes of it."
