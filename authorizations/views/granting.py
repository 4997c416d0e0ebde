"""Granting: it starts from the person, shows who may grant what, and the letter grows beside the form."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass, field, replace
from functools import wraps
from typing import Any
from uuid import uuid4

from allauth.account.decorators import reauthentication_required
from django import forms
from django.conf import settings
from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.views.decorators.http import require_http_methods

from authorizations import services
from authorizations.drafting import letter_drafted
from authorizations.forms.deeds import PeopleField, WhoForm, kind_of
from authorizations.forms.scope import Offer, ScopeForm, initial_of
from authorizations.kinds import POWERS, Kind
from authorizations.letters import Letter
from authorizations.models import Authorization, Request
from authorizations.permissions import authorization_in_sight, departments_decided, reach_of
from authorizations.plans import assignment_of, plan_of
from authorizations.possibilities import possibilities_of
from authorizations.reading import accounts_of, for_lists, lines_of
from authorizations.sheets import SENTENCES
from authorizations.views.common import BOTH, Asking, asking, posted, put_on
from authorizations.views.requesting import facts_of_request, kinds_for, plan_asked, request_in_sight
from directory.models import Department, Employee
from foundation.errors import Conflict, InvalidInput, NotVisible, Refusal
from powers.services import require

View = Callable[..., HttpResponse]


def again(view: View) -> View:
    """Ask for the password once more before a grant, where the City has set so (settings `REAUTHENTICATE_TO_GRANT`)."""
    guarded = reauthentication_required(allow_get=True)(view)

    @wraps(view)
    def asked(request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponse:
        chosen = guarded if settings.REAUTHENTICATE_TO_GRANT else view
        return chosen(request, *args, **kwargs)

    return asked


class GrantForm(ScopeForm):
    """The scope, with conditions, the mark of the form, and the one button."""

    button = "Grant"
    mark = forms.UUIDField(required=False, widget=forms.HiddenInput)


@dataclass
class Drafted:
    """The letter beside the form, or why there is none yet."""

    letter: Letter | None = None
    missing: list[str] = field(default_factory=list)


@require_http_methods(BOTH)
@again
def grant(request: HttpRequest) -> HttpResponse:
    """Grant to one person: who they are and what they hold, then the kind, then the scope."""
    who = asking(request)
    if not departments_decided(who.person, who.at):
        raise NotVisible("There is no such page.")
    renews = authorization_in_sight(who.person, request.GET["renews"], who.at) if request.GET.get("renews") else None
    form = WhoForm(request.GET if request.GET.get("person") else None)
    if renews is None and not (form.is_bound and form.is_valid()):
        context = {"form": form, "is_nomination": False}
        return render(request, "authorizations/who.html", context, status=400 if form.errors else 200)
    grantee: Employee = renews.grantee if renews else form.cleaned_data["person"]
    kind = Kind(renews.kind) if renews else kind_of(request.GET.get("kind", ""))
    initial: dict[str, Any] = {}
    if renews:
        plan = plan_of(renews, grantee, renews.last_day, tuple(accounts_of(renews, who.at)))
        initial = initial_of(plan, renews.conditions)
        del initial["until"]
    return _granting(request, who, grantee, kind, initial, None, renews)


@require_http_methods(BOTH)
@again
def grant_request(request: HttpRequest, reference: str) -> HttpResponse:
    """Grant what was asked for: the form begins with the request."""
    who = asking(request)
    row = request_in_sight(who, reference)
    if row.department_id not in reach_of(who.person, who.at).get(row.kind, frozenset()):
        require(who.by, POWERS[row.kind], row.department, who.at)
    initial = initial_of(plan_asked(row, who))
    return _granting(request, who, row.grantee, Kind(row.kind), initial, row, row.renews)


def _granting(
    request: HttpRequest,
    who: Asking,
    grantee: Employee,
    kind: Kind | None,
    initial: dict[str, Any],
    asked: Request | None,
    renews: Authorization | None,
) -> HttpResponse:
    home = assignment_of(grantee, who.at).department
    context: dict[str, Any] = {
        "grantee": grantee,
        "home": who.tree.name(home.pk),
        "kind": kind,
        "kinds": kinds_for(grantee, who),
        "asked": facts_of_request(asked, who) if asked else None,
        "renews": renews,
        "asks": _what_is_asked_here(home, who),
    }
    if kind is None:
        context |= _about(grantee, who)
        return render(request, "authorizations/grant.html", context)
    offer = Offer(kind, home.pk, who.picture)
    form = GrantForm(*posted(request)[:1], offer=offer, initial=initial | {"mark": uuid4()})
    drafted = _draft(form, grantee, who) if form.is_bound or asked is None else _draft_of_request(asked, form, who)
    if request.headers.get("HX-Request") and request.method == "POST":
        return render(request, "authorizations/part_letter.html", {"drafted": drafted})
    if request.method == "POST" and "preview" not in request.POST and form.is_valid():
        try:
            mark = form.cleaned_data["mark"]
            row = services.grant(by=who.by, plan=form.plan(grantee), request=asked, renews=renews, mark=mark)
        except (InvalidInput, Refusal) as error:
            put_on(form, error)
        else:
            said = f"Granted as {row.reference}. {grantee.name} has been told, and accepts the conditions."
            messages.success(request, said)
            return redirect("authorizations:authorization", row.reference)
    chosen = next((one for one in context["kinds"] if one["kind"] == kind), None)
    context |= {"form": form, "drafted": drafted, "chosen": chosen, **_about(grantee, who)}
    return render(request, "authorizations/grant.html", context, status=400 if form.errors else 200)


def _about(grantee: Employee, who: Asking) -> dict[str, Any]:
    rows = for_lists(Authorization.objects.within_dates(who.at).filter(grantee=grantee))
    lines = lines_of(rows.order_by("kind", "pk"), who.picture)
    unmet = possibilities_of(grantee, who.picture)
    acknowledgement = next(
        (
            note
            for one in [*unmet.may, *unmet.may_not]
            for note in (one.why, *one.notes)
            if "acknowledge" in note.lower()
        ),
        "",
    )
    return {"lines": lines, "title": assignment_of(grantee, who.at).title, "acknowledgement": acknowledgement}


def _what_is_asked_here(home: Department, who: Asking) -> list[str]:
    """What the regulation asks of this department beyond the ordinary, in sentences."""
    profile = who.picture.tree.profile(home.pk, who.at)
    if profile is None:
        return []
    said = []
    if profile.speech_rule != "ordinary":
        both = " besides IV.C" if who.picture.both_required() else " in place of IV.C"
        said.append(f"Its own accounts are spoken on under IV.K.2{both}.")
    if profile.has_criminal_justice_information:
        said.append("It has criminal justice information: disclosing any needs an approval of that matter (IV.K.1).")
    if profile.emergency_posting:
        said.append("It may post in an emergency: an acknowledgement that has lapsed warns, and is reported.")
    if profile.under_regulation == "no":
        said.append("The regulation does not bind this department.")
    return said


def _draft(form: GrantForm, grantee: Employee, who: Asking) -> Drafted:
    if not form.is_bound:
        return Drafted(missing=["Fill in the form: the letter grows here as it will be printed."])
    if not form.is_valid():
        return Drafted(
            missing=[
                f"{form.fields[name].label if name in form.fields else ''}: {error}"
                for name, errors in form.errors.items()
                for error in errors
            ]
        )
    try:
        letter = letter_drafted(form.plan(grantee), who.person, who.picture)
    except InvalidInput as error:
        return Drafted(missing=[str(error)])
    return Drafted(letter, [] if letter else ["You do not hold the power for this department."])


def _draft_of_request(asked: Request, form: GrantForm, who: Asking) -> Drafted:
    """The letter as it would be if it were granted as it was asked for."""
    plan = replace(plan_asked(asked, who), conditions=tuple(form.initial.get("conditions", ())))
    try:
        return Drafted(letter_drafted(plan, who.person, who.picture))
    except InvalidInput as error:
        return Drafted(missing=[str(error)])


class ManyForm(GrantForm):
    """One decision for many people, each with a document of their own."""

    button = "Grant to all of them"
    people = PeopleField(
        label="To whom?", help_text="One on each line: employee number, or full name. 200 at most. All or nobody."
    )
    field_order = ("people",)


@require_http_methods(BOTH)
@again
def grant_many(request: HttpRequest) -> HttpResponse:
    """Grant the same to many people at once, all or nobody, with progress."""
    who = asking(request)
    reach = {kind: ids for kind, ids in reach_of(who.person, who.at).items() if kind in Kind.values}
    if not reach:
        raise NotVisible("There is no such page.")
    kind = kind_of(request.GET.get("kind", ""))
    kinds = [{"kind": Kind(one), "sentence": SENTENCES[Kind(one)]} for one in Kind.values if one in reach]
    context: dict[str, Any] = {"kinds": kinds, "kind": kind, "people": request.GET.getlist("people")}
    if kind is None or kind not in reach:
        context["kind"] = None
        return render(request, "authorizations/grant_many.html", context)
    home = min(reach[kind], key=lambda one: who.tree.name(one))
    numbers = [number[:20] for number in request.GET.getlist("people")[:200]]
    first = Employee.objects.filter(number__in=numbers).first()
    if first is not None:
        home = assignment_of(first, who.at).department_id
    form = ManyForm(*posted(request)[:1], offer=Offer(kind, home, who.picture), initial={"people": "\n".join(numbers)})
    if request.method == "POST" and form.is_valid():
        people = form.cleaned_data["people"]
        try:
            job = services.start_grant_many(by=who.by, plan=form.plan(people[0]), people=people)
        except (InvalidInput, Refusal, Conflict) as error:
            put_on(form, error)
        else:
            return redirect("jobs:detail", job.pk)
    context["form"] = form
    return render(request, "authorizations/grant_many.html", context, status=400 if form.errors else 200)
