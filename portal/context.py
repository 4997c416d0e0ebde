"""What the frame of every page needs: the City's name, navigation, unread notices, the demo banner."""

from __future__ import annotations

from typing import Any

from django.http import HttpRequest
from django.utils.functional import SimpleLazyObject

from demo.permissions import is_shown_to
from directory.models import Employee
from directory.permissions import ask_roles
from foundation import dated_settings
from foundation.audit.permissions import may_search
from foundation.moment import moment_of
from foundation.together import Together
from notifications.reading import ask_unread
from portal.navigation import ask_named, navigation_for

__all__ = ["frame", "moment_of"]


def frame(request: HttpRequest) -> dict[str, Any]:
    """The context of `base.html`. What the page has not asked for itself is asked in one query."""
    at = moment_of(request)
    together = Together()
    city = dated_settings.ask_value("city.name", at, together)
    context: dict[str, Any] = {
        "city": SimpleLazyObject(lambda: str(city())),
        "demo": SimpleLazyObject(lambda: is_shown_to(getattr(request, "user", None))),
        "request_id": getattr(request, "request_id", ""),
        "navigation": [],
        "unread_notices": 0,
        "may_open_trail": False,
    }
    person = getattr(request, "user", None)
    if isinstance(person, Employee):
        ask_roles(person, at, together)
        ask_named(person, at, together)
        unread = ask_unread(person, together)
        context["navigation"] = navigation_for(person, request.path, at)
        context["may_open_trail"] = SimpleLazyObject(lambda: may_search(person, at))
        context["unread_notices"] = SimpleLazyObject(lambda: len(unread.rows))
    return context
