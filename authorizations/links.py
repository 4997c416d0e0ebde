"""The portal's paths to what this app shows: letters and the home page lead there."""

from __future__ import annotations

from collections.abc import Iterable
from urllib.parse import urlencode

from accounts.models import OfficialAccount
from authorizations.models import Authorization, OralWords, Request
from directory.models import Employee

ROOT = "/authorizations/"
TO_DECIDE = f"{ROOT}requests/"
PAPERS = f"{ROOT}papers/"
KEEP_OR_END = f"{ROOT}in-office/"
DECLINES = f"{ROOT}declines/"
WORDS = f"{ROOT}words/"
NOW = f"{ROOT}now/"


def link_to(thing: Authorization | Request | OralWords) -> str:
    """The page of an authorization, of a request, or of words given aloud."""
    folder = "requests/" if isinstance(thing, Request) else "words/" if isinstance(thing, OralWords) else ""
    return f"{ROOT}{folder}{thing.reference}/"


def authorize_now(person: Employee, accounts: Iterable[OfficialAccount] = ()) -> str:
    """The one short page on which who may grant authorizes somebody on some accounts, with one button."""
    return f"{NOW}?{_about(person, accounts)}"


def ask_now(person: Employee, accounts: Iterable[OfficialAccount] = ()) -> str:
    """The short page on which who waits before a post asks the authority; who may grant is led on to grant."""
    return f"{NOW}ask/?{_about(person, accounts)}"


def record_words(person: Employee, accounts: Iterable[OfficialAccount] = ()) -> str:
    """The page on which one records that the authority allowed it by telephone."""
    return f"{WORDS}record/?{_about(person, accounts)}"


def _about(person: Employee, accounts: Iterable[OfficialAccount]) -> str:
    return urlencode([("person", person.number), *(("account", account.reference) for account in accounts)])


def verification_of(authorization: Authorization) -> str:
    """The page that says whether a letter is genuine and in force: printed on it as a QR code."""
    return f"{ROOT}verify/{authorization.reference}/"
