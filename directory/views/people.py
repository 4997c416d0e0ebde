"""Pages about people."""

from __future__ import annotations

from datetime import datetime

from django.contrib import messages
from django.core.paginator import Paginator
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from directory.filters import PeopleFilter
from directory.forms import RETURN, AssignmentForm, DatedForm, HireForm, IdentityForm, RoleForm, StatusForm
from directory.models import Assignment, Employee, Role, RoleHolding, Status
from directory.permissions import (
    holds_role,
    is_administrator,
    refuse_but_administrators,
    sees_everybody,
    signed_in,
    visible_people,
)
from directory.reading import life_of, lines_of
from directory.services import roles, roster
from directory.services.identity import mark_of_identity
from directory.services.sign_in_codes import may_issue_printed
from directory.services.timelines import mark_of_assignments
from directory.tree import Tree
from foundation import clock
from foundation.actor import Actor
from foundation.errors import InvalidInput, NotVisible

PER_PAGE = 50


@require_safe
def people(request: HttpRequest) -> HttpResponse:
    """Whom one may see: with filters and search, paged."""
    at, person = clock.now(), signed_in(request)
    tree = Tree(at)
    found = PeopleFilter(request.GET, visible_people(person, at).order_by("name", "pk"), at=at, tree=tree)
    filled = {name for name in found.filters if request.GET.get(name, "").strip()}
    page = Paginator(found.qs, PER_PAGE).get_page(request.GET.get("page"))
    context = {
        "filter": found,
        "page": page,
        "lines": lines_of(page.object_list, at, tree),
        "is_narrowed": bool(filled - {"sort"}),
        "sees_everybody": sees_everybody(person, at),
        "is_alone": not filled and [*page.object_list] == [person],
        "may_change": is_administrator(person, at),
    }
    return render(request, "directory/people.html", context)


@require_safe
def person(request: HttpRequest, number: str) -> HttpResponse:
    """Who somebody is, where, under whom, and how it came to that."""
    at, viewer = clock.now(), signed_in(request)
    shown = _visible(viewer, number, at)
    tree = Tree(at)
    (line,) = lines_of([shown], at, tree)
    context = {
        "shown": shown,
        "line": line,
        "roles": [holding.get_role_display() for holding in RoleHolding.objects.usable(at).filter(employee=shown)],
        "life": life_of(shown),
        "tree": tree,
        "may_change": is_administrator(viewer, at),
        "may_hand_over": bool(may_issue_printed(viewer, shown, at)),
        "is_me": viewer.pk == shown.pk,
        "opens_files": holds_role(viewer, Role.EMPLOYEE_RELATIONS, at),
    }
    return render(request, "directory/person.html", context)


@require_http_methods(["GET", "HEAD", "POST"])
def hire(request: HttpRequest) -> HttpResponse:
    """Enter somebody new, or somebody who comes back."""
    at = _administrators(request)
    form = HireForm(request.POST or None, tree=Tree(at))
    if form.is_valid() and form.attempt(lambda: roster.hire(by=Actor.of_request(request), **form.changes())):
        messages.success(request, f"{form.cleaned_data['name']} is entered.")
        return redirect("directory:person", form.cleaned_data["number"])
    return _form_page(request, form, "Enter a person")


@require_http_methods(["GET", "HEAD", "POST"])
def reassign(request: HttpRequest, number: str) -> HttpResponse:
    """Move somebody, or change title, standing or supervisor, from a day on."""
    shown, at = _for_administrators(request, number)
    # The mark is taken before what the form shows is read: a change between the two makes the form stale, not wrong.
    initial = {"seen": mark_of_assignments(shown)}
    present = Assignment.objects.in_effect(at).filter(employee=shown).select_related("department", "supervisor").first()
    if present:
        initial |= {
            "department": present.department.code,
            "title": present.title,
            "standing": present.standing,
            "supervisor": present.supervisor.number if present.supervisor else "",
        }
    form = AssignmentForm(request.POST or None, initial=initial, tree=Tree(at))
    if form.is_valid() and form.attempt(lambda: roster.reassign(shown, by=Actor.of_request(request), **form.changes())):
        return _done(request, shown)
    return _form_page(request, form, f"Change where {shown.name} works", shown)


