"""Clients of the API: made and revoked by an administrator; the token is shown once."""

from __future__ import annotations

import hashlib
import hmac
import secrets
from collections.abc import Collection
from datetime import datetime, timedelta

from django.conf import settings
from django.db import transaction

from directory.models import ApiClient, ApiClientRevocation, ApiClientUse, Department, Role
from directory.permissions import require_role
from foundation import clock
from foundation.actor import Actor
from foundation.audit.services import record
from foundation.citations import CITY_PROCEDURE
from foundation.errors import Conflict, InvalidInput, Refusal

PREFIX = "portal_"
"""By which scanners of source code, and people, know what it is."""
_SECRET_BYTES = 32
LONGEST = timedelta(days=2 * 366)


@transaction.atomic
def make_api_client(
    *, name: str, department: Department | None, scopes: Collection[str], ends_at: datetime, by: Actor
) -> tuple[ApiClient, str]:
    """Make a client and return it with its token, which is kept nowhere: show it once."""
    at = clock.now()
    capacity = require_role(by, Role.ADMINISTRATOR, at, "You cannot make a token for the API.")
    if by.person is None:
        raise Refusal("A token is made by a person.", why="Somebody answers for it.", clause=CITY_PROCEDURE)
    _check(name, scopes, ends_at, at)
    token = PREFIX + secrets.token_urlsafe(_SECRET_BYTES)
    client = ApiClient.objects.create(
        name=name.strip(),
        department=department,
        scopes=sorted(scopes),
        digest=digest_of(token),
        hint=token[: len(PREFIX) + 4],
        made_by=by.person,
        made_at=at,
        ends_at=ends_at,
    )
    record(
        by=by,
        act="directory.api_client_made",
        on=client,
        at=at,
        capacity=capacity,
        clause=CITY_PROCEDURE,
        department_code=department.code if department else "",
        after={"scopes": client.scopes, "until": ends_at.isoformat()},
    )
    return client, token


def _check(name: str, scopes: Collection[str], ends_at: datetime, at: datetime) -> None:
    if not name.strip():
        raise InvalidInput("Say which program it is for.", field="name")
    if not scopes or set(scopes) - set(settings.API_SCOPES):
        raise InvalidInput("Choose what the program may do.", field="scopes")
    if ends_at <= at:
        raise InvalidInput("The end must lie in the future.", remedy="Give a later day.", field="until")
    if ends_at > at + LONGEST:
        raise InvalidInput(
            "A token is good for two years at most.",
            why="One that nobody has to think of again outlives who knew what it is for.",
            remedy="Give an earlier day, and make another token when it comes.",
            field="until",
        )


@transaction.atomic
def revoke_api_client(client: ApiClient, *, reason: str, by: Actor) -> ApiClientRevocation:
    """Take a client's token back, from now on, with a reason."""
    at = clock.now()
    capacity = require_role(by, Role.ADMINISTRATOR, at, "You cannot revoke a token of the API.")
    if by.person is None:
        raise Refusal("A token is revoked by a person.", why="Somebody answers for it.", clause=CITY_PROCEDURE)
    if not reason.strip():
        raise InvalidInput("Say why the token is revoked.", field="reason")
    # The row is the lock: of two who revoke at once, the second finds it there.
    revocation, is_new = ApiClientRevocation.objects.get_or_create(
        client=client, defaults={"at": at, "by": by.person, "reason": reason.strip()}
    )
    if not is_new:
        raise Conflict("This token was revoked already.", remedy="Open the page again to see by whom.")
    record(
        by=by,
        act="directory.api_client_revoked",
        on=client,
        at=at,
        capacity=capacity,
        clause=CITY_PROCEDURE,
        before={"scopes": client.scopes, "until": client.ends_at.isoformat()},
        after={"revoked": at.isoformat()},
    )
    return revocation


def digest_of(token: str) -> str:
    """What is kept of a token. It is 256 random bits: nothing to guess, so that a plain hash is enough."""
    return hashlib.sha256(token.encode("utf-8", "replace")).hexdigest()


def client_of_token(token: str, at: datetime) -> ApiClient | None:
    """The client whose token this is, if it is good at the moment; one query whatever was sent."""
    digest = digest_of(token)
    found = ApiClient.objects.usable(at).filter(digest=digest).select_related("department", "use").first()
    # The index found it by the digest; that no token is told by the time of an answer does not rest on the index.
    return found if found is not None and hmac.compare_digest(found.digest, digest) else None


def note_use(client: ApiClient, at: datetime) -> None:
    """Remember the day on which a client last asked: one write a day, not for each answer."""
    today = clock.city_date(at)
    used: ApiClientUse | None = getattr(client, "use", None)
    if used is None:
        ApiClientUse.objects.get_or_create(client=client, defaults={"last_day": today})
    elif used.last_day < today:
        ApiClientUse.objects.filter(pk=used.pk, last_day__lt=today).update(last_day=today)
