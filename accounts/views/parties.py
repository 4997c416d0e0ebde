"""The list of parties and candidates (IV.G): everybody reads it, because it binds; Employee Relations keeps it."""

from __future__ import annotations

from uuid import UUID

import django_filters
import django_tables2 as tables
from django import forms
from django.contrib import messages
from django.db.models import Q, QuerySet
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.views.decorators.http import require_http_methods, require_safe

from accounts import services
from accounts.checks import party_links_now, websites
from accounts.forms.parties import PartyChangeForm, PartyEndForm, PartyForm
from accounts.models import PartyAccount, PartyKind
from accounts.permissions import keeps_party_list
from accounts.platforms import address_book
from accounts.spellings import identities_of
from accounts.tables_of_parties import PartyTable
from accounts.views.common import Asking, asking, posted, put_on
from directory.models import Role
from directory.permissions import require_role
from foundation import clock
from foundation.errors import InvalidInput, NotVisible

BOTH = ["GET", "HEAD", "POST"]
PAGE = 50
NOW, ENDED, COMING = "now", "ended", "coming"


class PartyFilter(django_filters.FilterSet):  # type: ignore[misc]  # the library has no types
    """By words or address, kind, and whether the entry holds now."""

    q = django_filters.CharFilter(label="Name, election or address", method="by_words")
    kind = django_filters.ChoiceFilter(label="Whose", choices=PartyKind.choices, empty_label="Parties and candidates")
    state = django_filters.ChoiceFilter(
        label="When",
        method="by_state",
        choices=[(NOW, "Holds now"), (COMING, "Will hold"), (ENDED, "Has ended")],
        empty_label="Always",
    )

    class Meta:
        model = PartyAccount
        fields: tuple[str, ...] = ()

    def by_words(self, rows: QuerySet[PartyAccount], _name: str, words: str) -> QuerySet[PartyAccount]:
        """Part of a name, an election or an address, or any spelling of the address."""
        found = Q(name__icontains=words) | Q(election__icontains=words) | Q(url__icontains=words)
        found |= Q(identity__in=identities_of(address_book(), words))
        return rows.filter(found)

    def by_state(self, rows: QuerySet[PartyAccount], _name: str, state: str) -> QuerySet[PartyAccount]:
        """As its days stand at this moment."""
        at = clock.now()
        if state == COMING:
            return rows.filter(effective_from__gt=at)
        if state == ENDED:
            return rows.filter(effective_until__lte=at)
        return rows.filter(Q(effective_until__isnull=True) | Q(effective_until__gt=at), effective_from__lte=at)


@require_safe
def party_accounts(request: HttpRequest) -> HttpResponse:
    """The list."""
    who = asking(request)
    rows = PartyAccount.objects.not_superseded()
    narrowed = PartyFilter(request.GET, queryset=rows)
    keeps = keeps_party_list(who.person, who.at)
    table = PartyTable(narrowed.qs, keeps=keeps, at=who.at, order_by="name")
    tables.RequestConfig(request, paginate={"per_page": PAGE, "silent": True}).configure(table)
    context = {
        "filter": narrowed,
        "table": table,
        "number": table.page.paginator.count,
        "barred": PartyAccount.objects.barred(who.at).count(),
        "keeps": keeps,
    }
    return render(request, "accounts/party_accounts.html", context)


@require_safe
def party_links(request: HttpRequest) -> HttpResponse:
    """Where pages of the City link to a party or candidate, and how its websites were last read."""
    who = asking(request)
    found = list(party_links_now()[: PAGE * 4])
    return render(request, "accounts/party_links.html", {"links": found, "websites": websites(who.at)})


@require_http_methods(BOTH)
def add_party(request: HttpRequest) -> HttpResponse:
    """Add an entry."""
    who = _keeper(request)
    form = PartyForm(posted(request)[0], initial={"since": clock.city_date(who.at)})
    if request.method == "POST" and form.is_valid():
        try:
            row = services.list_party_account(by=who.by, entry=form.entry())
        except InvalidInput as error:
            put_on(form, error)
        else:
            messages.success(request, f"{row.name} is on the list.")
            return redirect("accounts:party_accounts")
    return _form(request, form, "Add an account of a party or candidate", "Add")


@require_http_methods(BOTH)
def change_party(request: HttpRequest, lineage: UUID) -> HttpResponse:
    """Correct an entry."""
    who = _keeper(request)
    row = _entry(lineage)
    form = PartyChangeForm(posted(request)[0], initial=PartyChangeForm.starting(row))
    if request.method == "POST" and form.is_valid():
        try:
            seen = form.cleaned_data["seen"]
            services.change_party_account(by=who.by, row=row, entry=form.entry(row), seen=seen)
        except InvalidInput as error:
            put_on(form, error)
        else:
            messages.success(request, "Saved. What the entry said before is kept.")
            return redirect("accounts:party_accounts")
    return _form(request, form, f"Correct the entry of {row.name}", "Correct", row)


@require_http_methods(BOTH)
def end_party(request: HttpRequest, lineage: UUID) -> HttpResponse:
    """End an entry."""
    who = _keeper(request)
    row = _entry(lineage)
    start = {"through": clock.city_date(who.at), "seen": services.mark_of_entry(row)}
    form = PartyEndForm(posted(request)[0], initial=start)
    if request.method == "POST" and form.is_valid():
        try:
            services.end_party_account(by=who.by, row=row, **form.cleaned_data)
        except InvalidInput as error:
            put_on(form, error)
        else:
            messages.success(request, f"The entry of {row.name} ends with that day.")
            return redirect("accounts:party_accounts")
    return _form(request, form, f"End the entry of {row.name}", "End", row)


def _form(
    request: HttpRequest, form: forms.Form, title: str, crumb: str, row: PartyAccount | None = None
) -> HttpResponse:
    status = 400 if form.errors else 200
    context = {"form": form, "title": title, "crumb": crumb, "row": row}
    return render(request, "accounts/party_form.html", context, status=status)


def _keeper(request: HttpRequest) -> Asking:
    who = asking(request)
    require_role(who.by, Role.EMPLOYEE_RELATIONS, who.at, "You cannot change this list.")
    return who


def _entry(lineage: UUID) -> PartyAccount:
    row: PartyAccount | None = PartyAccount.objects.not_superseded().filter(lineage=lineage).first()
    if row is None:
        raise NotVisible("There is no such entry.")
    return row
