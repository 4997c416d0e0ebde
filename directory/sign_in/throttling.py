"""django-axes, asked to slow one pair of account and address: never an address alone, which City Hall may share."""

from __future__ import annotations

from collections.abc import Mapping
from http import HTTPStatus
from typing import Any

from django.conf import settings
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render


def client_address(request: HttpRequest) -> str:
    """The client's address as the trusted proxy reports it."""
    return str(getattr(request, "client_address", "") or request.META.get("REMOTE_ADDR", ""))


def account_name(request: HttpRequest, credentials: Mapping[str, Any] | None = None) -> str:
    """What was typed as the account, in one spelling, so that case and blanks do not make another pair."""
    given = credentials or {}
    for source in (given, request.POST):
        for key in ("username", "email", "login", "number"):
            if source.get(key):
                return str(source[key]).strip().casefold()[:255]
    return ""


def locked_out(request: HttpRequest, *_: Any, **__: Any) -> HttpResponse:
    """The answer to one try too many: 429 with a sentence, when to try again, and nothing about the account."""
    minutes = int(settings.AXES_COOLOFF_TIME.total_seconds() // 60)
    response = render(
        request, "directory/sign_in/throttled.html", {"minutes": minutes}, status=HTTPStatus.TOO_MANY_REQUESTS
    )
    response["Retry-After"] = str(minutes * 60)
    return response
