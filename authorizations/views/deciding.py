"""What waits for who grants: requests, papers, a predecessor's instruments, authorizations of who declined."""

from __future__ import annotations

from typing import Any

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.views.decorators.http import require_http_methods, require_safe

from acknowledgements.models import Decline
from authorizations import services
from authorizations.forms.deeds import DecideDeclineForm, KeepForm
from authorizations.models import Authorization, DeclineDecision
from authorizations.permissions import departments_decided, sees_every_authorization
from authorizations.reading import accounts_of, for_lists, lines_of, places_of, title_of
from authorizations.views.common import BOTH, PAGE, asking, posted, put_on
from authorizations.waiting import declines_to_decide, requests_to_decide, to_keep_or_end
from foundation.errors import Conflict, InvalidInput, NotVisible, Refusal


@require_safe
def requests(request: HttpRequest) -> HttpResponse:
    """Requests to decide, the oldest first, each one click from its decision."""
    who = asking(request)
    rows = list(
        requests_to_decide(who.person, who.at)
        .select_related("grantee", "asked_by", "department", "voice_department")
        .prefetch_related("accounts")[:PAGE]
    )
    decides = departments_decided(who.person, who.at)
    if not rows and not decides:
        raise NotVisible("There is no such page.")
    lines = [
        {"row": row, "title": title_of(row, who.picture), "where": places_of(row, accounts_of(row, who.at))}
        for row in rows
    ]
    return render(request, "authorizations/requests.html", {"lines": lines})


@require_http_methods(BOTH)
def in_office(request: HttpRequest) -> HttpResponse:
    """The one list of a successor in office: keep what is to go on, end the rest with a reason."""
    who = asking(request)
    waiting = to_keep_or_end(who.person, who.at)
    rows = list(for_lists(Authorization.objects.filter(pk__in=waiting.values("pk")))[: 4 * PAGE])
    if not rows and not departments_decided(who.person, who.at):
        raise NotVisible("There is no such page.")
    form = KeepForm(*posted(request)[:1], offered=[row.reference for row in rows])
    if request.method == "POST" and form.is_valid():
        chosen = [row for row in rows if row.reference in form.cleaned_data["chosen"]]
        try:
            if "end" in request.POST:
                number = services.end_as_successor(by=who.by, authorizations=chosen, reason=form.cleaned_data["reason"])
                said = "ended"
            else:
                number = services.keep(by=who.by, authorizations=chosen)
                said = "kept"
        except (InvalidInput, Refusal, Conflict) as error:
            put_on(form, error)
        else:
            messages.success(request, f"You {said} {number} authorization{'s' if number != 1 else ''}.")
            return redirect("authorizations:in_office")
    context = {"lines": lines_of(rows, who.picture), "form": form, "ticked": request.POST.getlist("chosen")}
    return render(request, "authorizations/in_office.html", context, status=400 if form.errors else 200)


@require_safe
def declines(request: HttpRequest) -> HttpResponse:
    """Authorizations of who declined to acknowledge: those that wait for me; every one for who oversees the City."""
    who = asking(request)
    waiting = declines_to_decide(who.person, who.at).select_related("person", "version__regulation", "department")
    everywhere = sees_every_authorization(who.person, who.at)
    mine = set(waiting.values_list("pk", flat=True))
    if not mine and not everywhere and not departments_decided(who.person, who.at):
        raise NotVisible("There is no such page.")
    rows: Any = waiting
    if everywhere:
        rows = Decline.objects.standing(who.at).select_related(
            "person", "version__regulation", "authority_decision__decided_by"
        )
        rows = rows.order_by("-recorded_at")[:PAGE]
    held = Authorization.objects.within_dates(who.at).filter(grantee_id__in=[one.person_id for one in rows])
    holders = set(held.values_list("grantee_id", flat=True))
    context = {"declines": rows, "mine": mine, "holders": holders}
    return render(request, "authorizations/declines.html", context)


@require_http_methods(BOTH)
def decide_decline(request: HttpRequest, pk: int) -> HttpResponse:
    """The authority decides whether somebody's authorizations may be used although they declined."""
    who = asking(request)
    row = declines_to_decide(who.person, who.at).select_related("person", "version__regulation").filter(pk=pk).first()
    if row is None:
        known = Decline.objects.filter(pk=pk, department_id__in=departments_decided(who.person, who.at)).first()
        if known is None:
            raise NotVisible("There is no such page.")
        raise Conflict("This was decided already, or is your own.", remedy="Nothing was changed.")
    form = DecideDeclineForm(*posted(request)[:1])
    if request.method == "POST" and form.is_valid():
        data = form.cleaned_data
        try:
            services.decide_decline(
                by=who.by, decline=row, decision=DeclineDecision.Decision(data["decision"]), reason=data["reason"]
            )
        except InvalidInput as error:
            put_on(form, error)
        else:
            messages.success(request, f"Decided. {row.person.name} and Employee Relations have been told.")
            return redirect("authorizations:declines")
    held = for_lists(Authorization.objects.within_dates(who.at).filter(grantee=row.person))
    context = {"row": row, "form": form, "lines": lines_of(held, who.picture)}
    return render(request, "authorizations/decide_decline.html", context, status=400 if form.errors else 200)
