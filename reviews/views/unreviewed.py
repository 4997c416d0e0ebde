"""The report of what went out before a reviewer read it; and having one of them read after all."""

from __future__ import annotations

import io
from collections.abc import Sequence
from datetime import date, timedelta
from typing import Any

from django.contrib import messages
from django.core.paginator import Paginator
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.views.decorators.http import require_http_methods, require_safe

from accounts.forms.fields import DepartmentChoice, named
from accounts.models import OfficialAccount
from foundation import clock
from foundation.errors import Conflict, InvalidInput, NotVisible, Refusal
from foundation.tabular.writing import write_csv
from reviews import services
from reviews.forms.deeds import ReasonForm
from reviews.forms.unreviewed import UnreviewedForm
from reviews.models import Publication
from reviews.permissions import reach_of, sees_every_post
from reviews.quality import sees_the_check
from reviews.reading import names_of
from reviews.unreviewed import Asked, became, counts_of, decided_among, unreviewed
from reviews.views.common import BOTH, Asking, asking, post_of, put_on

PAGE = 50
_HEADER = ("Post", "Account", "Went out at", "Published by", "Department", "On what", "What became of it", "Address")


@require_safe
def report(request: HttpRequest) -> HttpResponse:
    """Counts, and the list behind them; for who oversees posts, of what they oversee."""
    who = asking(request)
    if not sees_every_post(who.person, who.at) and reach_of(who.person, who.at).nothing:
        raise NotVisible("There is no such page.")
    form = UnreviewedForm(request.GET or None)
    field = form.fields["department"]
    if isinstance(field, DepartmentChoice):
        field.offer(named([one.department_id for one in who.tree.walk()], who.tree), "All")
    asked = _asked(who, form)
    rows = unreviewed(who.person, asked, who.at)
    if request.GET.get("as") == "csv" and not form.errors:
        return _as_csv(who, rows)
    counts = counts_of(rows)
    page = Paginator(rows.select_related("post", "account"), PAGE).get_page(request.GET.get("page"))
    context = {
        "form": form,
        "asked": asked,
        "counts": counts,
        "number": sum(total for _how, _read, total in counts),
        "page": page,
        "lines": _lines(who, list(page.object_list)),
        "sees_the_check": sees_the_check(who.person, who.at),
    }
    return render(request, "reviews/unreviewed.html", context, status=400 if form.errors else 200)


def _asked(who: Asking, form: UnreviewedForm) -> Asked:
    """What is asked for; without a word of it, the last thirty days."""
    data = form.cleaned_data if form.is_bound and form.is_valid() else {}
    today = clock.city_date(who.at)
    through = data.get("through") or today
    since = data.get("since") or max(through - timedelta(days=30), date(clock.FIRST_YEAR, 1, 1))
    if since > through:
        form.add_error("since", "It begins after it ends.")
    department = data.get("department")
    return Asked(since, through, data.get("how", ""), data.get("read", ""), department.pk if department else None)


def _lines(who: Asking, rows: Sequence[Publication]) -> list[dict[str, Any]]:
    ids = {row.account_id for row in rows}
    called = names_of(OfficialAccount.objects.as_of(who.at).in_bulk(list(ids)).values())
    decided = decided_among([row.post for row in rows])
    return [
        {
            "row": row,
            "where": called.get(row.account.reference, row.account.reference),
            "became": became(row, decided),
            "department": who.tree.name(row.post.department_id),
        }
        for row in rows
    ]


def _as_csv(who: Asking, rows: Any) -> HttpResponse:
    """The whole report for a spreadsheet, formula-safe; words of posts are not in it."""
    stream = io.StringIO(newline="")
    found = list(rows.select_related("post", "account"))
    lines = (
        (
            one["row"].post.reference,
            one["where"],
            one["row"].published_at.astimezone(clock.city_zone()).isoformat(" ", "minutes"),
            one["row"].published_by_name,
            one["department"],
            one["row"].get_authority_display(),
            one["became"],
            "" if one["row"].post.is_closed else one["row"].permalink,
        )
        for one in _lines(who, found)
    )
    write_csv(stream, _HEADER, lines)
    response = HttpResponse(stream.getvalue().encode("utf-8-sig"), content_type="text/csv; charset=utf-8")
    response["Content-Disposition"] = 'attachment; filename="went-out-without-review.csv"'
    return response


@require_http_methods(BOTH)
def call_up(request: HttpRequest, reference: str) -> HttpResponse:
    """Have a post read that was recorded alone."""
    who = asking(request)
    row = post_of(who, reference)
    form = ReasonForm(request.POST if request.method == "POST" else None, button="Have it read")
    if request.method == "POST" and form.is_valid():
        try:
            services.call_up(by=who.by, post=row, reason=form.cleaned_data["reason"])
        except (InvalidInput, Refusal, Conflict) as error:
            put_on(form, error)
        else:
            messages.success(request, f"{reference} waits for a reviewer now.")
            return redirect("reviews:post", reference)
    lead = "It went out and was not drawn to be read. A reviewer then says whether it stands."
    context = {"post": row, "form": form, "act": "Have it read", "lead": lead}
    return render(request, "reviews/deed.html", context, status=400 if form.errors else 200)
