"""Scheduled work on the trail."""

from celery import shared_task

from foundation.audit import sealing


@shared_task(name="foundation.audit.seal_trail")
def seal_trail() -> None:
    """Twice a minute: seal what can be sealed."""
    sealing.seal_pending()
