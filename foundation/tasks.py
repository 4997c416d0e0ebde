"""What the worker does for the foundation itself."""

from __future__ import annotations

from celery import shared_task

from foundation import clock
from foundation.sending import forget_marks


@shared_task(name="foundation.forget_marks")
def forget_old_marks() -> None:
    """Each day: let go the marks of forms that were sent long ago."""
    forget_marks(clock.now())
