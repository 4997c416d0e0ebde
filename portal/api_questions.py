"""The body of a question to the API: JSON, by its content type, and small."""

from __future__ import annotations

import json
from http import HTTPStatus
from typing import Any

from django.conf import settings
from django.http import HttpRequest
from ninja.parser import Parser

from foundation.errors import InvalidInput, PortalError

KIBIBYTE = 1024


class WrongKind(PortalError):
    """The body is of another kind than the API reads."""

    status = HTTPStatus.UNSUPPORTED_MEDIA_TYPE


class TooLarge(PortalError):
    """The body is larger than any question."""

    status = HTTPStatus.REQUEST_ENTITY_TOO_LARGE


class Questions(Parser):
    """Reads a body, or raises what is wrong with it in a sentence."""

    def parse_body(self, request: HttpRequest) -> Any:
        """The question as sent."""
        if request.content_type != "application/json":
            raise WrongKind(
                "The portal reads questions as JSON.",
                why=f"This one says that it is {request.content_type or 'of no kind'}.",
                remedy="Send “Content-Type: application/json”.",
            )
        if len(request.body) > settings.API_LARGEST_QUESTION:
            raise TooLarge(
                "This question is too large.",
                why=f"The portal reads {settings.API_LARGEST_QUESTION // KIBIBYTE} KB at most.",
                remedy="Leave out what is not asked.",
            )
        try:
            return json.loads(request.body)
        except (ValueError, RecursionError) as error:
            raise InvalidInput(
                "This is not JSON.", why=f"It cannot be read: {error}.", remedy="Check what your program sends."
            ) from error
