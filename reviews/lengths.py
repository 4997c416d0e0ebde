"""How long a text may be on each account's platform, by the platform's own counting method (data of the register)."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from datetime import datetime

from django.db.models import QuerySet

from accounts.models import LimitOf, OfficialAccount, PlatformLimit
from foundation.shapes import shape
from foundation.together import Asked, Together
from reviews.counting import Measured, measure


def text_limits(accounts: Iterable[OfficialAccount], at: datetime) -> dict[int, PlatformLimit]:
    """The limit of a post's text on each platform (by its id) where one is known; accounts come with their facts."""
    platforms = {account.now.platform_id for account in accounts}
    if not platforms:
        return {}
    return {row.platform_id: row for row in _limits(at).filter(platform_id__in=platforms)}


def ask_limits(at: datetime, together: Together) -> Asked[PlatformLimit]:
    """The limits of all platforms, asked together with other questions."""
    return together.ask_as(_limits, at)


@shape
def _limits(at: datetime) -> QuerySet[PlatformLimit]:
    return PlatformLimit.objects.in_effect(at).filter(about=LimitOf.TEXT).order_by("pk")


def measured_for(text: str, accounts: Iterable[OfficialAccount], limits: Mapping[int, PlatformLimit]) -> list[Measured]:
    """A text against the limit of each platform on which it goes out, each platform once."""
    platforms = {account.now.platform_id: account.now.platform.name for account in accounts}
    return [measure(text, limits.get(pk), name) for pk, name in platforms.items()]
