"""The kiosk: number and one-time code, the same text and statements as elsewhere, the receipt, and out again."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from functools import partial, wraps
from typing import Any

from django.contrib.auth.decorators import login_not_required
from django.db.models import Exists, OuterRef, QuerySet
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.views.decorators.debug import sensitive_post_parameters
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from acknowledgements import kiosk_session
from acknowledgements.audience import Place
from acknowledgements.forms import AcknowledgeForm
from acknowledgements.forms_kiosk import EnterForm
from acknowledgements.models import Campaign, Decline, Kiosk, KioskCode
from acknowledgements.services import acknowledge, kiosk_of, use_code
from acknowledgements.services.acknowledging import Signing, standing_receipt
from acknowledgements.services.kiosk_codes import who_is_out
from acknowledgements.views.acknowledging import asked_of, form_for, what_is_read
from acknowledgements.views.common import Asking, put_on
from acknowledgements.waiting import campaigns_waiting
from directory.sign_in.throttling import client_address
from foundation import clock, dated_settings
from foundation.actor import Actor
from foundation.errors import InvalidInput, NotVisible, PortalError

_SECONDS, _READING, _WARNING = "term.kiosk_seconds", "term.kiosk_reading_seconds", "term.kiosk_warning_seconds"
_SAID = {
    "done": "You are signed out. Nothing of you is left on this screen.",
    "time": "The kiosk signed out whoever was in, because nobody had touched it for a while. What was acknowledged "
    "before is kept. To go on you need a new code.",
    "nobody": "Nobody is in at this kiosk now. To go in, type your number and a code that was not used before.",
}
"""What the first page says of the stay before: to whoever stands there now."""


@dataclass(frozen=True)
class _In:
    """Who is in, at which kiosk, by which code."""

    who: Asking
    kiosk: Kiosk
    code: KioskCode


_Page = Callable[..., HttpResponse]


def _who_is_in(request: HttpRequest) -> _In | None:
    """Who is in, asked of the roster at each click; ends the stay of who may no longer be, with the reason."""
    stay, kiosk = kiosk_session.stay_of(request), kiosk_of(kiosk_session.secret_of(request))
    if stay is None:
        return None
    if kiosk is None or kiosk.pk != stay.kiosk_id:
        kiosk_session.end(request)
        return None
    code = KioskCode.objects.select_related("person", "issued_by").get(pk=stay.code_id)
    at = clock.now()
    out = who_is_out(code.person, at)
    if out is not None:
        kiosk_session.end(request)
        raise out
    by = Actor.of_person(code.person, address=client_address(request), request_id=getattr(request, "request_id", ""))
    return _In(Asking(by, code.person, at), kiosk, code)


def _of_the_kiosk(view: _Page, *, looking_is_a_touch: bool = True) -> _Page:
    """A page for who is in; everybody else goes to the first page. Opening it is a touch."""

    @login_not_required
    @wraps(view)
    def page(request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponse:
        inside = _who_is_in(request)
        if inside is None:
            return redirect(f"{reverse('kiosk:start')}?over=nobody")
        if looking_is_a_touch or request.method == "POST":
            kiosk_session.touch(request)
        return view(request, inside, *args, **kwargs)

    return page


def _show(
    request: HttpRequest, template: str, inside: _In, context: dict[str, Any], status: int = 200, reading: bool = False
) -> HttpResponse:
    """A page with the time that it may be left alone, which begins now."""
    terms = dated_settings.values((_SECONDS, _READING, _WARNING), inside.who.at)
    kiosk_session.show(request, terms[_READING if reading else _SECONDS], terms[_WARNING])
    return render(request, template, {"person": inside.who.person, **context}, status=status)


@login_not_required
@sensitive_post_parameters("code")
@require_http_methods(["GET", "HEAD", "POST"])
def start(request: HttpRequest) -> HttpResponse:
    """Employee number and one-time code; on a device that is no kiosk, what to do instead."""
    kiosk = kiosk_of(kiosk_session.secret_of(request))
    if kiosk is None:
        return render(request, "kiosk/no_kiosk.html", status=403)
    if request.method == "POST":
        return _enter(request, kiosk)
    if kiosk_session.stay_of(request) is not None:
        return redirect("kiosk:waiting")
    page = _start_page(request, EnterForm(), said=_SAID.get(request.GET.get("over", ""), ""))
    return kiosk_session.remember_device(page, kiosk_session.secret_of(request))


def _start_page(
    request: HttpRequest, form: EnterForm, *, said: str = "", error: PortalError | None = None, status: int = 200
) -> HttpResponse:
    seconds = dated_settings.value(_SECONDS, clock.now())
    context = {"form": form, "said": said, "error": error, "seconds": seconds}
    return render(request, "kiosk/start.html", context, status=status)


def _enter(request: HttpRequest, kiosk: Kiosk) -> HttpResponse:
    """Let somebody in. What was typed is never shown again: the next person would read it."""
    kiosk_session.end(request)
    form = EnterForm(request.POST)
    if not form.is_valid():
        return _start_page(request, EnterForm(), error=_INCOMPLETE, status=400)
    number, code = form.cleaned_data["number"], form.cleaned_data["code"]
    try:
        used = use_code(number=number, code=code, on=kiosk, address=client_address(request))
    except PortalError as error:
        page = _start_page(request, EnterForm(), error=error, status=error.status)
        for name, value in error.headers.items():
            page[name] = value
        return page
    kiosk_session.begin(request, used, dated_settings.value(_SECONDS, clock.now()))
    return redirect("kiosk:waiting")


_INCOMPLETE = InvalidInput(
    "Type your employee number and the code.",
    why="One of the two is missing, or is longer than any number or code.",
    remedy="The code stands on your slip: eight letters and digits.",
)


@require_safe
@_of_the_kiosk
def waiting(request: HttpRequest, inside: _In) -> HttpResponse:
    """What is asked of who is in; where it is one thing, that at once."""
    asked = campaigns_waiting(inside.who.person, inside.who.at)
    if len(asked) == 1:
        return redirect("kiosk:read", asked[0].campaign.pk)
    context: dict[str, Any] = {"asked": asked}
    if not asked:
        context |= {"done": _done(inside.who), "declined": list(_declined(inside.who))}
    return _show(request, "kiosk/waiting.html", inside, context)


def _declined(who: Asking) -> QuerySet[Any]:
    """Running campaigns whose version the person declined: nobody reminds them, and they may still acknowledge."""
    declines = Decline.objects.not_followed(who.at).filter(person=who.person, version_id=OuterRef("version_id"))
    return Campaign.objects.running(who.at).filter(Exists(declines)).select_related("version__regulation")[:5]


def _done(who: Asking) -> list[Any]:
    """Receipts of what running campaigns ask, so that who has nothing to do sees that it is done."""
    running = Campaign.objects.running(who.at).values_list("pk", flat=True)[:5]
    found = [standing_receipt(who.person, campaign) for campaign in running]
    return [receipt for receipt in found if receipt is not None]


@require_http_methods(["GET", "HEAD", "POST"])
@_of_the_kiosk
def read(request: HttpRequest, inside: _In, campaign_id: int) -> HttpResponse:
    """The regulation in large type, the statements, the name, one button: the same service as in the browser."""
    try:
        campaign, place = asked_of(inside.who, campaign_id)
    except NotVisible:
        return redirect("kiosk:waiting")
    if request.method == "POST":
        signing = Signing.of_form(request.POST, browser=request.META.get("HTTP_USER_AGENT", ""), code=inside.code)
        try:
            acknowledge(by=inside.who.by, campaign_id=campaign_id, signing=signing)
        except InvalidInput as error:
            form = form_for(campaign, place, request.POST)
            if form.is_valid():
                put_on(form, error)
            return _text(request, inside, campaign, place, form, status=400)
        return redirect("kiosk:receipt", campaign_id)
    if standing_receipt(inside.who.person, campaign_id) is not None:
        return redirect("kiosk:receipt", campaign_id)
    return _text(request, inside, campaign, place, form_for(campaign, place))


def _text(
    request: HttpRequest, inside: _In, campaign: Campaign, place: Place, form: AcknowledgeForm, status: int = 200
) -> HttpResponse:
    form.fields["typed_name"].widget.attrs.update(autocomplete="off", spellcheck="false")
    context = {**what_is_read(inside.who, campaign, place), "form": form}
    return _show(request, "kiosk/read.html", inside, context, status, reading=True)


@require_safe
@_of_the_kiosk
def receipt(request: HttpRequest, inside: _In, campaign_id: int) -> HttpResponse:
    """The receipt to write down or print: no file is left on the device."""
    kept = standing_receipt(inside.who.person, campaign_id)
    if kept is None:
        return redirect("kiosk:waiting")
    others = [one for one in campaigns_waiting(inside.who.person, inside.who.at) if one.campaign.pk != campaign_id]
    context = {"acknowledgement": kept, "version": kept.version, "others": others}
    return _show(request, "kiosk/receipt.html", inside, context)


@require_http_methods(["GET", "HEAD", "POST"])
@partial(_of_the_kiosk, looking_is_a_touch=False)
def still(request: HttpRequest, inside: _In) -> HttpResponse:
    """Where no script runs, the warning before the end: looking at it is no touch, its button is one."""
    if request.method == "POST":
        kiosk_session.touch(request)
        return redirect(kiosk_session.page_of(request))
    warning = dated_settings.value(_WARNING, inside.who.at)
    page = render(request, "kiosk/still.html", {"warning": warning})
    page["Refresh"] = f"{warning + 1}; url={reverse('kiosk:start')}?over=time"
    return page


@require_POST
@_of_the_kiosk
def touched(request: HttpRequest, inside: _In) -> HttpResponse:
    """The page's script says that the screen was touched."""
    kiosk_session.touch(request)
    return HttpResponse(status=204)


@login_not_required
@require_POST
def out(request: HttpRequest) -> HttpResponse:
    """Sign out: by the button, or by the page's script when the time is over."""
    kiosk_session.end(request)
    why = "time" if request.POST.get("why") == "time" else "done"
    return redirect(f"{reverse('kiosk:start')}?over={why}")
