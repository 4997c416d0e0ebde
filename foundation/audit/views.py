"""The trail for auditors: searching it, and one entry with its proof."""

from __future__ import annotations

import django_tables2 as tables
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.views.decorators.http import require_safe

from foundation import clock
from foundation.audit.digests import FIELDS
from foundation.audit.filters import EntryFilter
from foundation.audit.models import Entry
from foundation.audit.permissions import may_search
from foundation.audit.proofs import kept_digests, proof_of
from foundation.audit.sealing import not_yet_sealed
from foundation.audit.tables import EntryTable
from foundation.errors import NotVisible

PAGE_SIZE = 50


@require_safe
def entries(request: HttpRequest) -> HttpResponse:
    """Search the trail."""
    _require(request)
    narrowed = EntryFilter(request.GET, queryset=Entry.objects.order_by("-id"))
    table = EntryTable(narrowed.qs)
    tables.RequestConfig(request, paginate={"per_page": PAGE_SIZE, "silent": True}).configure(table)
    waiting, since = not_yet_sealed()
    context = {"filter": narrowed, "table": table, "waiting": waiting, "since": since}
    return render(request, "audit/entries.html", context)


@require_safe
def entry(request: HttpRequest, pk: int) -> HttpResponse:
    """One entry: what it says, and what shows that it is the one that was sealed."""
    _require(request)
    found = Entry.objects.prefetch_related("destroyed_values").filter(pk=pk).first()
    if found is None:
        raise NotVisible("There is no such entry in the trail.")
    gone = kept_digests(found)
    facts = [(Entry._meta.get_field(name), getattr(found, name), gone.get(name)) for name in FIELDS[1]]
    context = {
        "entry": found,
        "facts": [(_label(field), value, digest.hex() if digest else "") for field, value, digest in facts],
        "proof": proof_of(found),
    }
    return render(request, "audit/entry.html", context)


def _label(field: object) -> str:
    name = str(getattr(field, "verbose_name", ""))
    return "Entry" if name == "ID" else name[:1].upper() + name[1:]


def _require(request: HttpRequest) -> None:
    if not may_search(request.user, clock.now()):
        raise NotVisible("There is no such page.")
