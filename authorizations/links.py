"""The portal's paths to what this app shows: letters and the home page lead there."""

from __future__ import annotations

from authorizations.models import Authorization, Request

ROOT = "/authorizations/"
TO_DECIDE = f"{ROOT}requests/"
PAPERS = f"{ROOT}papers/"
KEEP_OR_END = f"{ROOT}in-office/"
DECLINES = f"{ROOT}declines/"


def link_to(thing: Authorization | Request) -> str:
    """The page of an authorization, or of a request."""
    return f"{ROOT}{'requests/' if isinstance(thing, Request) else ''}{thing.reference}/"


def verification_of(authorization: Authorization) -> str:
    """The page that says whether a letter is genuine and in force: printed on it as a QR code."""
    return f"{ROOT}verify/{authorization.reference}/"
