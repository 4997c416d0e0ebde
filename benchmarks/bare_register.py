"""The bare limit beside the register: a plain Django page that lists the same fifty rows of the same tables.

Same sessions and middleware, the same columns out of the same joins, sorted by the same name and counted; no filter, no
rule about who sees what, nothing about what is missing. `/bare/register/` stands in an empty document, and
`/bare/framed/` in the frame that every page of the portal has.
"""

from __future__ import annotations

from functools import lru_cache
from typing import Any

from django.core.paginator import Paginator
from django.db.models import Prefetch
from django.http import HttpRequest, HttpResponse
from django.template import engines
from django.urls import include, path

from accounts.models import AccountDepartment, AccountFacts, AccountState

STATES = ["approved", "active", "suspended", "found"]
ROWS = """
<h1>Register</h1>
<p>{{ page.paginator.count }}</p>
<table class="usa-table"><thead><tr><th>Account<th>Platform<th>Department<th>State<th>Since</tr></thead><tbody>
{% for row in page %}<tr><td><a href="/accounts/{{ row.account.reference }}/">{{ row.name }}</a> {{ row.handle }}</td>
<td>{{ row.platform.name }}</td><td>{{ row.account.uses.0.department.code }}</td>
<td>{{ row.account.now.0.get_state_display }}</td><td>{{ row.account.now.0.effective_from|date }}</td></tr>
{% endfor %}</tbody></table>
"""


@lru_cache
def template(is_framed: bool) -> Any:
    """The page, made once in a process."""
    framed = f'{{% extends "base.html" %}}{{% block content %}}{ROWS}{{% endblock content %}}'
    return engines["django"].from_string(framed if is_framed else f"<!DOCTYPE html><title>Register</title>{ROWS}")


def register(request: HttpRequest, is_framed: bool = False) -> HttpResponse:
    """Fifty rows with what they show, and how many there are."""
    listed = AccountFacts.objects.filter(
        superseded_at=None, account__states__superseded_at=None, account__states__state__in=STATES
    )
    states = AccountState.objects.filter(superseded_at=None)
    uses = AccountDepartment.objects.filter(superseded_at=None).select_related("department")
    listed = listed.select_related("account", "platform").prefetch_related(
        Prefetch("account__states", queryset=states, to_attr="now"),
        Prefetch("account__departments", queryset=uses, to_attr="uses"),
    )
    page = Paginator(listed.order_by("name", "account_id"), 50).get_page(request.GET.get("page"))
    return HttpResponse(template(is_framed).render({"page": page}, request))


urlpatterns = [
    path("bare/register/", register),
    path("bare/framed/", register, {"is_framed": True}),
    path("", include("portal.urls")),
]
