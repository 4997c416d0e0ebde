"""Scheduled entry points that belong to no single app."""

from celery import shared_task

from foundation import clock
from portal import health, seal_mail


@shared_task(name="portal.heartbeat")
def heartbeat() -> None:
    """Show that beat, broker and a worker work together."""
    health.beat()


@shared_task(name="portal.mail_latest_root")
def mail_latest_root() -> None:
    """Each hour: mail the trail's latest root to auditors who have not had one today."""
    seal_mail.tell_auditors(clock.now())
