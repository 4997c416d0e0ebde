"""Read and acknowledge, and keep the receipt."""

from __future__ import annotations

from typing import Any

from django.contrib import messages
from django.core.paginator import Paginator
from django.db.models import Exists, OuterRef, Subquery
from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.shortcuts import redirect, render
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from acknowledgements.added import ToAdd, to_add
from acknowledgements.audience import Place, place_of
from acknowledgements.documents import proof_of, receipt_file
from acknowledgements.forms import AcknowledgeForm
from acknowledgements.models import Acknowledgement, Campaign, CampaignState, Decline, Exemption, ReadingPlace
from acknowledgements.permissions import runs_campaigns, visible_declines, visible_questions, visible_receipts
from acknowledgements.reach import AskedOf
from acknowledgements.services import acknowledge, forget_place, remember_place
from acknowledgements.services.acknowledging import Signing, standing_receipt
from acknowledgements.versions import followed_by
from acknowledgements.views.common import Asking, asking, paper_behind, put_on, refuse_long_key
from acknowledgements.waiting import campaigns_waiting
from acknowledgements.wording import shown_to
from foundation import clock
from foundation.errors import Conflict, InvalidInput, NotVisible, Refusal
from policy.models import Version
from policy.presenting import binding_of, passages, spoken
from policy.redline import Redline, compare

PAGE = 50


@require_http_methods(["GET", "HEAD", "POST"])
def read(request: HttpRequest, campaign_id: int) -> HttpResponse:
    """The regulation, the statements, the name, one button. Who has acknowledged goes to the receipt."""
    who = asking(request)
    refuse_long_key(campaign_id)
    if request.method == "POST":
        return _acknowledge(request, who, campaign_id)
    done = standing_receipt(who.person, campaign_id)
    if done is not None:
        return redirect("acknowledgements:receipt", done.reference)
    campaign, place = asked_of(who, campaign_id)
    return _page(request, who, campaign, place, form_for(campaign, place))


def asked_of(who: Asking, campaign_id: int) -> tuple[Campaign, Place]:
    """The campaign and where the person works; `NotVisible` for a campaign that does not ask this person."""
    refuse_long_key(campaign_id)
    campaign = Campaign.objects.select_related("version__regulation").filter(pk=campaign_id).first()
    place = place_of(who.person, who.at)
    if campaign is None or place is None or not place.is_bound or not _may_look(campaign, who):
        raise NotVisible("There is no such page.")
    if not AskedOf(who.person.pk, place.department_id, who.at).by(campaign):
        raise NotVisible("There is no such page.")
    return campaign, place


def _may_look(campaign: Campaign, who: Asking) -> bool:
    # A closed campaign still shows its text: whoever follows an old link is told, not lost.
    ended = campaign.state in (CampaignState.CLOSED, CampaignState.PAUSED)
    return campaign.is_running(who.at) or (ended and campaign.opened_at is not None)


def form_for(campaign: Campaign, place: Place, data: Any = None) -> AcknowledgeForm:
    """The form with the statements that are put to people of that department."""
    statements = shown_to(campaign.statements.all(), criminal_justice=place.has_criminal_justice_information)
    return AcknowledgeForm(data, statements=statements, text_hash=campaign.version.text_hash)


def _page(
    request: HttpRequest, who: Asking, campaign: Campaign, place: Place, form: AcknowledgeForm, status: int = 200
) -> HttpResponse:
    context = {**what_is_read(who, campaign, place), "form": form, "stopped_at": _stopped_at(who, campaign)}
    return render(request, "acknowledgements/read.html", context, status=status)


def what_is_read(who: Asking, campaign: Campaign, place: Place) -> dict[str, Any]:
    """What stands on the page on which somebody reads and acknowledges, but for the form."""
    due_day = clock.last_day(AskedOf(who.person.pk, place.department_id, who.at).due(campaign))
    binding = binding_of(who.person, campaign.version, who.at)
    return {
        "campaign": campaign,
        "version": campaign.version,
        "is_running": campaign.is_running(who.at),
        "followed_by": followed_by(campaign, who.at),
        "due_day": due_day,
        "days_left": (due_day - clock.city_date(who.at)).days,
        "binding": binding,
        "passages": passages(campaign.version, binding),
        "redline": _changes_since(who, campaign),
        "declined": Decline.objects.standing(who.at).filter(person=who.person, version=campaign.version_id).first(),
        "exempt": Exemption.objects.in_force(who.at).filter(person=who.person, version=campaign.version_id).first(),
        "definitions": campaign.version.definitions.select_related("clause"),
    }


def _changes_since(who: Asking, campaign: Campaign) -> Redline | None:
    """What changed since the version that the person acknowledged last, to be read before anything else."""
    earlier = (
        Acknowledgement.objects.not_annulled()
        .filter(person=who.person, version__regulation=campaign.version.regulation_id)
        .exclude(version=campaign.version_id)
        .select_related("version__regulation")
        .order_by("-at", "-pk")
        .first()
    )
    return compare(earlier.version, campaign.version) if earlier else None


def _stopped_at(who: Asking, campaign: Campaign) -> str:
    place = ReadingPlace.objects.filter(person=who.person, version=campaign.version_id)
    return place.values_list("clause__citation", flat=True).first() or ""


