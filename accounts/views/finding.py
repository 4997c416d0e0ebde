"""Accounts that were found, of the departments that somebody governs: many adopted in one decision."""

from __future__ import annotations

from contextlib import ExitStack
from dataclasses import dataclass

from django.contrib import messages
from django.core.paginator import Page, Paginator
from django.db import transaction
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.views.decorators.http import require_http_methods

from accounts import services
from accounts.forms.finding import AdoptManyForm
from accounts.models import AccountClass, OfficialAccount, State
from accounts.reading import approved_for, departments_of
from accounts.services import as_seen, mark_of_account
from accounts.views.acting import keep_scan
from accounts.views.common import Asking, asking, posted, put_on
from accounts.views.deciding import without_power
from directory.models import Department
from foundation.errors import InvalidInput, Refusal

PAGE = 100


@dataclass(frozen=True)
class Line:
    """One account for one department: what ticking it decides."""

    account: OfficialAccount
    department: Department
    name: str
    mark: str
    is_ticked: bool

    @property
    def value(self) -> str:
        """What the tick sends: which account, for which department, as it was seen."""
        return f"{self.account.reference}:{self.department.pk}:{self.mark}"


@require_http_methods(["GET", "HEAD", "POST"])
def found(request: HttpRequest) -> HttpResponse:
    """What was found and waits for this authority: tick, and adopt in one decision."""
    who = asking(request)
    if not who.reach.governed:
        return without_power(request, who)
    page = _page(request, who)
    lines = _lines(who, page, request.POST.getlist("chosen"))
    form = AdoptManyForm(*posted(request), pairs={line.value: (line.account, line.department) for line in lines})
    if request.method == "POST" and form.is_valid():
        try:
            number = _adopt(who, form)
        except (InvalidInput, Refusal) as error:
            put_on(form, error)
        else:
            messages.success(request, f"Adopted: {number}.")
            return redirect("accounts:found")
    context = {"form": form, "lines": lines, "page": page, "basis": who.approval}
    return render(request, "accounts/found.html", context, status=400 if form.errors else 200)


def _page(request: HttpRequest, who: Asking) -> Page[OfficialAccount]:
    waiting = OfficialAccount.objects.as_of(who.at).in_states(State.FOUND).used_by(who.reach.governed, who.at)
    return Paginator(waiting.select_related("entered_by").by_name(), PAGE).get_page(request.GET.get("page"))


def _lines(who: Asking, page: Page[OfficialAccount], ticked: list[str]) -> list[Line]:
    accounts = list(page.object_list)
    ids = [account.pk for account in accounts]
    uses, approved = departments_of(ids, who.at), approved_for(ids)
    lines = []
    for account in accounts:
        if account.now.account_class == AccountClass.OWN:
            continue
        mark = mark_of_account(account, [use.department_id for use in uses[account.pk]])
        for use in uses[account.pk]:
            if use.department_id in who.reach.governed and (account.pk, use.department_id) not in approved:
                value = f"{account.reference}:{use.department_id}:{mark}"
                name = who.tree.name(use.department_id)
                lines.append(Line(account, use.department, name, mark, value in ticked))
    return lines


@transaction.atomic
def _adopt(who: Asking, form: AdoptManyForm) -> int:
    chosen = form.chosen_pairs()
    marks = dict(value.rsplit(":", 2)[::2] for value in form.cleaned_data["chosen"])
    with ExitStack() as held:
        for account in sorted({account for account, _ in chosen}, key=lambda account: account.pk):
            held.enter_context(as_seen(account, marks[account.reference]))
        earlier = form.earlier(keep_scan(form, who.by, chosen[0][0]))
        return services.adopt_accounts(by=who.by, pairs=chosen, reason=form.cleaned_data["reason"], earlier=earlier)
