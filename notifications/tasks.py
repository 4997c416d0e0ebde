"""Scheduled and published entry points of the outbox; safe to repeat."""

from __future__ import annotations

import logging
import time

from celery import shared_task
from django.db import transaction
from kombu.exceptions import OperationalError

from notifications.delivery import deliver_due

logger = logging.getLogger(__name__)

GATHERED_SECONDS = 1.0


@shared_task(name="notifications.deliver_outbox")
def deliver_outbox() -> int:
    """Deliver what is due: published after a commit, and swept every minute by beat."""
    return deliver_due()


class _Publisher:
    """Tells the workers once for all that a process commits within a second, not once for each message.

    The task starts `GATHERED_SECONDS` later, so that it sees everything committed until then.
    """

    def __init__(self) -> None:
        self.last = float("-inf")

    def publish(self) -> None:
        now = time.monotonic()
        if now - self.last < GATHERED_SECONDS:
            return
        self.last = now
        try:
            deliver_outbox.apply_async(countdown=GATHERED_SECONDS, retry=False)
        except (OperationalError, OSError) as failure:
            # The row is committed: the sweep delivers it when the broker is back.
            logger.warning("The workers could not be told of new mail; the next sweep takes it: %s", failure)


_publisher = _Publisher()


def publish_after_commit() -> None:
    """Tell the workers, once the caller's transaction is committed, that the outbox has something for them."""
    transaction.on_commit(_publisher.publish)
