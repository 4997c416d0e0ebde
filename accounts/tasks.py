"""What happens by the clock; each is safe to repeat."""

from celery import shared_task

from accounts.services import remind_to_confirm
from foundation.actor import Actor


@shared_task(name="accounts.remind_to_confirm")
def remind_stewards() -> None:
    """Remind stewards of the confirmations that come due."""
    remind_to_confirm(by=Actor.of_system("reminders to confirm accounts"))
