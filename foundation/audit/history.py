"""The history of an object, for its own page: shown with `components/timeline.html`.

Who may see the object may see its history; the page asks for the object's permission, not for the trail's.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable

from django.db import models
from django.db.models import QuerySet

from foundation.audit.models import Entry
from foundation.audit.services import Subject, subject_of
from foundation.shapes import shape
from foundation.together import Together

MOST_TOLD = 100
"""Entries on an object's page: the trail itself has them all."""


def history_of(thing: models.Model | Subject) -> QuerySet[Entry]:
    """The entries about an object, newest first; slice it: an object may have many."""
    subject = subject_of(thing) if isinstance(thing, models.Model) else thing
    return _history(subject.kind, subject.id)


def _history(kind: str, object_id: str) -> QuerySet[Entry]:
    return Entry.objects.filter(object_kind=kind, object_id=object_id).order_by("-id")


def told_of(thing: models.Model | Subject) -> list[Entry]:
    """The latest entries about an object as its own page tells them: without its name, which stands above them."""
    return _without_name(history_of(thing)[:MOST_TOLD])


def ask_told(thing: models.Model | Subject, together: Together) -> Callable[[], list[Entry]]:
    """The same, asked together with other questions: call what is returned. Without the salts of the digests."""
    subject = subject_of(thing) if isinstance(thing, models.Model) else thing
    asked = together.ask_as(_told, subject.kind, subject.id)
    return lambda: _without_name(asked.rows)


@shape
def _told(kind: str, object_id: str) -> QuerySet[Entry]:
    return _history(kind, object_id).defer("salts")[:MOST_TOLD]


def _without_name(entries: Iterable[Entry]) -> list[Entry]:
    told = list(entries)
    for entry in told:
        entry.object_label = ""
    return told
