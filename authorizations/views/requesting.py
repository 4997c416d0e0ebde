"""Asking for an authorization, for oneself or by nomination; a request, and what is done with it."""

from __future__ import annotations

from typing import Any

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.views.decorators.http import require_http_methods, require_safe

from authorizations import services
from authorizations.forms.deeds import NothingForm, ReasonForm, WhoForm, WhyForm, kind_of
from authorizations.forms.scope import Offer, ScopeForm, initial_of
from authorizations.kinds import POWERS, Kind
from authorizations.models import Authorization, Request
from authorizations.permissions import authorization_in_sight, may_nominate, visible_requests
from authorizations.plans import Plan, assignment_of, plan_of
from authorizations.reading import accounts_of, scope_facts, title_of
from authorizations.services.writing import subject
from authorizations.sheets import SENTENCES
from authorizations.views.common import BOTH, Asking, asking, grants, posted, put_on, who_may
from directory.models import Employee
from foundation import clock
from foundation.audit.history import told_of
from foundation.errors import Conflict, InvalidInput, NotVisible, Refusal


class RequestForm(WhyForm, ScopeForm):
    """What is asked for, and what for; the conditions are for who decides."""

    button = "Ask for it"

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, with_conditions=False, **kwargs)
        del self.fields["since"]


def kinds_for(grantee: Employee, who: Asking) -> list[dict[str, Any]]:
    """Every kind in a sentence, with its clause and who may grant it for a department of the grantee's."""
    home = assignment_of(grantee, who.at).department
    profile = who.picture.tree.profile(home.pk, who.at)
    found = []
    for kind in Kind:
        if kind == Kind.DISCLOSURE and profile is not None and not profile.has_criminal_justice_information:
            continue
        basis, names = who_may(kind, home, who)
        mine = kind == Kind.POLICE_SPEECH and any(
            grants(who.person, kind, one, who) for one in Offer(kind, home.pk, who.picture).police()
        )
        found.append(
            {
                "kind": kind,
                "sentence": SENTENCES[kind],
                "basis": basis,
                "who_may": names,
                "may_grant": mine or grants(who.person, kind, home.pk, who),
                "power": POWERS[kind],
            }
        )
    return found


@require_http_methods(BOTH)
def ask(request: HttpRequest) -> HttpResponse:
    """Ask: choose the kind, say what for; it says beforehand who decides."""
    who = asking(request)
    renews = _renewed(request, who)
    asked = WhoForm(request.GET if request.GET.get("person") else None)
    if renews is None and "person" in request.GET and not (asked.is_bound and asked.is_valid()):
        context: dict[str, Any] = {"form": asked, "is_nomination": True}
        return render(request, "authorizations/who.html", context, status=400 if asked.errors else 200)
    grantee = renews.grantee if renews else asked.cleaned_data["person"] if asked.is_bound else who.person
    kind = Kind(renews.kind) if renews else kind_of(request.GET.get("kind", ""))
    home = assignment_of(grantee, who.at).department
    context = {
        "grantee": grantee,
        "is_me": grantee == who.person,
        "home": who.tree.name(home.pk),
        "kinds": kinds_for(grantee, who),
        "kind": kind,
        "renews": renews,
        "may_nominate": may_nominate(who.person, home.pk, who.at),
    }
    if kind is None:
        return render(request, "authorizations/ask.html", context)
    initial = (
        initial_of(plan_of(renews, grantee, renews.last_day, tuple(accounts_of(renews, who.at)))) if renews else {}
    )
    initial.pop("until", None)
    form = RequestForm(*posted(request)[:1], offer=Offer(kind, home.pk, who.picture), initial=initial)
    if request.method == "POST" and form.is_valid():
        try:
            made = services.request_authorization(
                by=who.by, plan=form.plan(grantee), reason=form.cleaned_data["reason"], renews=renews
            )
        except (InvalidInput, Refusal, Conflict) as error:
            put_on(form, error)
        else:
            messages.success(
                request, f"Asked for as {made.reference}. Who decides has been told, and you hear what becomes of it."
            )
            return redirect("authorizations:request", made.reference)
    chosen = next((one for one in context["kinds"] if one["kind"] == kind), None)
    context |= {"form": form, "chosen": chosen}
    return render(request, "authorizations/ask.html", context, status=400 if form.errors else 200)


