"""Who asks the API: a program with a token, somebody who is signed in, or, where it is open, anybody."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from datetime import datetime

from django.conf import settings
from django.http import HttpRequest
from ninja.security import HttpBearer

from directory.models import ApiClient, Employee
from directory.services.api_clients import client_of_token, note_use
from directory.sign_in.throttling import client_address
from foundation import clock
from foundation.citations import CITY_PROCEDURE
from foundation.errors import NotSignedIn, Refusal, TooOften
from foundation.throttling import wait_for

WINDOW = 60
"""Seconds in which questions are counted."""
IsOpen = Callable[[datetime], bool]


@dataclass(frozen=True)
class Caller:
    """Who asks, and when: one client, one person, or nobody known."""

    at: datetime
    client: ApiClient | None = None
    person: Employee | None = None

    @property
    def is_known(self) -> bool:
        """Whether an answer is for this caller alone, so that no cache may give it to another."""
        return self.client is not None or self.person is not None


class MayAsk(HttpBearer):
    """The rule of an operation: a token with the scope, a session where nothing is written, or an open register.

    `is_open` says whether anybody may ask at a moment. Raises what is wrong; the API answers with its problem.
    """

    def __init__(self, scope: str, is_open: IsOpen | None = None) -> None:
        super().__init__()
        self.scope = scope
        self.is_open = is_open

    def __call__(self, request: HttpRequest) -> Caller:
        """Find the caller by the token where one was sent, and by nothing else then."""
        at = clock.now()
        if "Authorization" in request.headers:
            scheme, _, token = request.headers["Authorization"].strip().partition(" ")
            if scheme.lower() != self.openapi_scheme or not token.strip():
                raise _no_token("The API takes a token as “Authorization: Bearer …”.", "invalid_request")
            return self._client(request, token.strip(), at)
        # A browser sends its cookie to whatever page asks for it: good for looking, never for changing anything.
        if request.method in {"GET", "HEAD"} and isinstance(request.user, Employee):
            return Caller(at, person=request.user)
        if self.is_open is not None and self.is_open(at):
            slow_down(request, at)
            return Caller(at)
        raise _no_token("The API needs a token.")

    def authenticate(self, request: HttpRequest, token: str) -> Caller:
        """See `__call__`, which does not need it but for its base class."""
        return self._client(request, token, clock.now())

    def _client(self, request: HttpRequest, token: str, at: datetime) -> Caller:
        client = client_of_token(token, at)
        if client is None:
            slow_down(request, at)
            raise _no_token("This token opens nothing: it is unknown, ended or revoked.", "invalid_token")
        _count(f"client:{client.pk}", settings.API_CLIENT_RATE, at)
        if self.scope not in client.scopes:
            raise _MissingScope(self.scope)
        note_use(client, at)
        return Caller(at, client=client)


class _MissingScope(Refusal):
    def __init__(self, scope: str) -> None:
        self.headers = {"WWW-Authenticate": f'Bearer realm="portal", error="insufficient_scope", scope="{scope}"'}
        super().__init__(
            f"This token was not made for that: it lacks {scope}.",
            clause=CITY_PROCEDURE,
            remedy="Ask an administrator for a token with this scope.",
        )


def _no_token(what: str, reason: str = "") -> NotSignedIn:
    return NotSignedIn(what, clause=CITY_PROCEDURE, remedy="Ask an administrator of the portal for one.", reason=reason)


def slow_down(request: HttpRequest, at: datetime) -> None:
    """Count a question from an address that nobody vouches for; raises `TooOften`."""
    _count(f"address:{client_address(request)}", settings.API_PUBLIC_RATE, at)


def _count(key: str, rate: int, at: datetime) -> None:
    wait = wait_for(f"api:{key}", at_most=rate, seconds=WINDOW, at=at)
    if wait:
        raise TooOften("This was asked too often.", why=f"At most {rate} questions a minute are answered.", wait=wait)
