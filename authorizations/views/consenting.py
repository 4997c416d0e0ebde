"""Consent to the use of an account by another department (City procedure): what stands, giving it, ending it."""

from __future__ import annotations

from uuid import UUID

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.views.decorators.http import require_http_methods, require_safe

from accounts.models import OfficialAccount
from accounts.permissions import account_in_sight, department_ids
from accounts.permissions import reach_of as reach_over_accounts
from authorizations import services
from authorizations.forms.deeds import ConsentForm, NothingForm
from authorizations.models import Consent
from authorizations.permissions import reach_of, sees_every_authorization
from authorizations.views.common import BOTH, PAGE, Asking, asking, posted, put_on
from directory.models import Department
from foundation.errors import Conflict, InvalidInput, NotVisible, Refusal
from powers.catalogue import APPROVE_ACCOUNTS
from powers.services import require


@require_safe
def consents(request: HttpRequest) -> HttpResponse:
    """Consents that my departments gave or were given; every one for who sees the whole City."""
    who = asking(request)
    reached = frozenset[int]().union(*reach_of(who.person, who.at).values())
    reached |= reach_over_accounts(who.person, who.at).governed
    everywhere = sees_every_authorization(who.person, who.at)
    if not reached and not everywhere:
        raise NotVisible("There is no such page.")
    rows = Consent.objects.in_effect(who.at).select_related("given_by")
    if not everywhere:
        rows = rows.filter(department_id__in=reached) | rows.filter(for_department_id__in=reached)
    listed = list(rows.order_by("effective_from", "pk")[: 4 * PAGE])
    known = {
        one.pk: one for one in OfficialAccount.objects.as_of(who.at).filter(pk__in={row.account_id for row in listed})
    }
    governed = reach_over_accounts(who.person, who.at).governed
    lines = [
        {
            "row": row,
            "account": known.get(row.account_id),
            "gives": who.tree.name(row.department_id),
            "gets": who.tree.name(row.for_department_id),
            "may_end": row.department_id in governed,
        }
        for row in listed
    ]
    return render(request, "authorizations/consents.html", {"lines": lines, "governs": bool(governed)})


@require_http_methods(BOTH)
def give(request: HttpRequest, reference: str) -> HttpResponse:
    """Let people of another department use an account: the authority of a department that uses it."""
    who = asking(request)
    account = account_in_sight(who.person, reference, who.at)
    uses = department_ids(account, who.at)
    department = _deciding(who, uses)
    others = [(one, who.tree.name(one)) for one in who.tree.profiles if one not in uses]
    form = ConsentForm(
        *posted(request)[:1],
        departments=sorted(others, key=lambda pair: pair[1].casefold()),
        initial={"for_department": request.GET.get("department", "")},
    )
    if request.method == "POST" and form.is_valid():
        data = form.cleaned_data
        try:
            services.consent(
                by=who.by,
                account=account,
                department=department,
                for_department=data["for_department"],
                reason=data["reason"],
                until=data["until"],
            )
        except (InvalidInput, Refusal, Conflict) as error:
            put_on(form, error)
        else:
            messages.success(request, f"{who.tree.name(data['for_department'].pk)} may use {account.now.name} now.")
            return redirect("authorizations:consents")
    context = {"account": account, "form": form, "department": who.tree.name(department.pk)}
    return render(request, "authorizations/consent.html", context, status=400 if form.errors else 200)


def _deciding(who: Asking, uses: list[int]) -> Department:
    governed = reach_over_accounts(who.person, who.at).governed
    mine = [one for one in uses if one in governed]
    if not uses:
        raise NotVisible("There is no such page.")
    department: Department = Department.objects.get(pk=(mine or uses)[0])
    require(who.by, APPROVE_ACCOUNTS, department, who.at)
    return department


@require_http_methods(BOTH)
def end(request: HttpRequest, lineage: UUID) -> HttpResponse:
    """End a consent at once."""
    who = asking(request)
    row = (
        Consent.objects.in_effect(who.at).filter(lineage=lineage).select_related("department", "for_department").first()
    )
    if row is None:
        raise NotVisible("There is no such consent.")
    account = account_in_sight(who.person, row.account.reference, who.at)
    require(who.by, APPROVE_ACCOUNTS, row.department, who.at)
    form = NothingForm(*posted(request)[:1], button="End this consent now")
    if request.method == "POST" and form.is_valid():
        services.end_consent(by=who.by, consent=row)
        messages.success(request, f"{who.tree.name(row.for_department_id)} may use {account.now.name} no longer.")
        return redirect("authorizations:consents")
    context = {"account": account, "form": form, "row": row, "gets": who.tree.name(row.for_department_id)}
    return render(request, "authorizations/end_consent.html", context)
