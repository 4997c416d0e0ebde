"""The page of each act on an account: what it means, what follows, one button."""

from __future__ import annotations

from typing import Any
from uuid import UUID

from django.contrib import messages
from django.core.files.uploadedfile import UploadedFile
from django.db import transaction
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.views.decorators.http import require_http_methods

from accounts.basis import APPROVAL
from accounts.deeds import TABLE, Deed
from accounts.forms.deeds import DeedForm, EarlierFields
from accounts.forms.fields import SCAN_LIMIT
from accounts.models import OfficialAccount
from accounts.reading import sheet_of
from accounts.services import as_seen, mark_of_account
from accounts.services.writing import next_state, subject
from accounts.standpoint import Standpoint, standpoint_of
from accounts.views.common import Asking, asking, posted, put_on
from directory.models import Department
from foundation.actor import Actor
from foundation.citations import CITY_PROCEDURE
from foundation.errors import Conflict, InvalidInput, Refusal
from foundation.files.services import store
from powers.catalogue import APPROVE_ACCOUNTS
from powers.services import require

BOTH = ["GET", "HEAD", "POST"]


@require_http_methods(BOTH)
def deed(request: HttpRequest, reference: str, name: str) -> HttpResponse:
    """One act on one account."""
    who, asked = asking(request), TABLE[name]
    found = who.account(reference)
    standpoint = standpoint_of(who.person, found, who.at)
    require_deed(asked, standpoint, who)
    form = asked.form(
        *posted(request),
        standpoint=standpoint,
        tree=who.tree,
        departments=asked.departments(standpoint),
        button=asked.button,
        initial={"seen": mark_of_account(found, standpoint.departments)},
    )
    if request.method == "POST" and form.is_valid():
        try:
            _do(asked, found, form, who.by)
        except (InvalidInput, Refusal) as error:
            put_on(form, error)
        else:
            messages.success(request, asked.done)
            return redirect("accounts:account", reference)
    context = {
        "deed": asked,
        "form": form,
        "account": found,
        "sheet": sheet_of(found, who.at, who.tree),
        "basis": who.approval if asked.basis == APPROVAL else None,
    }
    return render(request, "accounts/deed.html", context, status=400 if form.errors else 200)


def require_deed(asked: Deed, standpoint: Standpoint, who: Asking) -> None:
    """Raise what the service would: a refusal that says who may, or a conflict that says how the account stands."""
    if not asked.may(standpoint):
        if asked.whose:
            raise Refusal(
                "You cannot do this.",
                why=asked.whose,
                clause=CITY_PROCEDURE,
                remedy="The account's page says who they are: ask one of them.",
            )
        require(who.by, APPROVE_ACCOUNTS, Department.objects.get(pk=standpoint.departments[0]), who.at)
    next_state(standpoint.account, asked.step)
    if not asked.may(standpoint):
        raise Conflict(
            f"{standpoint.account.now.name} is decided for your department already.",
            remedy="Open its page to see who else has to decide. Nothing was changed.",
        )


@transaction.atomic
def _do(asked: Deed, account: OfficialAccount, form: DeedForm, by: Actor) -> None:
    data: dict[str, Any] = dict(form.cleaned_data)
    with as_seen(account, data["seen"] if asked.holds_facts else None):
        if isinstance(form, EarlierFields):
            data["earlier"] = form.earlier(keep_scan(form, by, account))
        asked.do(by, account, data)


def keep_scan(form: EarlierFields, by: Actor, account: OfficialAccount) -> UUID | None:
    """Keep the scan that came with a form, if any, and return how it is called."""
    scan = form.cleaned_data.get("scan")
    if not isinstance(scan, UploadedFile):
        return None
    stored = store(
        by=by,
        name=scan.name or "scan",
        content=scan.chunks(),
        purpose="approval",
        subject=subject(account, account.now.name),
        limit=SCAN_LIMIT,
    )
    return stored.pk
