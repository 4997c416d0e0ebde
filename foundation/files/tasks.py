"""Scheduled work on files."""

from celery import shared_task

from foundation import clock
from foundation.files import services


@shared_task(name="foundation.files.sweep_orphans")
def sweep_orphans() -> None:
    """Daily: delete what a transaction that did not commit left in the storage."""
    services.sweep_orphans(clock.now())
