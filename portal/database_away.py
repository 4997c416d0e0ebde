"""When the database does not answer: a page that says so, with 503, instead of a failure without words."""

from __future__ import annotations

import sys
from http import HTTPStatus

import structlog
from django.db import InterfaceError, OperationalError
from django.http import HttpRequest, HttpResponse
from django.template.loader import render_to_string

from foundation.errors import PortalError
from portal.errors import API, FAILED, problem
from portal.plain_pages import plain_page

log = structlog.get_logger(__name__)

AWAY = PortalError(
    "The portal cannot reach its records just now.",
    why="Nothing was lost, and nothing of what you sent was half done.",
    remedy="Try again in a minute.",
)

_NOT_AWAY = ("no such table", "no such column", "has no column", "pattern too complex")
"""SQLite says these with the same error; they are mistakes of ours, not an absence of the database."""


def is_away(exception: BaseException | None) -> bool:
    """Whether an exception means that the database could not be reached or was too busy to answer."""
    if isinstance(exception, InterfaceError):
        return True
    return isinstance(exception, OperationalError) and not any(words in str(exception) for words in _NOT_AWAY)


def away_page(request: HttpRequest) -> HttpResponse:
    """The page itself: nothing was lost, try again."""
    if request.path.startswith(API):
        response = problem(AWAY, HTTPStatus.SERVICE_UNAVAILABLE, getattr(request, "request_id", ""))
        response["Retry-After"] = "60"
        return response
    response = plain_page(
        503,
        "The portal cannot reach its records just now",
        "Nothing was lost, and nothing of what you sent was half done. Please try again in a minute; "
        "if it stays so, tell an administrator the reference below.",
        getattr(request, "request_id", ""),
    )
    response["Retry-After"] = "60"
    return response


def server_error(request: HttpRequest) -> HttpResponse:
    """`handler500`: Django calls it while the exception is being handled, in views and in middleware alike."""
    exception = sys.exc_info()[1]
    if is_away(exception):
        log.error("database_away", error=str(exception))
        return away_page(request)
    # Not defaults.server_error: it renders without the reference that leads to the log.
    reference = getattr(request, "request_id", "")
    if request.path.startswith(API):
        return problem(FAILED, HTTPStatus.INTERNAL_SERVER_ERROR, reference)
    return HttpResponse(render_to_string("500.html", {"reference": reference}), status=500)
