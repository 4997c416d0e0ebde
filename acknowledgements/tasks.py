"""What happens by the clock; each is safe to repeat."""

from celery import shared_task

from acknowledgements.services import send_reminders
from foundation.actor import Actor


@shared_task(name="acknowledgements.send_reminders")
def send_due_reminders() -> None:
    """Send the reminders whose time has come."""
    send_reminders(by=Actor.of_system("campaign reminders"))
