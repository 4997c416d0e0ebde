"""What a person has been told: asked by the header on every page, so each answer is one cheap query."""

from __future__ import annotations

from directory.models import Employee
from notifications.models import Notice, NoticeQuerySet

COUNTED_UP_TO = 100


def notices_of(person: Employee) -> NoticeQuerySet:
    """A person's notices, newest first."""
    return Notice.objects.of(person)


def unread_count(person: Employee) -> int:
    """How many notices a person has not opened, counted no further than `COUNTED_UP_TO`."""
    return Notice.objects.of(person).unread().order_by()[:COUNTED_UP_TO].count()
