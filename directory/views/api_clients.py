"""Pages of administrators about clients of the API: the list, a new one, its token once, revoking."""

from __future__ import annotations

from collections.abc import Callable

from allauth.account.decorators import reauthentication_required
from django.conf import settings
from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_http_methods, require_safe

from directory.forms import ApiClientForm, RevokeApiClientForm
from directory.models import ApiClient
from directory.permissions import refuse_but_administrators, signed_in
from directory.services.api_clients import make_api_client, revoke_api_client
from directory.tree import Tree
from foundation import clock
from foundation.actor import Actor

View = Callable[..., HttpResponse]
again: Callable[[View], View] = reauthentication_required(allow_get=True)
"""Who makes or revokes a token shows once more who they are: a session left open opens no door to programs."""


@require_safe
def api_clients(request: HttpRequest) -> HttpResponse:
    """Every client that ever had a token, the latest first."""
    at = clock.now()
    refuse_but_administrators(signed_in(request), at)
    tree = Tree(at)
    rows = ApiClient.objects.select_related("revocation__by", "use", "made_by")
    lines = [
        {
            "client": client,
            "department": tree.name(client.department_id) if client.department_id else "",
            "scopes": [settings.API_SCOPES.get(scope, scope) for scope in client.scopes],
            "revocation": getattr(client, "revocation", None),
            "use": getattr(client, "use", None),
            "last_day": clock.last_day(client.ends_at),
            "is_over": client.ends_at <= at,
        }
        for client in rows
    ]
    return render(request, "directory/api_clients.html", {"lines": lines})


@never_cache
@require_http_methods(["GET", "HEAD", "POST"])
def new_api_client(request: HttpRequest) -> HttpResponse:
    """Make a client; its token is shown in the answer itself, once."""
    refuse_but_administrators(signed_in(request), clock.now())
    return _make(request)


@again
def _make(request: HttpRequest) -> HttpResponse:
    form = ApiClientForm(request.POST or None, tree=Tree(clock.now()))
    if form.is_valid():
        made = form.made(lambda **asked: make_api_client(by=Actor.of_request(request), **asked))
        if made is not None:
            client, token = made
            return render(request, "directory/api_client_made.html", {"client": client, "token": token})
    context = {"form": form, "title": "A token for a program"}
    return render(request, "directory/api_client_form.html", context, status=400 if form.errors else 200)


@require_http_methods(["GET", "HEAD", "POST"])
def end_api_client(request: HttpRequest, pk: int) -> HttpResponse:
    """Revoke a client's token, with a reason."""
    refuse_but_administrators(signed_in(request), clock.now())
    return _revoke(request, get_object_or_404(ApiClient, pk=pk))


@again
def _revoke(request: HttpRequest, client: ApiClient) -> HttpResponse:
    form = RevokeApiClientForm(request.POST or None)
    if form.is_valid() and form.attempt(
        lambda: revoke_api_client(client, reason=form.cleaned_data["reason"], by=Actor.of_request(request))
    ):
        messages.success(request, f"The token of {client.name} opens nothing any more.")
        return redirect("directory:api_clients")
    context = {"form": form, "client": client, "title": f"Revoke the token of {client.name}"}
    return render(request, "directory/api_client_form.html", context, status=400 if form.errors else 200)
