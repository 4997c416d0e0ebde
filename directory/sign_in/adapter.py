"""How django-allauth behaves here: nobody signs themselves up, and who left or is suspended stays outside."""

from __future__ import annotations

from typing import Any, ClassVar

from allauth.account.adapter import DefaultAccountAdapter
from django.http import HttpRequest

from directory.models import Employee
from directory.sign_in.throttling import client_address
from foundation import clock
from foundation.citations import CITY_PROCEDURE
from foundation.errors import Refusal

WRONG = "Employee number or password is not right. Nothing says which: check both and try again."


class AccountAdapter(DefaultAccountAdapter):  # type: ignore[misc]
    """The one place where allauth asks this portal."""

    error_messages: ClassVar = {
        **DefaultAccountAdapter.error_messages,
        # One answer for every way of being wrong: it must not tell which numbers exist.
        "username_password_mismatch": WRONG,
        "email_password_mismatch": WRONG,
        "enter_current_password": "This is not your present password.",
    }

    def is_open_for_signup(self, request: HttpRequest) -> bool:
        """Nobody signs up: people come in by the roster."""
        return False

    def pre_login(self, request: HttpRequest, user: Employee, **kwargs: Any) -> Any:
        """Refuse, with the reason, somebody who proved who they are but is suspended or gone."""
        if not Employee.objects.may_sign_in(clock.now()).filter(pk=user.pk).exists():
            raise Refusal(
                "You cannot sign in.",
                why="The roster says that you have left the City, are suspended, or do not begin before a later day.",
                clause=CITY_PROCEDURE,
                remedy="If that is wrong, ask your supervisor or the Department of Personnel to correct it.",
            )
        return super().pre_login(request, user, **kwargs)

    def get_client_ip(self, request: HttpRequest) -> str:
        """The address as the trusted proxy reports it, the same that the trail keeps."""
        return client_address(request)
