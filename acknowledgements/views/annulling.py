"""Annulling an acknowledgement entered in error: asked for by one person of Employee Relations, decided by another."""

from __future__ import annotations

from django.contrib import messages
from django.core.paginator import Paginator
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from acknowledgements.forms import ReasonForm
from acknowledgements.models import Acknowledgement, Annulment
from acknowledgements.permissions import require_campaigns_in_sight, visible_annulments, visible_receipts
from acknowledgements.services import confirm_annulment, refuse_annulment, request_annulment
from acknowledgements.views.common import Asking, asking, paper_behind, put_on
from directory.models import Role
from directory.permissions import require_role
from foundation.errors import InvalidInput, NotVisible

PAGE = 50


@require_safe
def annulments(request: HttpRequest) -> HttpResponse:
    """Requests to annul: those that wait first, then what was decided."""
    who = asking(request)
    require_campaigns_in_sight(who.person, who.at)
    found = visible_annulments(who.person, who.at).order_by("decided_at", "-pk")
    waiting = list(found.filter(decision__isnull=True)[:PAGE])
    decided = Paginator(found.filter(decision__isnull=False).order_by("-decided_at"), PAGE)
    context = {"waiting": waiting, "page": decided.get_page(request.GET.get("page"))}
    return render(request, "acknowledgements/annulments.html", context)


@require_http_methods(["GET", "HEAD", "POST"])
def annul(request: HttpRequest, reference: str) -> HttpResponse:
    """Ask for the annulment of an acknowledgement."""
    who = asking(request)
    acknowledgement: Acknowledgement | None = visible_receipts(who.person, who.at).filter(reference=reference).first()
    if acknowledgement is None:
        raise NotVisible("There is no such receipt.")
    require_role(who.by, Role.EMPLOYEE_RELATIONS, who.at, "You cannot annul an acknowledgement.")
    form = ReasonForm(
        request.POST if request.method == "POST" else None,
        button="Ask for the annulment",
        label="Why was it entered in error?",
    )
    if request.method == "POST" and form.is_valid():
        try:
            request_annulment(by=who.by, acknowledgement=acknowledgement, reason=form.cleaned_data["reason"])
        except InvalidInput as error:
            put_on(form, error)
        else:
            messages.success(request, "Asked for. A second person of Employee Relations decides.")
            return redirect("acknowledgements:receipt", acknowledgement.reference)
    context = {"acknowledgement": acknowledgement, "form": form}
    return render(request, "acknowledgements/annul.html", context, status=400 if form.errors else 200)


@require_safe
def annulment(request: HttpRequest, annulment_id: int) -> HttpResponse:
    """One request, to be confirmed or refused."""
    who = asking(request)
    found = _found(who, annulment_id)
    context = {
        "annulment": found,
        "acknowledgement": found.acknowledgement,
        **paper_behind(found.acknowledgement, who),
        "may_decide": found.decision is None
        and who.person.pk not in (found.requested_by_id, found.acknowledgement.person_id),
        "form": ReasonForm(
            button="Let it stand",
            label="Why does it stand?",
            action=reverse("acknowledgements:refuse_annulment", args=[found.pk]),
        ),
    }
    return render(request, "acknowledgements/annulment.html", context)


@require_POST
def confirm(request: HttpRequest, annulment_id: int) -> HttpResponse:
    """Annul, as the second person."""
    who = asking(request)
    confirm_annulment(by=who.by, annulment=_found(who, annulment_id))
    messages.success(request, "Annulled. The person has been told, and is asked again where a campaign runs.")
    return redirect("acknowledgements:annulments")


@require_POST
def refuse(request: HttpRequest, annulment_id: int) -> HttpResponse:
    """Let it stand, as the second person, with a reason."""
    who = asking(request)
    refuse_annulment(by=who.by, annulment=_found(who, annulment_id), reason=ReasonForm(request.POST).given())
    messages.success(request, "The acknowledgement stands.")
    return redirect("acknowledgements:annulments")


def _found(who: Asking, annulment_id: int) -> Annulment:
    found: Annulment | None = visible_annulments(who.person, who.at).filter(pk=annulment_id).first()
    if found is None:
        raise NotVisible("There is no such request.")
    return found
