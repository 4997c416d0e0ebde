"""Explaining clauses: written by one person in Employee Relations, approved by a second."""

from __future__ import annotations

from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.views.decorators.http import require_http_methods, require_POST

from foundation import clock
from foundation.actor import Actor
from foundation.errors import InvalidInput, NotVisible
from policy import services
from policy.explanations import explained
from policy.forms import ExplanationForm, ReasonForm
from policy.models import Clause, Explanation
from policy.permissions import require_publisher
from policy.reading import version_in_force
from policy.views.reading import person_of


@require_http_methods(["GET", "POST"])
@login_required
def explanation(request: HttpRequest, citation: str) -> HttpResponse:
    """Write the explanation of a clause, or decide on the one that waits."""
    at = clock.now()
    person = person_of(request)
    require_publisher(person, at)
    clause = _clause(citation)
    current = explained(clause.version, [clause])[0]
    initial = ExplanationForm.initial_of(current.shown.text, current.shown.examples) if current.shown else {}
    form = ExplanationForm(request.POST if request.method == "POST" else None, initial=initial)
    if request.method == "POST" and form.is_valid():
        services.propose_explanation(
            clause, text=form.cleaned_data["text"], examples=form.examples(), by=Actor.of_request(request)
        )
        messages.success(request, "Handed to a second person in Employee Relations. Until then nothing changes.")
        return redirect("policy:explanation", clause.citation)
    context = {
        "clause": clause,
        "current": current,
        "form": form,
        "reason_form": ReasonForm(),
        "is_own": current.waiting is not None and current.waiting.written_by_id == person.pk,
    }
    return render(request, "policy/explanation.html", context, status=400 if form.is_bound else 200)


@require_POST
@login_required
def approve(request: HttpRequest, explanation_id: int) -> HttpResponse:
    """Approve, as the second person."""
    found = services.approve_explanation(_explanation(request, explanation_id), by=Actor.of_request(request))
    messages.success(request, f"Approved. Everybody now reads it beside {found.citation}.")
    return redirect("policy:explanation", found.citation)


@require_POST
@login_required
def refuse(request: HttpRequest, explanation_id: int) -> HttpResponse:
    """Refuse, with a reason."""
    found = _explanation(request, explanation_id)
    try:
        services.refuse_explanation(found, reason=ReasonForm(request.POST).given(), by=Actor.of_request(request))
        messages.success(request, "Refused. What was shown before stays.")
    except InvalidInput as error:
        messages.error(request, str(error))
    return redirect("policy:explanation", found.citation)


def _clause(citation: str) -> Clause:
    version = version_in_force(None, clock.now())
    clause = version.clauses.filter(citation=citation).select_related("version").first() if version else None
    if clause is None:
        raise NotVisible("There is no such clause in the version in force.")
    return clause


def _explanation(request: HttpRequest, explanation_id: int) -> Explanation:
    require_publisher(person_of(request), clock.now())
    found = Explanation.objects.filter(pk=explanation_id).select_related("written_by").first()
    if found is None:
        raise NotVisible("There is no such explanation.")
    return found
