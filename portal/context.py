"""What the frame of every page needs: the City's name, navigation, unread notices, the demo banner."""

from __future__ import annotations

from typing import Any

from django.http import HttpRequest
from django.utils.functional import SimpleLazyObject

from demo.permissions import is_shown_to
from directory.models import Employee
from foundation import clock, dated_settings
from notifications.reading import unread_count
from portal.navigation import navigation_for


def frame(request: HttpRequest) -> dict[str, Any]:
    """The context of `base.html`. Its queries run when a template asks, once for each page."""
    at = clock.now()
    context: dict[str, Any] = {
        "city": SimpleLazyObject(lambda: str(dated_settings.value("city.name", at))),
        "demo": SimpleLazyObject(lambda: is_shown_to(getattr(request, "user", None))),
        "request_id": getattr(request, "request_id", ""),
        "navigation": [],
        "unread_notices": 0,
    }
    person = getattr(request, "user", None)
    if isinstance(person, Employee):
        context["navigation"] = navigation_for(person, request.path, at)
        context["unread_notices"] = SimpleLazyObject(lambda: unread_count(person))
    return context
