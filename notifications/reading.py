"""What a person has been told: asked by the header on every page, so each answer is one cheap query."""

from __future__ import annotations

from django.db.models import Count, Q, QuerySet, Window

from directory.models import Employee
from foundation.shapes import shape
from foundation.together import Asked, Together
from notifications.models import Notice, NoticeQuerySet

COUNTED_UP_TO = 100


def notices_of(person: Employee) -> NoticeQuerySet:
    """A person's notices, newest first."""
    return Notice.objects.of(person)


def unread_count(person: Employee) -> int:
    """How many notices a person has not opened, counted no further than `COUNTED_UP_TO`."""
    return Notice.objects.of(person).unread().order_by()[:COUNTED_UP_TO].count()


def ask_unread(person: Employee, together: Together) -> Asked[int]:
    """The ids of those that a person has not opened, no more than are counted, asked together with other questions."""
    return together.ask_as(_unread, person.pk)


@shape
def _unread(person_id: int) -> QuerySet[Notice, int]:
    rows = Notice.objects.filter(person_id=person_id).unread().order_by()
    return rows.values_list("pk", flat=True)[:COUNTED_UP_TO]


def latest(person: Employee, number: int) -> tuple[list[Notice], int]:
    """The newest notices and how many are unread altogether, in one query: for the home page, which shows both."""
    unread = Window(Count("id", filter=Q(read_at__isnull=True)))
    rows = list(Notice.objects.of(person).annotate(unread=unread)[:number])
    return rows, min(int(getattr(rows[0], "unread", 0)), COUNTED_UP_TO) if rows else 0
