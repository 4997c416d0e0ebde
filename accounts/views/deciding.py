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
from directory.models import Department
from foundation.errors import NotVisible
from powers.catalogue import APPROVE_ACCOUNTS
from powers.decisions import Authority
from powers.explanation import Explanation, Step, explain
from powers.permissions import namings
from powers.services import require

MOST = 100
NAMED = 10
"""How many of the departments for which somebody is named, and holds nothing, are explained."""


@dataclass(frozen=True)
class Request:
    """A request as the list shows it."""

    account: OfficialAccount
    departments: str


@dataclass(frozen=True)
class Powerless:
    """A department for which an instrument names somebody who cannot decide now: why, and who can."""

    department: str
    why: Explanation
    authority: Authority

    @property
    def against(self) -> list[Step]:
        """What stands against it."""
        return [step for step in self.why.steps if step.met is False]


@require_safe
def requests(request: HttpRequest) -> HttpResponse:
    """Requests to decide: the oldest first."""
    who = asking(request)
    if not who.reach.governed:
        return without_power(request, who)
    context = {
        "requests": _requests(who),
        "changes": _changes(who),
        "found": OfficialAccount.objects.as_of(who.at).in_states("found").used_by(who.reach.governed, who.at).count(),
        "basis": who.approval,
    }
    return render(request, "accounts/requests.html", context)


def without_power(request: HttpRequest, who: Asking) -> HttpResponse:
    """Why somebody whom an instrument names for approving accounts (IV.A) cannot approve now; for others, no page."""
    named = namings(APPROVE_ACCOUNTS.code, who.at).filter(user=who.person).values("content_object_id")
    departments = list(Department.objects.filter(pk__in=named).order_by("code")[:NAMED])
    if not departments:
        raise NotVisible("There is no such page.")
    if request.method == "POST":
        require(who.by, APPROVE_ACCOUNTS, departments[0], who.at)
    lines = [
        Powerless(
            who.tree.name(department.pk),
            explain(who.person, APPROVE_ACCOUNTS, department, who.at, who.at, who.picture),
            authority,
        )
        for department, authority in zip(departments, who.authorities([one.pk for one in departments]), strict=True)
    ]
    return render(request, "accounts/without_power.html", {"lines": lines, "basis": who.approval})


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
