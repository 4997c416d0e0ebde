"""What happens by the clock; each is safe to repeat."""

from __future__ import annotations

from celery import shared_task
from django.conf import settings

from accounts.services import remind_to_confirm
from accounts.services.checking import look_at_due_pages
from foundation.actor import Actor


@shared_task(name="accounts.remind_to_confirm")
def remind_stewards() -> None:
    """Remind stewards of the confirmations that come due."""
    remind_to_confirm(by=Actor.of_system("reminders to confirm accounts"))


@shared_task(name="accounts.look_at_pages")
def look_at_pages(only_asked: bool = False) -> int:
    """Look at pages whose turn has come (IV.B, IV.G), or only at those that somebody asked for; a minute's work."""
    only_asked = only_asked or not settings.PAGES_LOOKED_AT
    return len(look_at_due_pages(by=Actor.of_system("page checks"), only_asked=only_asked))
