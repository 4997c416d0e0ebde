"""Scheduled entry points that belong to no single app."""

from celery import shared_task

from portal import health


@shared_task(name="portal.heartbeat")
def heartbeat() -> None:
    """Show that beat, broker and a worker work together."""
    health.beat()
