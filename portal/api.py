"""The API under `/api/v1/`: what the apps offer to programs, with one way to say what is wrong, and a true document.

Who may ask stands with each operation (`directory.api.MayAsk`). Every answer that is not the one asked for is a problem
document (RFC 9457): the handlers here, `portal.errors` for the rest.
"""

from __future__ import annotations

from collections.abc import Callable
from http import HTTPStatus
from typing import Any

from django.conf import settings
from django.contrib.auth.decorators import login_not_required
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import render
from django.urls import URLPattern
from django.utils.cache import get_conditional_response, patch_vary_headers, set_response_etag
from django.views.decorators.csrf import csrf_exempt
from django.views.decorators.http import require_safe
from ninja import NinjaAPI
from ninja.errors import HttpError, ValidationError

from accounts.api import router as accounts
from authorizations.api import router as authorizations
from directory.api import Caller
from foundation.errors import InvalidInput, NotVisible, PortalError
from portal import errors
from portal.api_document import completed
from portal.api_questions import Questions
from reports.api import router as reports

DESCRIPTION = """What the portal tells programs: whether a page is the City's, which official accounts are active, and
whether somebody may post something; and, to who is signed in, what reports answer.

Send a token as `Authorization: Bearer …`; an administrator makes one for each program. Where the City has opened its
register, the same questions are answered without a token, fewer in a minute."""


class PortalAPI(NinjaAPI):
    """Ninja's API with the answers that every operation shares written into its document."""

    def get_openapi_schema(self, **kwargs: Any) -> Any:
        """The document, with problems, conditions and tables."""
        return completed(super().get_openapi_schema(**kwargs))


api = PortalAPI(
    title="The portal's API",
    version="1",
    description=DESCRIPTION,
    docs_url=None,
    urls_namespace="api",
    openapi_url="/openapi.json",
    docs_decorator=require_safe,
    parser=Questions(),
)
api.add_router("", accounts)
api.add_router("", authorizations)
api.add_router("", reports)


@api.exception_handler(PortalError)
def _portal_error(request: HttpRequest, error: PortalError) -> HttpResponse:
    return errors.answer(request, error, error.status)


@api.exception_handler(NotVisible)
def _not_visible(request: HttpRequest, error: NotVisible) -> HttpResponse:
    return errors.not_found(request, error)


@api.exception_handler(Http404)
def _not_found(request: HttpRequest, error: Http404) -> HttpResponse:
    return errors.not_found(request, error)


@api.exception_handler(HttpError)
def _not_read(request: HttpRequest, error: HttpError) -> HttpResponse:
    """What the body of a question was refused for; anything else that has a status keeps it."""
    known = error.__cause__
    if isinstance(known, PortalError):
        return errors.answer(request, known, known.status)
    return errors.answer(request, InvalidInput(str(error)), HTTPStatus(error.status_code))


@api.exception_handler(ValidationError)
def _not_valid(request: HttpRequest, error: ValidationError) -> HttpResponse:
    """What was asked is not of the form that the document describes; each fault names its parameter."""
    faults = [f"{'.'.join(str(part) for part in fault['loc'][1:])}: {fault['msg']}" for fault in error.errors]
    invalid = InvalidInput(
        "The portal could not read this question.",
        why=f"{'; '.join(faults)}.",
        remedy="See the API's document for what each parameter may be.",
    )
    return errors.answer(request, invalid, HTTPStatus.BAD_REQUEST)


def _opened(view: Callable[..., HttpResponse]) -> Callable[..., HttpResponse]:
    """A view of the API as browsers, caches and programs may use it: no sign-in page, conditions, origins."""

    @login_not_required
    @csrf_exempt
    def answer(request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponse:
        if request.method == "OPTIONS" and _is_allowed_origin(request):
            return _with_origin(request, HttpResponse(status=HTTPStatus.NO_CONTENT))
        asked, request.method = request.method, "GET" if request.method == "HEAD" else request.method
        response = view(request, *args, **kwargs)
        request.method = asked  # by which the server leaves the body of a HEAD out
        if response.get("Allow") == "GET":
            response["Allow"] = "GET, HEAD"
        if request.method == "POST":
            response["Cache-Control"] = "private, no-store"
        elif response.status_code == HTTPStatus.OK:
            response = _conditional(request, response)
        return _with_origin(request, response)

    return answer


def _conditional(request: HttpRequest, response: HttpResponse) -> HttpResponse:
    """Let whoever has the answer already keep it; no cache hands one to somebody else without asking again."""
    caller = getattr(request, "auth", None)
    is_private = isinstance(caller, Caller) and caller.is_known
    response["Cache-Control"] = f"{'private' if is_private else 'public'}, no-cache"
    patch_vary_headers(response, ("Accept", "Authorization", "Cookie"))
    if not response.streaming:
        set_response_etag(response)
    return get_conditional_response(request, etag=response.get("ETag"), response=response) or response


def _is_allowed_origin(request: HttpRequest) -> bool:
    return request.headers.get("Origin", "") in settings.API_ALLOWED_ORIGINS


def _with_origin(request: HttpRequest, response: HttpResponse) -> HttpResponse:
    """Let pages of named origins read the answer with a token; cookies are never allowed with it."""
    if settings.API_ALLOWED_ORIGINS:
        patch_vary_headers(response, ("Origin",))
    if _is_allowed_origin(request):
        response["Access-Control-Allow-Origin"] = request.headers["Origin"]
        response["Access-Control-Allow-Methods"] = "GET, HEAD"
        response["Access-Control-Allow-Headers"] = "Authorization, If-None-Match"
        response["Access-Control-Expose-Headers"] = "ETag, Last-Modified, Link, Retry-After"
    return response


def routes() -> tuple[list[Any], str, str]:
    """The API's routes for `portal.urls`, each opened."""
    patterns, app_name, namespace = api.urls
    for pattern in patterns:
        if isinstance(pattern, URLPattern):
            pattern.callback = _opened(pattern.callback)
    return patterns, app_name, namespace


def _fields(operation: dict[str, Any], document: dict[str, Any]) -> list[dict[str, Any]]:
    """What stands in the body of a question, as the parameters of an address stand in the document."""
    if "requestBody" not in operation:
        return []
    name = operation["requestBody"]["content"]["application/json"]["schema"]["$ref"].rpartition("/")[2]
    schema = document["components"]["schemas"][name]
    needed = schema.get("required", [])
    return [{"name": name, "required": name in needed, **said} for name, said in schema["properties"].items()]


@login_not_required
@require_safe
def documentation(request: HttpRequest) -> HttpResponse:
    """The API's document as a page: what may be asked, what is answered, with examples."""
    document = api.get_openapi_schema()
    operations = [
        {"path": path, "method": method.upper(), "fields": _fields(operation, document), **operation}
        for path, methods in document["paths"].items()
        for method, operation in methods.items()
    ]
    context = {
        "document": document,
        "operations": operations,
        "scopes": settings.API_SCOPES,
        "client_rate": settings.API_CLIENT_RATE,
        "public_rate": settings.API_PUBLIC_RATE,
        "root": request.build_absolute_uri("/").rstrip("/"),
    }
    return render(request, "api/documentation.html", context)
