"""What the frame of every page needs: the City's name, navigation, unread notices, the demo banner."""

from __future__ import annotations

from datetime import datetime
from typing import Any

from django.http import HttpRequest
from django.utils.functional import SimpleLazyObject

from demo.permissions import is_shown_to
from directory.models import Employee
from foundation import clock, dated_settings
from foundation.audit.permissions import may_search
from notifications.reading import unread_count
from portal.navigation import navigation_for


def moment_of(request: HttpRequest) -> datetime:
    """The moment of which a page tells: one for the whole page, so that its parts agree and nothing is asked twice."""
    at: datetime | None = getattr(request, "portal_moment", None)
    if at is None:
        at = clock.now()
        request.portal_moment = at  # type: ignore[attr-defined]
    return at


def frame(request: HttpRequest) -> dict[str, Any]:
    """The context of `base.html`. Its queries run when a template asks, once for each page."""
    at = moment_of(request)
    context: dict[str, Any] = {
        "city": SimpleLazyObject(lambda: str(dated_settings.value("city.name", at))),
        "demo": SimpleLazyObject(lambda: is_shown_to(getattr(request, "user", None))),
        "request_id": getattr(request, "request_id", ""),
        "navigation": [],
        "unread_notices": 0,
        "may_open_trail": False,
    }
    person = getattr(request, "user", None)
    if isinstance(person, Employee):
        context["navigation"] = navigation_for(person, request.path, at)
        context["may_open_trail"] = SimpleLazyObject(lambda: may_search(person, at))
        context["unread_notices"] = SimpleLazyObject(lambda: unread_count(person))
    return context
