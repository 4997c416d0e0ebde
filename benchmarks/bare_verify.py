"""The bare limit beside *Is this ours?*: a plain view that finds a row by its identity and says it in JSON."""

from __future__ import annotations

from django.contrib.auth.decorators import login_not_required
from django.http import HttpRequest, HttpResponse, JsonResponse
from django.urls import include, path

from accounts.models import AccountFacts


@login_not_required
def verify(request: HttpRequest) -> HttpResponse:
    """One indexed query; no rule, no state, no token, no count."""
    rows = AccountFacts.objects.filter(identity=request.GET["identity"]).select_related("platform")
    found = rows.first()
    return JsonResponse({"name": found.name, "platform": found.platform.name} if found else {})


urlpatterns = [path("bare/verify", verify), path("", include("portal.urls"))]
