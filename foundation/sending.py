"""A form that is sent twice does its work once: a double click, the Back button, a resend after a lost answer.

The page carries a mark in `{% once %}`; the view is wrapped in `@once`. The mark is claimed in the transaction in which
the view does its work: of several sendings at the same time one works, and the others are led to where it led. What did
not lead on (a page with errors) claims nothing, and nothing that the view wrote on the way stays.
"""

from __future__ import annotations

from collections.abc import Callable
from datetime import datetime, timedelta
from functools import wraps
from http import HTTPStatus
from typing import Any
from uuid import UUID

from django.db import IntegrityError, transaction
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect

from foundation import clock
from foundation.errors import Conflict
from foundation.models import SentForm

FIELD = "once"
"""The name of the hidden field."""
KEPT = timedelta(days=30)
"""How long a mark is remembered: longer than a page stays open, or a browser restores it."""

View = Callable[..., HttpResponse]


class _Nothing(Exception):
    """The view did nothing: its page is shown, and what it wrote goes."""

    def __init__(self, response: HttpResponse) -> None:
        super().__init__()
        self.response = response


def once(view: View) -> View:
    """See the module. A form without a mark, or with one that is not a mark, is as many forms as it is sent times."""

    @wraps(view)
    def sent(request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponse:
        if request.method != "POST":
            return view(request, *args, **kwargs)
        mark = _mark_of(request)
        try:
            with transaction.atomic():
                if mark is not None and not _claimed(request, mark):
                    return _where_it_led(request, mark)
                response = view(request, *args, **kwargs)
                if response.status_code != HTTPStatus.FOUND:
                    raise _Nothing(response)
                if mark is not None:
                    SentForm.objects.filter(mark=mark).update(leads_to=response.headers["Location"][:500])
                return response
        except _Nothing as nothing:
            return nothing.response

    return sent


def forget_marks(at: datetime) -> None:
    """Let go the marks of forms that nobody sends again: those sent more than `KEPT` ago."""
    SentForm.objects.filter(sent_at__lt=at - KEPT).delete()


def _mark_of(request: HttpRequest) -> UUID | None:
    try:
        return UUID(request.POST.get(FIELD, ""))
    except ValueError:
        return None


def _claimed(request: HttpRequest, mark: UUID) -> bool:
    """Whether this sending is the first. Who comes while the first one works waits here for what becomes of it."""
    try:
        with transaction.atomic():
            SentForm.objects.create(mark=mark, sent_by=request.user.pk or 0, sent_at=clock.now())
    except IntegrityError:
        return False
    return True


def _where_it_led(request: HttpRequest, mark: UUID) -> HttpResponse:
    before = SentForm.objects.filter(mark=mark, sent_by=request.user.pk or 0).first()
    if before is None or not before.leads_to:
        raise Conflict(
            "This form was sent already.",
            why="It does its work once.",
            remedy="Open the page again and send it from there.",
        )
    return redirect(before.leads_to)
