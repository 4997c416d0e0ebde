"""I decline: with a reason that Employee Relations alone reads; taken back, or followed by an acknowledgement."""

from __future__ import annotations

from django.contrib import messages
from django.core.paginator import Paginator
from django.db.models import OuterRef, Subquery
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from acknowledgements.forms_asking import WordsForm
from acknowledgements.models import Acknowledgement, Decline
from acknowledgements.permissions import runs_campaigns, visible_declines
from acknowledgements.services import decline, take_back_decline
from acknowledgements.services.acknowledging import standing_receipt
from acknowledgements.views.acknowledging import asked_of
from acknowledgements.views.common import asking, put_on
from foundation.errors import InvalidInput, NotVisible

PAGE = 50


@require_http_methods(["GET", "HEAD", "POST"])
def decline_campaign(request: HttpRequest, campaign_id: int) -> HttpResponse:
    """Decline to acknowledge the version that a campaign asks for; what follows from it stands above the button."""
    who = asking(request)
    campaign, _ = asked_of(who, campaign_id)
    form = WordsForm(
        request.POST if request.method == "POST" else None,
        label="Why do you decline?",
        help_text="Only Employee Relations reads it: neither your supervisor nor your appointing authority.",
        button="Decline to acknowledge",
        missing="Say why. Only Employee Relations reads it.",
    )
    if request.method == "POST" and form.is_valid():
        try:
            decline(by=who.by, version=campaign.version, reason=form.cleaned_data["text"])
        except InvalidInput as error:
            put_on(form, error)
        else:
            messages.success(request, "Recorded. Nobody reminds you any more; you can acknowledge at any time.")
            return redirect("acknowledgements:mine")
    context = {
        "campaign": campaign,
        "form": form,
        "receipt": standing_receipt(who.person, campaign.pk),
        "declined": Decline.objects.standing(who.at).filter(person=who.person, version=campaign.version).first(),
    }
    return render(request, "acknowledgements/decline.html", context, status=400 if form.errors else 200)


@require_safe
def declines(request: HttpRequest) -> HttpResponse:
    """Employee Relations: who declined which version, why, and what followed."""
    who = asking(request)
    if not runs_campaigns(who.person, who.at):
        raise NotVisible("There is no such page.")
    followed = Acknowledgement.objects.not_annulled().filter(
        person_id=OuterRef("person_id"), version_id=OuterRef("version_id")
    )
    rows = visible_declines(who.person, who.at).annotate(
        receipt=Subquery(followed.values("reference")[:1]), acknowledged_at=Subquery(followed.values("at")[:1])
    )
    page = Paginator(rows, PAGE).get_page(request.GET.get("page"))
    standing = Decline.objects.not_followed(who.at).count()
    return render(request, "acknowledgements/declines.html", {"page": page, "standing": standing, "me": who.person.pk})


@require_POST
def take_back(request: HttpRequest, decline_id: int) -> HttpResponse:
    """Take a decline back: one's own, or what Employee Relations entered in error."""
    who = asking(request)
    found: Decline | None = visible_declines(who.person, who.at).filter(pk=decline_id).first()
    if found is None:
        raise NotVisible("There is no such decline.")
    take_back_decline(by=who.by, decline=found, reason=request.POST.get("reason", ""))
    messages.success(request, "Taken back.")
    return redirect("acknowledgements:mine" if found.person_id == who.person.pk else "acknowledgements:declines")