def _renewed(request: HttpRequest, who: Asking) -> Authorization | None:
    reference = request.GET.get("renews", "")
    return authorization_in_sight(who.person, reference, who.at) if reference else None


def request_in_sight(who: Asking, reference: str) -> Request:
    """The request of that reference; raises `NotVisible` where there is none to see."""
    rows = visible_requests(who.person, who.at).select_related(
        "grantee", "asked_by", "department", "decided_by", "renews"
    )
    row: Request | None = rows.filter(reference=reference).first()
    if row is None:
        raise NotVisible("There is no such request.")
    return row


def plan_asked(row: Request, who: Asking) -> Plan:
    """What a request asks for."""
    until = clock.last_day(row.wanted_until) if row.wanted_until else Offer(Kind(row.kind), 0, who.picture).last_day()
    return plan_of(row, row.grantee, until, tuple(accounts_of(row, who.at)))


def facts_of_request(row: Request, who: Asking) -> dict[str, Any]:
    """A request as its pages show it."""
    basis, names = who_may(Kind(row.kind), row.department, who)
    return {
        "row": row,
        "title": title_of(row, who.picture),
        "facts": scope_facts(row, accounts_of(row, who.at), who.picture),
        "last_day": clock.last_day(row.wanted_until) if row.wanted_until else None,
        "basis": basis,
        "who_may": names,
        "department": who.tree.name(row.department_id),
    }


@require_safe
def one(request: HttpRequest, reference: str) -> HttpResponse:
    """One request: what for, who decides, and what one may do with it."""
    who = asking(request)
    row = request_in_sight(who, reference)
    parties = {row.asked_by_id, row.grantee_id}
    context = {
        **facts_of_request(row, who),
        "may_decide": row.outcome is None
        and who.person.pk not in parties
        and grants(who.person, row.kind, row.department_id, who),
        "may_withdraw": row.outcome is None and who.person.pk in parties,
        "granted": Authorization.objects.filter(request=row).first(),
        "entries": told_of(subject(row)),
    }
    return render(request, "authorizations/request.html", context)


@require_http_methods(BOTH)
def withdraw(request: HttpRequest, reference: str) -> HttpResponse:
    """Withdraw a request: who asked, or who was nominated."""
    who = asking(request)
    row = request_in_sight(who, reference)
    form = NothingForm(*posted(request)[:1], button="Withdraw this request")
    if request.method == "POST" and form.is_valid():
        services.withdraw_request(by=who.by, request=row)
        messages.success(request, f"The request {reference} is withdrawn.")
        return redirect("authorizations:request", reference)
    lead = "Nobody decides on it any more, and who could have decided is told. You can ask again at any time."
    context = {**facts_of_request(row, who), "form": form, "act": "Withdraw the request", "lead": lead}
    return render(request, "authorizations/request_deed.html", context)


@require_http_methods(BOTH)
def decline(request: HttpRequest, reference: str) -> HttpResponse:
    """Decline a request, with a reason that who asked reads."""
    who = asking(request)
    row = request_in_sight(who, reference)
    form = ReasonForm(*posted(request)[:1], button="Decline this request")
    if request.method == "POST" and form.is_valid():
        try:
            services.decline(by=who.by, request=row, reason=form.cleaned_data["reason"])
        except InvalidInput as error:
            put_on(form, error)
        else:
            messages.success(request, f"You declined {reference}. Who asked has been told why.")
            return redirect("authorizations:requests")
    lead = f"{row.asked_by.name} reads your reason. They can ask again."
    context = {**facts_of_request(row, who), "form": form, "act": "Decline the request", "lead": lead}
    return render(request, "authorizations/request_deed.html", context, status=400 if form.errors else 200)
