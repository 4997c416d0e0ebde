"""Words with blanks: which there are, one of them with its decision, and proposing another."""

from __future__ import annotations

from typing import Any

from django.contrib import messages
from django.core.paginator import Paginator
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.views.decorators.http import require_http_methods, require_safe

from accounts.forms.fields import DepartmentChoice, named
from foundation.audit.history import told_of
from foundation.errors import Conflict, InvalidInput, Refusal
from foundation.sending import once
from reviews import services
from reviews.forms.deeds import ReasonForm
from reviews.forms.direct import TemplateForm
from reviews.models import Template
from reviews.offers import home_of
from reviews.permissions import reach_of
from reviews.services.templates import departments_to_propose_for
from reviews.templating import found_in, pieces_of_template, visible_templates
from reviews.views.common import BOTH, Asking, asking, posted, put_on, template_of

PAGE = 30
CHOICES = {"approved": "To use", "proposed": "Proposed", "retired": "Retired", "declined": "Declined"}


@require_safe
def templates(request: HttpRequest) -> HttpResponse:
    """Words with blanks, those of the own department first."""
    who = asking(request)
    chosen = request.GET.get("show", "approved")
    chosen = chosen if chosen in CHOICES else "approved"
    home = home_of(who.person, who.at)
    rows = visible_templates(who.person, who.at, home.department_id if home else None, chosen)
    page = Paginator(rows, PAGE).get_page(request.GET.get("page"))
    lines = [(one, who.tree.name(one.department_id)) for one in page.object_list]
    context = {"page": page, "lines": lines, "chosen": chosen, "choices": CHOICES.items()}
    return render(request, "reviews/templates.html", context)


@require_http_methods(BOTH)
@once
def propose(request: HttpRequest) -> HttpResponse:
    """Propose words with blanks; `from` copies those of another template."""
    who = asking(request)
    form = TemplateForm(*posted(request)[:1], initial=_copied(who, request.GET.get("from", "")))
    field = form.fields["department"]
    if isinstance(field, DepartmentChoice):
        field.offer(named(departments_to_propose_for(who.person, who.at), who.tree))
    if request.method == "POST" and form.is_valid():
        try:
            row = services.propose_template(by=who.by, **form.cleaned_data)
        except (InvalidInput, Refusal) as error:
            put_on(form, error)
        else:
            messages.success(request, f"Proposed as {row.reference}. A reviewer of the department decides.")
            return redirect("reviews:template", row.reference)
    return render(request, "reviews/propose.html", {"form": form}, status=400 if form.errors else 200)


def _copied(who: Asking, reference: str) -> dict[str, Any]:
    if not reference:
        return {}
    row = template_of(who, reference)
    lines = [f"{one.name}: {one.sentence}" for one in row.told_blanks]
    return {"title": row.title, "text": row.text, "blanks": lines, "what_for": row.what_for}


@require_safe
def template(request: HttpRequest, reference: str) -> HttpResponse:
    """Words with blanks: as they read, what may stand in the blanks, who approved them; and what one may do."""
    who = asking(request)
    return render(request, "reviews/template.html", _page(who, template_of(who, reference)))


def _page(who: Asking, row: Template) -> dict[str, Any]:
    reviews = row.department_id in reach_of(who.person, who.at).reviews
    return {
        "template": row,
        "department": who.tree.name(row.department_id),
        "pieces": pieces_of_template(row),
        "decides": reviews and row.state == "proposed" and row.proposed_by_id != who.person.pk,
        "retires": reviews and row.state == "approved",
        "found": found_in(row, who.at),
        "entries": told_of(row),
    }


@require_http_methods(BOTH)
def approve(request: HttpRequest, reference: str) -> HttpResponse:
    """Approve exactly the words that were shown."""
    who = asking(request)
    row = _decided(who, reference)
    if request.method != "POST":
        return redirect("reviews:template", reference)
    services.approve_template(by=who.by, template=row, seen_hash=request.POST.get("seen_hash", ""))
    messages.success(request, f"{reference} is approved: from now on it can be used.")
    return redirect("reviews:template", reference)


@require_http_methods(BOTH)
def decline(request: HttpRequest, reference: str) -> HttpResponse:
    """Decline proposed words, with a reason."""
    lead = "Who proposed them reads why. Other words can be proposed."
    return _with_reason(request, reference, "Decline these words", lead, services.decline_template, "is declined")


@require_http_methods(BOTH)
def retire(request: HttpRequest, reference: str) -> HttpResponse:
    """Retire approved words, with a reason."""
    lead = "From now on nothing goes out under them. What went out stays as it was recorded."
    return _with_reason(request, reference, "Retire these words", lead, services.retire_template, "is retired")


def _decided(who: Asking, reference: str) -> Template:
    """A template on which one may decide; raises `Refusal` for who only sees it."""
    row = template_of(who, reference)
    if row.department_id not in reach_of(who.person, who.at).reviews:
        raise Refusal(
            "You do not decide on these words.",
            why="Who reviews posts for their department does.",
            clause="City procedure",
            remedy="Its page says what becomes of them.",
        )
    return row


def _with_reason(request: HttpRequest, reference: str, act: str, lead: str, verb: Any, done: str) -> HttpResponse:
    who = asking(request)
    row = _decided(who, reference)
    form = ReasonForm(request.POST if request.method == "POST" else None, button=act)
    if request.method == "POST" and form.is_valid():
        try:
            verb(by=who.by, template=row, reason=form.cleaned_data["reason"])
        except (InvalidInput, Refusal, Conflict) as error:
            put_on(form, error)
        else:
            messages.success(request, f"{reference} {done}.")
            return redirect("reviews:template", reference)
    context = {"template": row, "form": form, "act": act, "lead": lead}
    return render(request, "reviews/template_deed.html", context, status=400 if form.errors else 200)
