"""What the views of this app share: who asks, as of when, and a service's sentence put on the form."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime
from typing import Any
from uuid import UUID

from django import forms
from django.core.files.uploadedfile import UploadedFile
from django.http import HttpRequest

from directory.models import Employee
from foundation import clock
from foundation.actor import Actor
from foundation.audit.services import Subject
from foundation.errors import InvalidInput, NotVisible, PortalError, Refusal
from foundation.files.services import store
from powers.forms import SCAN_LIMIT, AsOfForm
from powers.picture import Picture

PAGE = 50

_ASKED_AS = {"effective_from": "since", "effective_until": "through", "until": "through", "appointment_kind": "kind"}
"""How forms ask for what services name otherwise."""


@dataclass(frozen=True)
class Asking:
    """Who asks for a page, and when."""

    by: Actor
    person: Employee
    at: datetime


def asking(request: HttpRequest) -> Asking:
    """The signed-in person and the present moment."""
    by = Actor.of_request(request)
    if by.person is None:
        raise NotVisible("There is no such page.")
    return Asking(by, by.person, clock.now())


def as_of(request: HttpRequest, now: datetime) -> tuple[AsOfForm, Picture]:
    """The form of moments, and the picture of the moments asked."""
    form = AsOfForm(request.GET if "at" in request.GET or "known_at" in request.GET else None)
    at, known_at = form.moments(now) if form.is_bound else (now, now)
    return form, Picture(at, known_at)


def posted(request: HttpRequest) -> tuple[Any, Any]:
    """What was sent, and its files, for a form; nothing where the form is only looked at."""
    return (request.POST, request.FILES) if request.method == "POST" else (None, None)


def put_on(form: forms.Form, error: PortalError) -> None:
    """Show a service's sentence at the field it is about, or above the form."""
    named = error.field if isinstance(error, InvalidInput | Refusal) else ""
    field = named if named in form.fields else _ASKED_AS.get(named)
    form.add_error(field if field in form.fields else None, str(error))


def keep_scan(form: forms.Form, by: Actor) -> UUID | None:
    """Keep the scan that came with a form, if any, and return how it is called."""
    scan = form.cleaned_data.get("scan")
    if not isinstance(scan, UploadedFile):
        return None
    subject = Subject(kind="powers.instrument", id="", label=form.cleaned_data["instrument"])
    stored = store(
        by=by, name=scan.name or "scan", content=scan.chunks(), purpose="instrument", subject=subject, limit=SCAN_LIMIT
    )
    return stored.pk