@require_POST
def stop(request: HttpRequest, campaign_id: int) -> HttpResponse:
    """Keep the place where somebody stops: sent by the page's script as one reads, or by a button without it."""
    who = asking(request)
    refuse_long_key(campaign_id)
    campaign, _ = asked_of(who, campaign_id)
    if standing_receipt(who.person, campaign_id) is None:
        clause = remember_place(who.person, campaign.version, request.POST.get("clause", ""))
        if "quietly" not in request.POST:
            messages.success(
                request, f"Your place is kept. Go on at {spoken(clause.citation)} next time, on any device."
            )
    return HttpResponse(status=204) if "quietly" in request.POST else redirect("home")


def _acknowledge(request: HttpRequest, who: Asking, campaign_id: int) -> HttpResponse:
    signing = Signing.of_form(request.POST, browser=request.META.get("HTTP_USER_AGENT", ""))
    try:
        receipt = acknowledge(by=who.by, campaign_id=campaign_id, signing=signing)
    except (Conflict, InvalidInput, Refusal) as error:
        # Who is not asked is told nothing but that there is no such page.
        campaign, place = asked_of(who, campaign_id)
        if not isinstance(error, InvalidInput):
            raise
        form = form_for(campaign, place, request.POST)
        if form.is_valid():
            put_on(form, error)
        return _page(request, who, campaign, place, form, status=400)
    forget_place(who.person, receipt.acknowledgement.version_id)
    _say(request, receipt.is_new)
    return HttpResponseRedirect(receipt_url(receipt.acknowledgement))


def _say(request: HttpRequest, is_new: bool) -> None:
    if is_new:
        messages.success(request, "Thank you. This is your receipt.")
    else:
        messages.info(request, "You had acknowledged this version already. This is the receipt of that.")


@require_safe
def receipt(request: HttpRequest, reference: str) -> HttpResponse:
    """What was acknowledged, by whom, when, and how that is proved."""
    who = asking(request)
    found = _found(who, reference)
    annulments = list(found.annulments.select_related("requested_by", "decided_by"))
    context = {
        **proof_of(found),
        **paper_behind(found, who),
        "to_add": _to_add(who, found),
        "is_own": found.person_id == who.person.pk,
        "carried_to": Version.objects.filter(counts__counted=found.version_id).select_related("regulation"),
        "disputes": visible_questions(who.person, who.at).filter(acknowledgement=found)[:1],
        "annulments": annulments,
        "undecided": next((one for one in annulments if one.decision is None), None),
        "may_annul": found.annulled_at is None
        and found.person_id != who.person.pk
        and runs_campaigns(who.person, who.at),
    }
    return render(request, "acknowledgements/receipt.html", context)


def _to_add(who: Asking, found: Acknowledgement) -> ToAdd | None:
    """The statement that is still asked of the person beside this receipt, if any."""
    if found.person_id != who.person.pk:
        return None
    asked = to_add(who.person, place_of(who.person, who.at), who.at)
    return next((one for one in asked if one.acknowledgement.pk == found.pk), None)


@require_safe
def receipt_pdf(request: HttpRequest, reference: str) -> HttpResponse:
    """The receipt as a tagged and signed PDF."""
    who = asking(request)
    found = _found(who, reference)
    response = HttpResponse(receipt_file(found, at=who.at), content_type="application/pdf")
    response["Content-Disposition"] = f'attachment; filename="{found.reference}.pdf"'
    response["X-Content-Type-Options"] = "nosniff"
    return response


def receipt_url(acknowledgement: Acknowledgement) -> str:
    """The address of a receipt's page."""
    return redirect("acknowledgements:receipt", acknowledgement.reference).url


def _found(who: Asking, reference: str) -> Acknowledgement:
    found: Acknowledgement | None = visible_receipts(who.person, who.at).filter(reference=reference).first()
    if found is None:
        raise NotVisible("There is no such receipt.")
    return found


@require_safe
def mine(request: HttpRequest) -> HttpResponse:
    """My acknowledgements: what I am asked for, and the receipts I have."""
    who = asking(request)
    own = Acknowledgement.objects.filter(person=who.person).select_related("version__regulation")
    declined = visible_declines(who.person, who.at).filter(person=who.person)
    done = Acknowledgement.objects.not_annulled().filter(person=who.person, version_id=OuterRef("version_id"))
    running = Campaign.objects.running(who.at).filter(version_id=OuterRef("version_id")).order_by("due_at")
    own = own.prefetch_related("version__counted_for__version")
    page = Paginator(own.defer("version__text", "version__front_matter"), PAGE).get_page(request.GET.get("page"))
    context = {
        "page": page,
        "waiting": campaigns_waiting(who.person, who.at),
        "to_add": to_add(who.person, place_of(who.person, who.at), who.at),
        "exempt": Exemption.objects.in_force(who.at).filter(person=who.person).select_related("version__regulation"),
        "questions": who.person.questions.select_related("acknowledgement").prefetch_related("answers")[:PAGE],
        "declines": declined.annotate(is_followed=Exists(done), asked_in=Subquery(running.values("pk")[:1])),
    }
    return render(request, "acknowledgements/mine.html", context)
