"""Names for questions."""

from __future__ import annotations

from urllib.parse import urlencode
from uuid import UUID

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.urls import reverse
from django.views.decorators.http import require_POST

from foundation.sending import once
from reports import services
from reports.permissions import saved_in_sight
from reports.views.common import asking, question_in


@require_POST
@once
def save(request: HttpRequest, code: str) -> HttpResponse:
    """Give the question that one looks at a name."""
    who = asking(request)
    question = question_in(request, code)
    saved = services.save_report(by=who.by, person=who.person, question=question, name=request.POST.get("name", ""))
    messages.success(request, f"Saved as “{saved.name}”. The page Reports lists it.")
    if request.POST.get("then") == "schedule":
        return redirect("reports:schedule", pk=saved.pk)
    return redirect(f"{reverse('reports:run', args=[code])}?{urlencode(saved.query)}")


@require_POST
def delete(request: HttpRequest, pk: UUID) -> HttpResponse:
    """Forget a name."""
    who = asking(request)
    saved = saved_in_sight(who.person, pk)
    services.delete_saved(by=who.by, saved=saved)
    messages.success(request, f"“{saved.name}” is not saved any more.")
    return redirect("reports:catalogue")
