"""The redline of two versions, clause by clause: in the browser, and as a tagged PDF."""

from __future__ import annotations

from django.contrib.auth.decorators import login_required
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.views.decorators.http import require_GET

from foundation import clock, dated_settings, pdf
from foundation.errors import InvalidInput
from policy.forms import CompareForm
from policy.permissions import visible_version, visible_versions
from policy.redline import Redline, compare
from policy.views.reading import person_of


@require_GET
@login_required
def choose(request: HttpRequest) -> HttpResponse:
    """Choose two versions to compare."""
    versions = visible_versions(person_of(request), clock.now()).defer("text", "front_matter").order_by("-pk")
    first, second = ([*versions[:2], None, None])[:2]
    initial = {"new": first and first.pk, "old": second and second.pk}
    form = CompareForm(request.GET or None, versions=versions, initial=initial)
    if form.is_valid():
        return redirect("policy:redline", form.cleaned_data["old"].pk, form.cleaned_data["new"].pk)
    context = {"form": form, "has_two": second is not None}
    return render(request, "policy/compare.html", context, status=400 if form.errors else 200)


@require_GET
@login_required
def redline(request: HttpRequest, old_id: int, new_id: int) -> HttpResponse:
    """What was added, removed, moved and changed; what stayed is folded between."""
    return render(request, "policy/redline.html", {"redline": _redline(request, old_id, new_id)})


@require_GET
@login_required
def redline_pdf(request: HttpRequest, old_id: int, new_id: int) -> HttpResponse:
    """The same as a file: everything that changed, with the hashes of both texts."""
    found = _redline(request, old_id, new_id)
    at = clock.now()
    context = {
        "redline": found,
        "title": f"Redline of {found.new.regulation}",
        "city": dated_settings.value("city.name", at),
        "made_at": at,
    }
    response = HttpResponse(pdf.render("policy/redline_pdf.html", context), content_type="application/pdf")
    name = f"redline-{found.new.regulation.slug}-{found.old.pk}-{found.new.pk}.pdf"
    response["Content-Disposition"] = f'attachment; filename="{name}"'
    response["X-Content-Type-Options"] = "nosniff"
    return response


def _redline(request: HttpRequest, old_id: int, new_id: int) -> Redline:
    person, at = person_of(request), clock.now()
    old, new = visible_version(person, old_id, at), visible_version(person, new_id, at)
    if old.pk == new.pk:
        raise InvalidInput(
            "A version is compared with another one.",
            why="Both are the same.",
            remedy="Go back and choose two versions.",
        )
    if old.regulation_id != new.regulation_id:
        raise InvalidInput(
            "Two versions of one regulation are compared.",
            why=f"{old.regulation} and {new.regulation} are two regulations.",
            remedy="Go back and choose two versions of one.",
        )
    return compare(old, new)
