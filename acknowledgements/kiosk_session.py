"""A stay at a kiosk: who is in, since which touch, and for how long it lasts without another one.

Kept in the browser's session in place of a sign-in: the person is signed in to nothing, and no page but the kiosk's
knows them. The limits hold on the server; the page's script only warns, and signs out sooner than they do.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Any

from django.conf import settings
from django.http import HttpRequest, HttpResponse
from django.middleware.csrf import rotate_token
from django.shortcuts import redirect

from acknowledgements.models import KioskCode
from foundation import clock

UNDER = "/kiosk/"
_KEY = "kiosk"
_COOKIE = "portal_kiosk"
_COOKIE_AGE = 400 * 24 * 3600
"""The longest that browsers keep a cookie; each day in use begins it anew."""


@dataclass(frozen=True)
class Stay:
    """Who is in at a kiosk, by the code that let them in."""

    code_id: int
    kiosk_id: int


def begin(request: HttpRequest, code: KioskCode, seconds: int) -> None:
    """Let a person in: whatever the session held before, also a sign-in, is over."""
    request.session.flush()
    request.session[_KEY] = {"code": code.pk, "kiosk": code.used_on_id, "page": UNDER, "seconds": seconds}
    touch(request)
    rotate_token(request)


def stay_of(request: HttpRequest) -> Stay | None:
    """The stay that still lasts; one whose time is over is ended here, and leaves nothing."""
    held: dict[str, Any] | None = request.session.get(_KEY)
    if held is None:
        return None
    if clock.now() >= datetime.fromisoformat(held["touched"]) + timedelta(seconds=held["seconds"]):
        end(request)
        return None
    return Stay(code_id=held["code"], kiosk_id=held["kiosk"])


def touch(request: HttpRequest) -> None:
    """Begin the time anew."""
    _keep(request, touched=clock.now().isoformat())


def show(request: HttpRequest, seconds: int, warning: int) -> None:
    """Keep of the page that is shown now how long it may be left alone, and how long before the end it warns.

    The frame of the page reads both from the session (`templates/kiosk/base.html`), also on an error page.
    """
    _keep(request, page=request.path, seconds=seconds, warning=warning, warn_after=max(seconds - warning, 1))


def page_of(request: HttpRequest) -> str:
    """The address of the page that was shown last: the way back after the warning."""
    return str(request.session[_KEY]["page"])


def _keep(request: HttpRequest, **changes: Any) -> None:
    request.session[_KEY] = {**request.session[_KEY], **changes}


def end(request: HttpRequest) -> None:
    """Sign the person out: nothing of the session is left, and forms of its pages are refused."""
    request.session.flush()
    rotate_token(request)


def secret_of(request: HttpRequest) -> str:
    """What the device's cookie holds; empty where it is no kiosk."""
    return request.COOKIES.get(_COOKIE, "")


def remember_device(response: HttpResponse, secret: str) -> HttpResponse:
    """Make the browser that gets this answer the kiosk's."""
    response.set_cookie(
        _COOKIE,
        secret,
        max_age=_COOKIE_AGE,
        secure=settings.SESSION_COOKIE_SECURE,
        httponly=True,
        samesite="Lax",
    )
    return response


class KioskAlone:
    """Keeps who is in at a kiosk on its pages, and every page of the kiosk out of caches and histories."""

    def __init__(self, get_response: Callable[[HttpRequest], HttpResponse]) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        """Lead back to the kiosk from every other page, while a stay lasts."""
        is_kiosk = request.path.startswith(UNDER)
        if not is_kiosk and settings.SESSION_COOKIE_NAME in request.COOKIES and stay_of(request) is not None:
            return redirect("kiosk:waiting")
        response = self.get_response(request)
        if is_kiosk:
            response["Cache-Control"] = "no-store, no-cache, must-revalidate, private, max-age=0"
        return response
