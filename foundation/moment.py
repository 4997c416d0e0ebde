"""The moment of which a page tells: one for the whole page, so that its parts agree and nothing is asked twice."""

from __future__ import annotations

from datetime import datetime

from django.http import HttpRequest

from foundation import clock


def moment_of(request: HttpRequest) -> datetime:
    """The moment of a request: the first time that anybody asks. Services read the clock for themselves."""
    at: datetime | None = getattr(request, "portal_moment", None)
    if at is None:
        at = clock.now()
        request.portal_moment = at  # type: ignore[attr-defined]
    return at
