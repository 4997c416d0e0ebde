"""Authorizations that were given on paper: recording one, and the authority's word on it."""

from __future__ import annotations

from typing import Any

from django.contrib import messages
from django.core.paginator import Paginator
from django.db import transaction
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.views.decorators.http import require_http_methods

from authorizations import services
from authorizations.forms.deeds import NothingForm, PaperFields, ReasonForm, WhoForm, kind_of
from authorizations.forms.paper_imports import ConfirmManyForm
from authorizations.forms.scope import Offer, ScopeForm
from authorizations.models import Authorization
from authorizations.permissions import (
    authorization_in_sight,
    departments_decided,
    may_record_papers,
    require_recorder,
    visible_authorizations,
)
from authorizations.plans import assignment_of
from authorizations.reading import for_lists, lines_of
from authorizations.services import Paper
from authorizations.sheets import sheet_of
from authorizations.views.common import BOTH, PAGE, asking, keep_scan, posted, put_on
from authorizations.views.requesting import kinds_for
from authorizations.waiting import papers_to_confirm
from foundation.errors import Conflict, InvalidInput, NotVisible, Refusal
from foundation.numbers import how_many


class PaperForm(PaperFields, ScopeForm):
    """What a paper says, who signed it, and its scan."""

    button = "Record it, for the authority to confirm"

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["since"].help_text = "Leave empty: from the day on which it was signed."


@require_http_methods(BOTH)
def papers(request: HttpRequest) -> HttpResponse:
    """Papers that wait: for my word, one by one or several at once; or, where I recorded them, for somebody's."""
    who = asking(request)
    mine = papers_to_confirm(who.person, who.at)
    records = may_record_papers(who.person, who.at)
    if not records and not departments_decided(who.person, who.at):
        raise NotVisible("There is no such page.")
    waiting = for_lists(Authorization.objects.filter(pk__in=mine.values("pk"))).order_by("recorded_at", "pk")
    page = Paginator(waiting, PAGE).get_page(request.GET.get("page"))
    form = ConfirmManyForm(*posted(request)[:1], rows=list(page.object_list))
    if request.method == "POST" and form.is_valid():
        try:
            number = services.confirm_papers(by=who.by, authorizations=form.rows())
        except (InvalidInput, Refusal, Conflict) as error:
            put_on(form, error)
        else:
            messages.success(request, f"You confirmed {how_many(number, 'paper')}: in effect as they say.")
            return redirect("authorizations:papers")
    others = visible_authorizations(who.person, who.at).papers_to_confirm().exclude(pk__in=mine.values("pk"))
    context = {
        "form": form,
        "page": page,
        "to_confirm": lines_of(list(page.object_list), who.picture),
        "ticked": request.POST.getlist("chosen"),
        "waiting": lines_of(for_lists(others).order_by("-recorded_at")[:PAGE], who.picture),
        "may_record": records,
    }
    return render(request, "authorizations/papers.html", context, status=400 if form.errors else 200)


@require_http_methods(BOTH)
def record(request: HttpRequest) -> HttpResponse:
    """Record an authorization that was given on paper, with its scan."""
    who = asking(request)
    if not may_record_papers(who.person, who.at):
        raise NotVisible("There is no such page.")
    asked = WhoForm(request.GET if request.GET.get("person") else None)
    if not (asked.is_bound and asked.is_valid()):
        context: dict[str, Any] = {"form": asked, "is_paper": True}
        return render(request, "authorizations/who.html", context, status=400 if asked.errors else 200)
    grantee, kind = asked.cleaned_data["person"], kind_of(request.GET.get("kind", ""))
    home = assignment_of(grantee, who.at).department
    require_recorder(who.by, home.pk, who.at, "You cannot record this paper.")
    context = {"grantee": grantee, "home": who.tree.name(home.pk), "kinds": kinds_for(grantee, who), "kind": kind}
    if kind is None:
        return render(request, "authorizations/record_paper.html", context)
    form = PaperForm(*posted(request), offer=Offer(kind, home.pk, who.picture))
    if request.method == "POST" and form.is_valid():
        data = form.cleaned_data
        try:
            with transaction.atomic():
                scan = keep_scan(who.by, data["scan"], f"Paper of {grantee.name}")
                paper = Paper(data["signed_on"], scan, data["signed_by"], data["signed_as"], data["signer"])
                row = services.record_paper(by=who.by, plan=form.plan(grantee), paper=paper)
        except (InvalidInput, Refusal) as error:
            put_on(form, error)
        else:
            messages.success(request, f"Recorded as {row.reference}. It is in effect once the authority confirms it.")
            return redirect("authorizations:authorization", row.reference)
    return render(
        request, "authorizations/record_paper.html", {**context, "form": form}, status=400 if form.errors else 200
    )


@require_http_methods(BOTH)
def confirm(request: HttpRequest, reference: str) -> HttpResponse:
    """The authority confirms a paper."""
    return _word(request, reference, confirmed=True)


@require_http_methods(BOTH)
def refuse(request: HttpRequest, reference: str) -> HttpResponse:
    """The authority does not confirm a paper, and says why."""
    return _word(request, reference, confirmed=False)


def _word(request: HttpRequest, reference: str, *, confirmed: bool) -> HttpResponse:
    who = asking(request)
    found = authorization_in_sight(who.person, reference, who.at)
    row = for_lists(Authorization.objects.filter(pk=found.pk)).select_related("text").get()
    data = posted(request)[0]
    form: NothingForm | ReasonForm = (
        NothingForm(data, button="Confirm this paper") if confirmed else ReasonForm(data, button="Do not confirm it")
    )
    if request.method == "POST" and form.is_valid():
        if confirmed:
            services.confirm_paper(by=who.by, authorization=row)
        else:
            services.refuse_paper(by=who.by, authorization=row, reason=form.cleaned_data["reason"])
        said = "is confirmed: it is in effect as the paper says" if confirmed else "is not confirmed"
        messages.success(request, f"{reference} {said}.")
        return redirect("authorizations:papers")
    context = {
        "sheet": sheet_of(row, who.person, who.picture),
        "form": form,
        "title": f"{'Confirm' if confirmed else 'Do not confirm'} {reference}",
        "lead": "You say that this paper was given as it is recorded here. Read its scan first. It does not make an "
        "earlier act valid."
        if confirmed
        else "You say that this paper was not given, or not like this. It never was in effect here.",
        "scan": row.scan,
    }
    return render(request, "authorizations/deed.html", context, status=400 if form.errors else 200)
