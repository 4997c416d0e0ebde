"""Errors as pages: what happened, that nothing was lost, what to do, and a reference that an administrator can find.

Services raise `foundation.errors.PortalError`; the middleware here answers with the page of its status, or, below
`/api/`, with a problem document (RFC 9457). Django's own errors come through `handler400` and its siblings.
"""

from __future__ import annotations

from collections.abc import Callable, Sequence
from http import HTTPStatus
from typing import Any
from urllib.parse import urlsplit

import structlog
from django.core.exceptions import RequestDataTooBig, TooManyFilesSent
from django.db import DataError
from django.http import HttpRequest, HttpResponse, HttpResponseNotAllowed, JsonResponse
from django.shortcuts import render
from django.utils.http import url_has_allowed_host_and_scheme

from foundation.errors import NotVisible, PortalError

log = structlog.get_logger(__name__)

API = "/api/"
KIOSK = "/kiosk/"
"""A shared device, whose pages lead nowhere else in the portal."""
NO_VALUE = DataError | OverflowError | UnicodeEncodeError
"""What database and driver raise for a value that no column can hold: NUL, half a character, a number beyond all."""
NEVER_SHOWN_AGAIN = ("password", "token", "code", "secret")
MARKS = ("seen", "seen-")
"""How the unseen fields begin by which a form says what it was opened on (`foundation.staleness`)."""

HASHES, TICKED = "_hash", "on"
"""What a form says of the text that it showed, and a ticked box: nobody wrote either."""

NOT_FOUND = PortalError(
    "There is nothing to see for you here.",
    why="The address may be mistyped or old, or it leads to something that is not open to you.",
    remedy="Check the address, look for it in the search, or go to the first page.",
)
NOT_ALLOWED = PortalError(
    "You may not open this.",
    why="It belongs to a role or a power that you do not hold.",
    remedy="Go back, or ask Employee Relations who may do it.",
)
NOT_UNDERSTOOD = PortalError(
    "The portal could not read what your browser sent.",
    remedy="Go back and try again. If it happens again, tell an administrator the reference below.",
)
TOO_LARGE = PortalError(
    "What you sent is too large.",
    remedy="Send fewer or smaller files, one after the other.",
)
FAILED = PortalError(
    "The portal could not answer this.",
    why="Something went wrong inside it, and nothing of what you sent was half done.",
    remedy="Try again. If it happens again, tell an administrator the reference.",
)
STALE_FORM = PortalError(
    "This form is too old, or it was not sent from the portal.",
    why="You may have signed in again in another tab since you opened it, or your browser kept back its cookie.",
    remedy="Go back, load the page again and send it once more: your browser usually still has what you wrote.",
)
WRONG_WAY = PortalError(
    "This address does not answer that kind of request.",
    remedy="Start from the page that has the button or the form.",
)


class PortalErrors:
    """Turns every `PortalError` into its answer, and an empty 405 into a page."""

    def __init__(self, get_response: Callable[[HttpRequest], HttpResponse]) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        """Answer a method that a view does not take with a page as well; the `Allow` header stays."""
        if "\0" in request.path_info:
            # No number, code or token holds one, and PostgreSQL would not even compare with it.
            return not_found(request)
        response = self.get_response(request)
        is_bare = isinstance(response, HttpResponseNotAllowed)
        if is_bare and (not response.content or request.path.startswith(API)):
            page = answer(request, WRONG_WAY, HTTPStatus.METHOD_NOT_ALLOWED)
            page["Allow"] = response["Allow"]
            return page
        return response

    def process_exception(self, request: HttpRequest, exception: Exception) -> HttpResponse | None:
        """The page of a `PortalError`; 400 for what no column can hold; everything else goes its way."""
        if isinstance(exception, NotVisible):
            return not_found(request, exception)
        if isinstance(exception, PortalError):
            return answer(request, exception, exception.status, kept=_what_was_sent(request))
        if isinstance(exception, NO_VALUE):
            log.warning("value_refused", path=request.path, error=type(exception).__name__)
            return answer(request, NOT_UNDERSTOOD, HTTPStatus.BAD_REQUEST)
        return None


def answer(
    request: HttpRequest, error: PortalError, status: HTTPStatus, *, kept: Sequence[tuple[str, str]] = ()
) -> HttpResponse:
    """The page of an error, or its problem document for the API; `kept` is what was written, to be copied from it."""
    reference = getattr(request, "request_id", "")
    if request.path.startswith(API):
        response: HttpResponse = problem(error, status, reference)
    else:
        context = {
            "error": error,
            "status": status,
            "reference": reference,
            "kept": kept,
            "back": _page_before(request),
        }
        page = "kiosk/error.html" if request.path.startswith(KIOSK) else "errors/error.html"
        response = render(request, page, context, status=status)
    for name, value in error.headers.items():
        response[name] = value
    return response


def problem(error: PortalError, status: HTTPStatus, reference: str) -> HttpResponse:
    """The problem document (RFC 9457) of an error."""
    document = {
        "type": "about:blank",
        "title": error.what,
        "status": int(status),
        "detail": " ".join(part for part in (error.why, error.remedy) if part),
        "clause": error.clause,
        "instance": reference,
    }
    return JsonResponse(document, status=status, content_type="application/problem+json")


def _page_before(request: HttpRequest) -> str:
    """The portal's page from which a form was sent, to open it again; nothing where the browser does not say."""
    came_from = request.headers.get("Referer", "")
    if request.method != "POST" or not url_has_allowed_host_and_scheme(came_from, {request.get_host()}):
        return ""
    return urlsplit(came_from)._replace(scheme="", netloc="", fragment="").geturl()


def _what_was_sent(request: HttpRequest) -> list[tuple[str, str]]:
    """Texts of a form that a service refused, to be copied from the page: nothing that was written is lost."""
    if request.method != "POST":
        return []
    return [
        (name.replace("_", " ").capitalize(), value.replace("\0", ""))
        for name, values in request.POST.lists()
        for value in values
        if value.strip() and value != TICKED and not value.isdigit() and not _is_unseen(name)
    ]


def _is_unseen(name: str) -> bool:
    return (
        name == MARKS[0]
        or name.startswith(MARKS[1])
        or name.endswith(HASHES)
        or any(word in name.lower() for word in NEVER_SHOWN_AGAIN)
    )


def bad_request(request: HttpRequest, exception: Any = None) -> HttpResponse:
    """`handler400`: something that no browser of ours sends, or too much of it."""
    if isinstance(exception, RequestDataTooBig | TooManyFilesSent):
        return answer(request, TOO_LARGE, HTTPStatus.REQUEST_ENTITY_TOO_LARGE)
    return answer(request, NOT_UNDERSTOOD, HTTPStatus.BAD_REQUEST)


def permission_denied(request: HttpRequest, exception: Any = None) -> HttpResponse:
    """`handler403`: refused by Django without a sentence of ours."""
    return answer(request, NOT_ALLOWED, HTTPStatus.FORBIDDEN)


def not_found(request: HttpRequest, exception: Any = None) -> HttpResponse:
    """`handler404`: the same words for what does not exist and for what one may not see."""
    return answer(request, NOT_FOUND, HTTPStatus.NOT_FOUND)


def stale_form(request: HttpRequest, reason: str = "") -> HttpResponse:
    """`CSRF_FAILURE_VIEW`: a forged or stale form; nothing was done with it."""
    return answer(request, STALE_FORM, HTTPStatus.FORBIDDEN)
