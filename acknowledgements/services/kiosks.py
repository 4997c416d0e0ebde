"""Making a shared device a kiosk, and withdrawing it: Employee Relations alone (City procedure)."""

from __future__ import annotations

import secrets

from django.db import transaction
from django.utils.crypto import salted_hmac

from acknowledgements.models import Kiosk
from acknowledgements.permissions import require_running_campaigns
from foundation import clock
from foundation.actor import Actor
from foundation.audit.services import record
from foundation.citations import CITY_PROCEDURE
from foundation.errors import Conflict, InvalidInput, Refusal
from foundation.plain_text import require_plain

_LONGEST = 120


@transaction.atomic
def admit_kiosk(*, by: Actor, name: str) -> tuple[Kiosk, str]:
    """Make the device in whose browser one is a kiosk; returns it with the secret for its cookie, given out once."""
    at = clock.now()
    require_running_campaigns(by, at, "You cannot make this device a kiosk.")
    if by.person is None:
        raise Refusal("A person must make a device a kiosk.", clause=CITY_PROCEDURE)
    name = " ".join(name.split())
    require_plain(name, "name")
    if not name or len(name) > _LONGEST:
        raise InvalidInput(
            "Say where the kiosk stands.", why=f"In 1 to {_LONGEST} characters: it stands in lists.", field="name"
        )
    secret = secrets.token_urlsafe(32)
    kiosk = Kiosk.objects.create(name=name, digest=_digest(secret), admitted_by=by.person, admitted_at=at)
    record(by=by, act="acknowledgements.kiosk_admitted", on=kiosk, at=at, clause=CITY_PROCEDURE)
    return kiosk, secret


@transaction.atomic
def withdraw_kiosk(*, by: Actor, kiosk: Kiosk) -> Kiosk:
    """End a kiosk: from this moment on nobody is let in there, and who is in is out with the next touch."""
    kiosk = Kiosk.objects.select_for_update(of=("self",)).get(pk=kiosk.pk)
    at = clock.now()
    require_running_campaigns(by, at, "You cannot withdraw this kiosk.")
    if by.person is None:
        raise Refusal("A person must withdraw a kiosk.", clause=CITY_PROCEDURE)
    if kiosk.withdrawn_at is not None:
        raise Conflict("It was withdrawn already.", remedy="Nothing was changed.")
    kiosk.withdrawn_at, kiosk.withdrawn_by = at, by.person
    kiosk.save(update_fields=["withdrawn_at", "withdrawn_by"])
    record(by=by, act="acknowledgements.kiosk_withdrawn", on=kiosk, at=at, clause=CITY_PROCEDURE)
    return kiosk


def kiosk_of(secret: str) -> Kiosk | None:
    """The kiosk whose cookie holds a secret, if it is still one."""
    return Kiosk.objects.admitted(clock.now()).filter(digest=_digest(secret)).first() if secret else None


def _digest(secret: str) -> str:
    return salted_hmac("acknowledgements.kiosk", secret, algorithm="sha256").hexdigest()