@require_http_methods(["GET", "HEAD", "POST"])
def change_status(request: HttpRequest, number: str) -> HttpResponse:
    """Record leave, suspension, return or leaving."""
    shown, _ = _for_administrators(request, number)
    form = StatusForm(request.POST or None)
    if form.is_valid() and form.attempt(lambda: _record_status(shown, form, Actor.of_request(request))):
        return _done(request, shown)
    return _form_page(request, form, f"Leave, suspension or leaving of {shown.name}", shown)


def _record_status(shown: Employee, form: StatusForm, by: Actor) -> None:
    status, effective, until = (form.cleaned_data[name] for name in ("status", "effective", "until"))
    if status == RETURN:
        roster.return_from_leave(shown, by=by, effective=effective)
    elif status == Status.LEFT:
        roster.leave_the_city(shown, by=by, effective=until or effective)
    elif status == Status.SUSPENDED:
        roster.suspend(shown, by=by, effective=effective, until=until)
    else:
        roster.start_leave(shown, by=by, effective=effective, until=until)


@require_http_methods(["GET", "HEAD", "POST"])
def change_identity(request: HttpRequest, number: str) -> HttpResponse:
    """Correct name, e-mail, or whether somebody has a computer."""
    shown, _ = _for_administrators(request, number)
    names = ("name", "email", "works_without_computer")
    initial = {name: getattr(shown, name) for name in names} | {"seen": mark_of_identity(shown)}
    form = IdentityForm(request.POST or None, initial=initial)
    if form.is_valid() and form.attempt(
        lambda: roster.change_identity(shown, by=Actor.of_request(request), **form.cleaned_data)
    ):
        return _done(request, shown)
    return _form_page(request, form, f"Name and e-mail of {shown.name}", shown)


@require_http_methods(["GET", "HEAD", "POST"])
def give_role(request: HttpRequest, number: str) -> HttpResponse:
    """Give somebody a city-wide role."""
    shown, _ = _for_administrators(request, number)
    form = RoleForm(request.POST or None)
    if form.is_valid():
        roles.give_role(shown, form.cleaned_data["role"], by=Actor.of_request(request))
        return _done(request, shown)
    return _form_page(request, form, f"Give {shown.name} a role", shown)


@require_POST
def end_role(request: HttpRequest, number: str, role: str) -> HttpResponse:
    """Take a city-wide role from somebody."""
    shown, _ = _for_administrators(request, number)
    if role not in Role:
        raise NotVisible("There is no such role.")
    roles.end_role(shown, role, by=Actor.of_request(request))
    return _done(request, shown)


@require_POST
def undo(request: HttpRequest, number: str) -> HttpResponse:
    """Undo what was recorded about somebody at one moment, by a dated correction."""
    shown, _ = _for_administrators(request, number)
    try:
        moment = datetime.fromisoformat(request.POST.get("recorded_at", ""))
    except ValueError as error:
        raise InvalidInput("This form names no moment.", remedy="Open the person's page again.") from error
    roster.undo(shown, by=Actor.of_request(request), recorded_at=clock.as_instant(moment))
    return _done(request, shown)


def _visible(viewer: Employee, number: str, at: datetime) -> Employee:
    found = visible_people(viewer, at).filter(number=number).first()
    if found is None:
        raise NotVisible("There is no such person, or it is somebody whom you may not see.")
    return found


def _administrators(request: HttpRequest) -> datetime:
    at = clock.now()
    refuse_but_administrators(signed_in(request), at)
    return at


def _for_administrators(request: HttpRequest, number: str) -> tuple[Employee, datetime]:
    at, viewer = clock.now(), signed_in(request)
    shown = _visible(viewer, number, at)
    refuse_but_administrators(viewer, at)
    return shown, at


def _done(request: HttpRequest, shown: Employee) -> HttpResponse:
    messages.success(request, f"Recorded for {shown.name}.")
    return redirect("directory:person", shown.number)


def _form_page(request: HttpRequest, form: DatedForm, title: str, shown: Employee | None = None) -> HttpResponse:
    context = {"form": form, "title": title, "shown": shown}
    return render(request, "directory/person_form.html", context, status=400 if form.errors else 200)
