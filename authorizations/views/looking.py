"""Looking: one authorization, who may post on an account, a department's people and what each may do."""

from __future__ import annotations

from collections import defaultdict
from dataclasses import dataclass
from datetime import timedelta

from django.core.paginator import Paginator
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.views.decorators.http import require_safe

from accounts.permissions import account_in_sight
from authorizations.models import Authorization, OfficeAct
from authorizations.permissions import (
    authorization_in_sight,
    departments_decided,
    reach_of,
    sees_every_authorization,
    visible_authorizations,
)
from authorizations.reading import Line, for_lists, lines_of
from authorizations.sheets import sheet_of
from authorizations.speaking import reaching
from authorizations.views.common import asking
from directory.models import Assignment, Department, Employee
from foundation.errors import NotVisible

PEOPLE = 30
ENDS_WITHIN = timedelta(days=45)
SHOWN = 10


@require_safe
def authorization(request: HttpRequest, reference: str) -> HttpResponse:
    """One authorization: how it stands, what one may do with it, its text, who did what."""
    who = asking(request)
    found = authorization_in_sight(who.person, reference, who.at)
    row = for_lists(Authorization.objects.filter(pk=found.pk)).select_related("text", "renews", "request").get()
    context = {"sheet": sheet_of(row, who.person, who.picture), "row": row, "renewals": row.renewals.all()}
    return render(request, "authorizations/authorization.html", context)


@require_safe
def on_account(request: HttpRequest, reference: str) -> HttpResponse:
    """Who may post on an account now: everybody signed in sees the names of those whose authorization is in effect."""
    who = asking(request)
    account = account_in_sight(who.person, reference, who.at)
    there = Authorization.objects.filter(pk__in=reaching(account, who.at))
    listed = list(for_lists(there).order_by("grantee_name", "pk"))
    seen = set(
        visible_authorizations(who.person, who.at)
        .filter(pk__in=[row.pk for row in listed])
        .values_list("pk", flat=True)
    )
    lines = [line for line in lines_of(listed, who.picture) if line.in_effect]
    context = {"account": account, "lines": lines, "seen": seen}
    return render(request, "authorizations/on_account.html", context)


@dataclass(frozen=True)
class PersonLine:
    """Somebody of a department, with what they hold."""

    person: Employee
    title: str
    lines: list[Line]


@require_safe
def my_department(request: HttpRequest) -> HttpResponse:
    """The departments for which one decides or nominates; the only one at once."""
    who = asking(request)
    reached = frozenset[int]().union(*reach_of(who.person, who.at).values())
    if not reached:
        raise NotVisible("There is no such page.")
    departments = sorted(Department.objects.filter(pk__in=reached), key=lambda one: who.tree.name(one.pk).casefold())
    named = [(one.code, who.tree.name(one.pk)) for one in departments]
    if len(departments) == 1:
        return department(request, departments[0].code)
    return render(request, "authorizations/departments.html", {"departments": named})


@require_safe
def department(request: HttpRequest, code: str) -> HttpResponse:
    """A department's people, what each holds, which ends come up, and what was done by office."""
    who = asking(request)
    shown = Department.objects.filter(code=code).first()
    reached = frozenset[int]().union(*reach_of(who.person, who.at).values())
    sees = sees_every_authorization(who.person, who.at)
    if shown is None or shown.pk not in who.tree or not (sees or shown.pk in reached):
        raise NotVisible("There is no such department.")
    only_holders = request.GET.get("show") != "everybody"
    current = visible_authorizations(who.person, who.at) & Authorization.objects.within_dates(who.at)
    there = Assignment.objects.in_effect(who.at).filter(department=shown).select_related("employee")
    if only_holders:
        there = there.filter(employee_id__in=current.values("grantee_id"))
    page = Paginator(there.order_by("employee__name", "employee__number"), PEOPLE).get_page(request.GET.get("page"))
    ids = [one.employee_id for one in page.object_list]
    held: dict[int, list[Line]] = defaultdict(list)
    for line in lines_of(for_lists(current.filter(grantee_id__in=ids)).order_by("kind", "pk"), who.picture):
        held[line.row.grantee_id].append(line)
    ending = current.filter(department=shown, effective_until__lte=who.at + ENDS_WITHIN).order_by("effective_until")
    context = {
        "profile": who.tree.profiles[shown.pk],
        "page": page,
        "people": [PersonLine(one.employee, one.title, held[one.employee_id]) for one in page.object_list],
        "only_holders": only_holders,
        "ending": lines_of(for_lists(ending)[:SHOWN], who.picture),
        "ending_number": ending.count(),
        "acts": OfficeAct.objects.filter(department=shown).select_related("person")[:SHOWN],
        "may_grant": shown.pk in departments_decided(who.person, who.at),
    }
    return render(request, "authorizations/department.html", context)
