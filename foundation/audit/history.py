"""The history of an object, for its own page: shown with `components/timeline.html`.

Who may see the object may see its history; the page asks for the object's permission, not for the trail's.
"""

from __future__ import annotations

from django.db import models
from django.db.models import QuerySet

from foundation.audit.models import Entry
from foundation.audit.services import Subject, subject_of


def history_of(thing: models.Model | Subject) -> QuerySet[Entry]:
    """The entries about an object, newest first; slice it: an object may have many."""
    subject = subject_of(thing) if isinstance(thing, models.Model) else thing
    return Entry.objects.filter(object_kind=subject.kind, object_id=subject.id).order_by("-id")
