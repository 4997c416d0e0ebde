"""Who may be signed in: asked with every request, at the clock, in one query."""

from __future__ import annotations

import unicodedata
from datetime import datetime
from typing import Any

from allauth.account.auth_backends import AuthenticationBackend
from django.contrib.auth.backends import BaseBackend
from django.db import connection
from django.db.models import QuerySet
from django.http import HttpRequest

from directory.models import Employee
from directory.services.sign_in_codes import find_printed
from foundation import clock
from foundation.prepared import Prepared

_COLUMNS = tuple(field.attname for field in Employee._meta.concrete_fields)


def _behind_session_rows(person: int, at: datetime) -> QuerySet[Any, Any]:
    return Employee.objects.may_sign_in(at).filter(pk=person).order_by().values_list(*_COLUMNS)


# Every page and every form asks it.
_behind_session = Prepared(_behind_session_rows, person=int, at=datetime)


def normalized(password: str) -> str:
    """A password as it is hashed: the same characters typed on two keyboards are one (NIST SP 800-63B, NFKC)."""
    return unicodedata.normalize("NFKC", password)


class EmployeeBackend(AuthenticationBackend):  # type: ignore[misc]
    """Number or work e-mail with a password; a session ends at the moment its person leaves or is suspended."""

    def authenticate(self, request: HttpRequest | None, **credentials: Any) -> Any:
        """See Django; the password is normalized first."""
        if credentials.get("password"):
            credentials["password"] = normalized(credentials["password"])
        return super().authenticate(request, **credentials)

    def _authenticate_by_email(self, email: str, password: str) -> Any:
        # The work e-mail of the roster counts, and no other address that somebody once had.
        person = Employee.objects.filter(email__iexact=email).first() if email else None
        return self._check_password(person, password)

    def user_can_authenticate(self, user: Any) -> bool:
        """Whether the roster lets somebody in at this moment."""
        return Employee.objects.may_sign_in(clock.now()).filter(pk=user.pk).exists()

    def get_user(self, user_id: Any) -> Employee | None:
        """The person behind a session, or nobody when they may no longer be signed in."""
        rows = _behind_session.rows(person=Employee._meta.pk.to_python(user_id), at=clock.now())
        return Employee.from_db(connection.alias, _COLUMNS, rows[0]) if rows else None

    def has_perm(self, user_obj: Any, perm: str, obj: Any = None) -> bool:
        """Signing in gives no permission of any kind: powers come from `powers` alone."""
        return False

    def get_all_permissions(self, user_obj: Any, obj: Any = None) -> set[str]:
        """None, see `has_perm`."""
        return set()


class PrintedCodeBackend(BaseBackend):
    """Number with a printed one-time code; asked through `authenticate` so that wrong codes are throttled alike."""

    def authenticate(
        self, request: HttpRequest | None, username: str = "", one_time_code: str = "", **_: Any
    ) -> Employee | None:
        """The person whose usable code this is; the code is not used up yet."""
        found = find_printed(username, one_time_code, clock.now()) if one_time_code else None
        return found.employee if found else None

    def get_user(self, user_id: Any) -> None:
        """No session names this backend: after the code a password is chosen."""
        return
