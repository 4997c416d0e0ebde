"""Looking: the register, officials' own pages, and one account."""

from __future__ import annotations

from datetime import datetime

import django_tables2 as tables
from django.db.models import Count
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.views.decorators.http import require_safe

from accounts.attention import needs_by_id
from accounts.checks import checks_of
from accounts.deeds import offered
from accounts.exports import buttons
from accounts.filters import CLOSED, narrowed
from accounts.keeping import confirmation_part, hand_overs_context, stewards_context
from accounts.models import IN_THE_REGISTER, AccountState, OfficialAccountQuerySet, State
from accounts.permissions import may_see_custody, visible_accounts
from accounts.reading import custody_of, departments_of, sheet_of
from accounts.standpoint import standpoint_of
from accounts.tables import RegisterTable
from accounts.views.common import Asking, asking
from foundation.audit.permissions import may_search

PAGE = 50
UNDECIDED = (State.REQUESTED, State.FOUND)
OPEN = tuple(state for state in State if state not in (*CLOSED, State.LISTED))
"""What the register lists unless a state is asked for."""


@require_safe
def register(request: HttpRequest) -> HttpResponse:
    """The register of official accounts: how many there are, and those that fit the filters."""
    who = asking(request)
    found = visible_accounts(who.person, who.at)
    counts = _counts(who.at)
    waiting = AccountState.objects.in_effect(who.at).filter(state=State.REQUESTED).values("account_id")
    in_all = sum(counts.get(state, 0) for state in OPEN) + found.filter(pk__in=waiting).count()
    context = _listed(request, who, found, in_all=in_all)
    context |= {
        "counts": counts,
        "may_ask": bool(who.reach.requested),
        "may_decide": bool(who.reach.governed),
    }
    return render(request, "accounts/register.html", context)


@require_safe
def own_pages(request: HttpRequest) -> HttpResponse:
    """Officials' own pages: known to the City, and not the City's."""
    who = asking(request)
    context = _listed(request, who, visible_accounts(who.person, who.at), own_pages=True)
    return render(request, "accounts/own_pages.html", context)


def _listed(
    request: HttpRequest,
    who: Asking,
    accounts: OfficialAccountQuerySet,
    *,
    own_pages: bool = False,
    in_all: int | None = None,
) -> dict[str, object]:
    """The table of what fits the filters; what its lines tell beside their facts is asked for one page of them.

    `in_all` is how many fit where no filter is set, if that is known.
    """
    fitting = narrowed(accounts, request.GET, who.at, who.tree, who.person, own_pages=own_pages)
    table = RegisterTable(fitting.qs, tree=who.tree, order_by="name")
    tables.RequestConfig(request, paginate=False).configure(table)
    shown = table.show_page(request.GET.get("page"), PAGE, who.at, number=None if fitting.form.changed_data else in_all)
    table.uses = departments_of(shown, who.at)
    table.needs = needs_by_id(shown, who.at, who.person)
    number = table.page.paginator.count
    export = buttons(request.GET, number, own_pages=own_pages)
    return {"filter": fitting, "table": table, "lines": table.lines(), "number": number, "export": export}


def _counts(at: datetime) -> dict[str, int]:
    """How many accounts of each of those states there are in which everybody sees an account."""
    rows = AccountState.objects.in_effect(at).filter(state__in=IN_THE_REGISTER).order_by().values_list("state")
    return dict(rows.annotate(Count("pk")))


@require_safe
def account(request: HttpRequest, reference: str) -> HttpResponse:
    """One account: how it stands, what needs attention, its facts, who decided, and what one may do."""
    who = asking(request)
    found = who.account(reference)
    standpoint = standpoint_of(who.person, found, who.at)
    sees_custody = may_see_custody(who.person, found, who.at)
    context = {
        "account": found,
        "sheet": sheet_of(found, who.at, who.tree),
        "deeds": offered(standpoint),
        "needs": needs_by_id([found.pk], who.at, who.person).get(found.pk, []),
        "may_change": standpoint.keeps and found.standing.state not in CLOSED,
        "sees_custody": sees_custody,
        "checks": checks_of(found, standpoint, who.at),
        "custody": custody_of(found, who.at) if sees_custody else None,
        "may_open_trail": may_search(who.person, who.at),
        "standpoint": standpoint,
        "basis": who.approval,
        "authorities": who.authorities(standpoint.departments) if found.standing.state in UNDECIDED else [],
        **stewards_context(who.person, found, who.at),
        **confirmation_part(who.person, found, who.at),
        **hand_overs_context(who.person, found, who.at),
    }
    return render(request, "accounts/account.html", context)
