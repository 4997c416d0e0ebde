"""What happens to an authorization: accepting, recording an acceptance, revoking, laying down."""

from __future__ import annotations

from django.contrib import messages
from django.db import transaction
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.views.decorators.http import require_http_methods, require_safe

from authorizations import acceptance_form as paper_form
from authorizations import services
from authorizations.forms.deeds import AcceptForm, PaperAcceptanceForm, ReasonForm
from authorizations.kinds import Kind
from authorizations.models import Authorization
from authorizations.permissions import authorization_in_sight
from authorizations.reading import for_lists
from authorizations.services.living import require_acceptable, require_acceptance_recorder, require_readable
from authorizations.sheets import Sheet, sheet_of
from authorizations.views.common import BOTH, Asking, asking, keep_scan, posted, put_on, who_may
from foundation.errors import InvalidInput, NotVisible


def _sheet(who: Asking, reference: str) -> Sheet:
    found = authorization_in_sight(who.person, reference, who.at)
    row = for_lists(Authorization.objects.filter(pk=found.pk)).select_related("text").get()
    return sheet_of(row, who.person, who.picture)


@require_http_methods(BOTH)
def accept(request: HttpRequest, reference: str) -> HttpResponse:
    """Read the letter and accept its conditions: the grantee's own act."""
    who = asking(request)
    sheet = _sheet(who, reference)
    if not sheet.is_mine:
        raise NotVisible("There is no such page.")
    form = AcceptForm(*posted(request)[:1], initial={"text_hash": sheet.row.text_hash})
    if request.method == "POST" and form.is_valid():
        services.accept(by=who.by, authorization=sheet.row, text_hash=form.cleaned_data["text_hash"])
        messages.success(request, f"You accepted {reference}. It is ready to be used.")
        return redirect("authorizations:authorization", reference)
    return render(
        request, "authorizations/accept.html", {"sheet": sheet, "form": form}, status=400 if form.errors else 200
    )


@require_safe
def acceptance_form(request: HttpRequest, reference: str) -> HttpResponse:
    """The form on which a grantee without a computer accepts: to print, sign and return (PDF)."""
    who = asking(request)
    row = _sheet(who, reference).row
    if row.grantee_id != who.person.pk:
        require_acceptance_recorder(who.by, row, who.at)
    require_acceptable(row, who.at)
    require_readable(row)
    names = who_may(Kind(row.kind), row.department, who)[1]
    response = HttpResponse(paper_form.render(row, to=names, at=who.at), content_type="application/pdf")
    response["Content-Disposition"] = f'attachment; filename="{reference}-acceptance.pdf"'
    response["X-Content-Type-Options"] = "nosniff"
    return response


@require_http_methods(BOTH)
def record_acceptance(request: HttpRequest, reference: str) -> HttpResponse:
    """Record an acceptance that was signed on paper, with its scan."""
    who = asking(request)
    sheet = _sheet(who, reference)
    form = PaperAcceptanceForm(*posted(request))
    if request.method == "POST" and form.is_valid():
        try:
            with transaction.atomic():
                scan = keep_scan(who.by, form.cleaned_data["scan"], f"Acceptance of {reference}", reference)
                services.record_acceptance(
                    by=who.by, authorization=sheet.row, signed_on=form.cleaned_data["signed_on"], scan=scan
                )
        except InvalidInput as error:
            put_on(form, error)
        else:
            messages.success(request, f"The acceptance of {reference} is recorded.")
            return redirect("authorizations:authorization", reference)
    context = {
        "sheet": sheet,
        "form": form,
        "title": "Record an acceptance signed on paper",
        "lead": f"{sheet.row.grantee_name} signed the acceptance form of {reference}. You record it with its scan.",
        "form_to_print": sheet.deeds.paper_form,
    }
    return render(request, "authorizations/deed.html", context, status=400 if form.errors else 200)


@require_http_methods(BOTH)
def revoke(request: HttpRequest, reference: str) -> HttpResponse:
    """Revoke an authorization at once, or lay down one's own; both with a reason."""
    who = asking(request)
    sheet = _sheet(who, reference)
    button = "Lay it down now" if sheet.is_mine else "Revoke it now"
    form = ReasonForm(*posted(request)[:1], button=button)
    if request.method == "POST" and form.is_valid():
        try:
            services.revoke(by=who.by, authorization=sheet.row, reason=form.cleaned_data["reason"])
        except InvalidInput as error:
            put_on(form, error)
        else:
            ended = "You laid down" if sheet.is_mine else "You revoked"
            messages.success(request, f"{ended} {reference}. It is not in force from this moment on.")
            return redirect("authorizations:authorization", reference)
    context = {
        "sheet": sheet,
        "form": form,
        "title": f"{'Lay down' if sheet.is_mine else 'Revoke'} {reference}",
        "lead": "It ends at this moment: whoever asks from now on is told that it is not in force. What was posted "
        "under it before stays valid. This cannot be undone; another authorization can be granted.",
        "is_grave": True,
    }
    return render(request, "authorizations/deed.html", context, status=400 if form.errors else 200)
