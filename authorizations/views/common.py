"""What the views of this app share."""

from __future__ import annotations

from typing import Any
from uuid import UUID

from django import forms
from django.core.files.uploadedfile import UploadedFile

from accounts.forms.fields import SCAN_LIMIT
from accounts.views.common import Asking, asking, posted
from authorizations.kinds import POWERS, Kind
from authorizations.permissions import reach_of
from directory.models import Department, Employee
from foundation.actor import Actor
from foundation.audit.services import Subject
from foundation.errors import InvalidInput, PortalError, Refusal
from foundation.files.services import store
from powers.basis import Basis
from powers.decisions import holders

__all__ = ["BOTH", "PAGE", "Asking", "asking", "grants", "keep_scan", "posted", "put_on", "who_may"]

BOTH = ["GET", "HEAD", "POST"]
PAGE = 50
_ASKED_AS = {"speaker": "voice", "starts": "since"}
"""How forms ask for what services name otherwise."""


def put_on(form: forms.Form, error: PortalError) -> None:
    """Show a service's sentence at the field it is about, or above the form."""
    named = error.field if isinstance(error, InvalidInput | Refusal) else ""
    if named == "speaker" and "voice" not in form.fields:
        named = "department"
    field = named if named in form.fields else _ASKED_AS.get(named)
    form.add_error(field if field in form.fields else None, str(error))


def keep_scan(by: Actor, upload: Any, label: str, reference: str = "") -> UUID:
    """Keep an uploaded scan, and return how it is called."""
    if not isinstance(upload, UploadedFile):
        raise InvalidInput("Choose the file of the scan.", field="scan")
    stored = store(
        by=by,
        name=upload.name or "scan",
        content=upload.chunks(),
        purpose="authorization_scan",
        subject=Subject(kind="authorizations.authorization", id=reference, label=label),
        limit=SCAN_LIMIT,
    )
    return stored.pk


def grants(person: Employee, kind: str, department_id: int, who: Asking) -> bool:
    """Whether somebody may grant a kind for a department."""
    return department_id in reach_of(person, who.at).get(kind, frozenset())


def who_may(kind: Kind, department: Department, who: Asking) -> tuple[Basis, list[str]]:
    """On which clause a kind rests, and who may grant it for a department: names with their capacities."""
    power = POWERS[kind]
    held = holders(power, department, who.at, who.at, who.picture)
    return who.picture.basis(power), [f"{one.instrument.holder.name} ({one.capacity})" for one in held]
