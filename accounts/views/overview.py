"""A department's accounts on one page: how many, what is missing, what waits."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

from django.core.paginator import Paginator
from django.db.models import Count, F, Q
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.views.decorators.http import require_safe

from accounts import keeping
from accounts.attention import Need, needing_attention, needs_by_id, pressing_first, with_confirmed
from accounts.models import AccountDepartment, OfficialAccount, OfficialAccountQuerySet, State, Stewardship
from accounts.permissions import sees_every_account, visible_accounts
from accounts.reading import tone_of, word_of
from accounts.views.common import Asking, asking
from directory.models import Department
from foundation.errors import NotVisible

PAGE = 50
SHOWN = 10
"""How many hand-overs, confirmations and requests the page lists; the others are counted."""
OVER = (State.RETIRED, State.DECLINED, State.WITHDRAWN, State.NOT_OURS)


@dataclass(frozen=True)
class Line:
    """An account with what is missing and who looks after it."""

    account: OfficialAccount
    needs: list[Need]
    stewards: list[str]
    word: str
    tone: str


@require_safe
def department(request: HttpRequest, code: str) -> HttpResponse:
    """The accounts that a department and its divisions use, what needs attention first."""
    who = asking(request)
    shown = Department.objects.filter(code=code).first()
    if shown is None or shown.pk not in who.tree:
        raise NotVisible("There is no such department.")
    within = who.tree.with_divisions([shown.pk])
    seen = visible_accounts(who.person, who.at).used_by(within, who.at)
    accounts = seen.not_in_states(*OVER, State.LISTED)
    page = Paginator(pressing_first(accounts, who.at, who.person), PAGE).get_page(request.GET.get("page"))
    context = {
        "profile": who.tree.profiles[shown.pk],
        "divisions": [who.tree.profiles[pk] for pk in who.tree.children(shown.pk)],
        "counts": _counts(seen, accounts, who),
        "page": page,
        "lines": _lines(list(page.object_list), who),
        "authority": who.authorities([shown.pk])[0],
        "at": who.at,
        **_waiting(who, within, accounts),
    }
    return render(request, "accounts/department.html", context)


def _counts(seen: OfficialAccountQuerySet, accounts: OfficialAccountQuerySet, who: Asking) -> dict[str, int]:
    """How many accounts there are of each state, and how many need attention; two queries."""
    states = {state.value: Count("pk", filter=Q(state=state)) for state in State}
    counts: dict[str, int] = seen.order_by().aggregate(**states)
    counts["pressing"] = needing_attention(accounts, who.at, viewer=who.person).count()
    return counts


def _lines(accounts: list[OfficialAccount], who: Asking) -> list[Line]:
    stewards: dict[int, list[str]] = {}
    rows = Stewardship.objects.standing(who.at).filter(account_id__in=[account.pk for account in accounts])
    for row in rows.select_related("person").order_by("-role"):
        stewards.setdefault(row.account_id, []).append(row.person.name)
    needs = needs_by_id([account.pk for account in accounts], who.at, who.person)
    return [
        Line(account, needs.get(account.pk, []), stewards.get(account.pk, []), word_of(account), tone_of(account))
        for account in accounts
    ]


def _waiting(who: Asking, within: frozenset[int], accounts: OfficialAccountQuerySet) -> dict[str, Any]:
    """Hand-overs, confirmations and requests; hand-overs for whom they concern."""
    requests = accounts.in_states(State.REQUESTED).order_by(F("standing__effective_from"), "pk")
    active = with_confirmed(accounts.in_states(State.ACTIVE), who.at)
    due = keeping.due(active, who.at).order_by("confirmed_at", "pk")
    found: dict[str, Any] = {
        "requests": list(requests[:SHOWN]),
        "due": keeping.with_due(due[:SHOWN], who.at),
        "hand_overs": [],
    }
    mine = within if sees_every_account(who.person, who.at) else within & who.reach.requested
    if mine:
        uses = AccountDepartment.objects.in_effect(who.at).filter(department_id__in=mine).values("account_id")
        hand_overs = keeping.with_steps(keeping.still_needed(who.at).filter(account_id__in=uses))
        found["hand_overs"] = keeping.with_accounts(hand_overs.order_by("opened_at", "pk")[:SHOWN], who.at)
    return found
