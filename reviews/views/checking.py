"""The check itself: how good it is."""

from __future__ import annotations

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.views.decorators.http import require_safe

from reviews.checks.engine import VERSION
from reviews.checks.kept import FEW
from reviews.quality import disposed, measured, require_sight
from reviews.views.common import asking


@require_safe
def check(request: HttpRequest) -> HttpResponse:
    """What was measured, what the check cannot see, and what reviewers made of its findings."""
    who = asking(request)
    require_sight(who.person, who.at)
    unseen, own, rows = measured()
    context = {
        "unseen": unseen,
        "own": own,
        "rows": rows,
        "disposed": disposed(who.person, who.at),
        "version": VERSION,
        "few": FEW,
    }
    return render(request, "reviews/check.html", context)
