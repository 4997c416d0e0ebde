"""What waits for an authority: requests and changes of the departments governed, each one click from its decision."""

from __future__ import annotations

from dataclasses import dataclass

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.views.decorators.http import require_safe

from accounts.models import OfficialAccount
from accounts.reading import Change, departments_of, lines_of_change
from accounts.views.common import Asking, asking
from accounts.waiting import proposals_for, requests_for
from foundation.errors import NotVisible

MOST = 100


@dataclass(frozen=True)
class Request:
    """A request as the list shows it."""

    account: OfficialAccount
    departments: str


@require_safe
def requests(request: HttpRequest) -> HttpResponse:
    """Requests to decide: the oldest first."""
    who = asking(request)
    if not who.reach.governed:
        raise NotVisible("There is no such page.")
    context = {
        "requests": _requests(who),
        "changes": _changes(who),
        "found": OfficialAccount.objects.as_of(who.at).in_states("found").used_by(who.reach.governed, who.at).count(),
        "basis": who.approval,
    }
    return render(request, "accounts/requests.html", context)


def _requests(who: Asking) -> list[Request]:
    rows = requests_for(who.reach.governed, who.at).values_list("account_id", flat=True)
    accounts = OfficialAccount.objects.as_of(who.at).filter(pk__in=rows).select_related("entered_by")
    found = list(accounts.order_by("entered_at", "pk")[:MOST])
    uses = departments_of([account.pk for account in found], who.at)
    return [
        Request(account, ", ".join(who.tree.name(row.department_id) for row in uses[account.pk])) for account in found
    ]


def _changes(who: Asking) -> list[tuple[OfficialAccount, Change]]:
    proposals = list(proposals_for(who.reach.governed).select_related("proposed_by")[:MOST])
    accounts = OfficialAccount.objects.as_of(who.at).filter(pk__in=[one.account_id for one in proposals])
    known = {account.pk: account for account in accounts}
    return [
        (known[one.account_id], Change(one, lines_of_change(one, who.tree)))
        for one in proposals
        if one.account_id in known
    ]
