"""Pages about departments: everybody may see them."""

from __future__ import annotations

from typing import Any

from django.contrib import messages
from django.db.models import Count
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.views.decorators.http import require_http_methods, require_safe

from directory.forms import DepartmentForm, NewDepartmentForm
from directory.models import Assignment, Department, DepartmentProfile
from directory.permissions import is_administrator, refuse_but_administrators, signed_in, visible_people
from directory.reading import profiles_of
from directory.services import departments as service
from directory.tree import Tree
from foundation import clock
from foundation.actor import Actor
from foundation.audit.history import told_of
from foundation.errors import NotVisible


def _people_by_department(at: Any) -> dict[int, int]:
    rows = Assignment.objects.in_effect(at).order_by().values_list("department_id")
    return dict(rows.annotate(Count("pk")))


@require_safe
def departments(request: HttpRequest) -> HttpResponse:
    """The tree of departments, with how many people each has."""
    at = clock.now()
    people = _people_by_department(at)
    lines = [
        {"branch": branch, "people": people.get(branch.department_id, 0), "indent": "–" * branch.depth}
        for branch in Tree(at).walk()
    ]
    context = {"lines": lines, "may_change": is_administrator(signed_in(request), at), "total": sum(people.values())}
    return render(request, "directory/departments.html", context)


@require_safe
def department(request: HttpRequest, code: str) -> HttpResponse:
    """What a department is, where it stands, what it was."""
    at, viewer = clock.now(), signed_in(request)
    shown = _known(code)
    tree = Tree(at)
    people = _people_by_department(at)
    within = tree.with_divisions([shown.pk])
    context = {
        "shown": shown,
        "profile": tree.profiles.get(shown.pk),
        "above": [tree.profiles[pk] for pk in reversed(tree.ancestors(shown.pk))],
        "divisions": [tree.profiles[pk] for pk in tree.children(shown.pk)],
        "people": people.get(shown.pk, 0),
        "people_within": sum(people.get(pk, 0) for pk in within),
        "sees_people": visible_people(viewer, at).assigned_to(within, at).exclude(pk=viewer.pk).exists(),
        "profiles": profiles_of(shown),
        "entries": told_of(shown),
        "may_change": is_administrator(viewer, at),
    }
    return render(request, "directory/department.html", context)


@require_http_methods(["GET", "HEAD", "POST"])
def new_department(request: HttpRequest) -> HttpResponse:
    """Enter a department."""
    at = clock.now()
    refuse_but_administrators(signed_in(request), at)
    form = NewDepartmentForm(request.POST or None, tree=Tree(at))

    def create() -> None:
        service.create(
            by=Actor.of_request(request),
            code=form.cleaned_data["code"],
            website_hosts=form.cleaned_data["website_hosts"].split(),
            **form.profile(),
        )

    if form.is_valid() and form.attempt(create):
        messages.success(request, f"{form.cleaned_data['name']} is entered.")
        return redirect("directory:department", form.cleaned_data["code"])
    return _form_page(request, form, "Enter a department")


@require_http_methods(["GET", "HEAD", "POST"])
def change_department(request: HttpRequest, code: str) -> HttpResponse:
    """Change what a department is, from a day on."""
    at = clock.now()
    shown = _known(code)
    refuse_but_administrators(signed_in(request), at)
    # The mark is taken before what the form shows is read: a change between the two makes the form stale, not wrong.
    initial: dict[str, Any] = {"seen": service.mark_of_department(shown)}
    profile = DepartmentProfile.objects.of(shown, at)
    initial |= {"website_hosts": " ".join(shown.website_hosts)}
    if profile:
        initial |= {name: getattr(profile, name) for name in service.PROFILE_FIELDS}
        initial |= {name: initial[name].code if initial[name] else "" for name in ("parent", "speech_office")}
    form = DepartmentForm(request.POST or None, initial=initial, tree=Tree(at))

    def change() -> None:
        service.revise(
            shown,
            by=Actor.of_request(request),
            seen=form.cleaned_data["seen"],
            website_hosts=form.cleaned_data["website_hosts"].split(),
            **form.profile(),
        )

    if form.is_valid() and form.attempt(change):
        messages.success(request, f"Recorded for {form.cleaned_data['name']}.")
        return redirect("directory:department", shown.code)
    return _form_page(request, form, f"Change {profile.name if profile else shown.code}", shown)


def _known(code: str) -> Department:
    found = Department.objects.filter(code=code).first()
    if found is None:
        raise NotVisible("There is no such department.")
    return found


def _form_page(request: HttpRequest, form: DepartmentForm, title: str, shown: Department | None = None) -> HttpResponse:
    context = {"form": form, "title": title, "shown": shown}
    return render(request, "directory/department_form.html", context, status=400 if form.errors else 200)
