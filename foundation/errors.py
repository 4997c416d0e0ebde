"""Errors as sentences: what happened, why (the clause), what to do next.

Services raise these; one middleware turns each into its page or, for the API, its problem document.
"""

from collections.abc import Mapping
from http import HTTPStatus


class PortalError(Exception):
    """An error that a person is told about.

    `what` says what could not be done, `why` the reason (with `clause`, where a clause is the reason),
    `remedy` what to do next. All are full sentences in plain words.
    """

    status = HTTPStatus.INTERNAL_SERVER_ERROR
    headers: Mapping[str, str] = {}
    """What the answer says beside its words, such as when to try again."""

    def __init__(self, what: str, *, why: str = "", clause: str = "", remedy: str = "") -> None:
        self.what = what
        self.why = why
        self.clause = clause
        self.remedy = remedy
        super().__init__(" ".join(part for part in (what, why, remedy) if part))


class Refusal(PortalError):
    """The person may see this but not do it (403). `clause` is a citation or "City procedure".

    `field` names the form field by which it could be done, so that a form can keep what was written.
    """

    status = HTTPStatus.FORBIDDEN

    def __init__(self, what: str, *, why: str = "", clause: str = "", remedy: str = "", field: str = "") -> None:
        self.field = field
        super().__init__(what, why=why, clause=clause, remedy=remedy)


class Conflict(PortalError):
    """Right person, wrong state or stale form (409); nothing was lost."""

    status = HTTPStatus.CONFLICT


class InvalidInput(PortalError):
    """What was given cannot be used (400); refused whole, or row by row by the caller. `field` names the form field."""

    status = HTTPStatus.BAD_REQUEST

    def __init__(self, what: str, *, why: str = "", clause: str = "", remedy: str = "", field: str = "") -> None:
        self.field = field
        super().__init__(what, why=why, clause=clause, remedy=remedy)


class NotVisible(PortalError):
    """Outside what the person may see: answered exactly like something that does not exist (404)."""

    status = HTTPStatus.NOT_FOUND


class NotSignedIn(PortalError):
    """Nobody is known who asks (401): only where programs ask; people are sent to the sign-in page."""

    status = HTTPStatus.UNAUTHORIZED

    def __init__(self, what: str, *, why: str = "", clause: str = "", remedy: str = "", reason: str = "") -> None:
        self.headers = {"WWW-Authenticate": 'Bearer realm="portal"' + (f', error="{reason}"' if reason else "")}
        super().__init__(what, why=why, clause=clause, remedy=remedy)


class TooOften(PortalError):
    """Asked more often than is allowed (429); `wait` is in seconds."""

    status = HTTPStatus.TOO_MANY_REQUESTS

    def __init__(self, what: str, *, wait: int, why: str = "", clause: str = "", remedy: str = "") -> None:
        self.headers = {"Retry-After": str(wait)}
        super().__init__(what, why=why, clause=clause, remedy=remedy or f"Wait {wait} seconds and ask again.")
