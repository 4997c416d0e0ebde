"""Acknowledgements that carry over: which version a new one follows, and whose acknowledgements count for it."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime
from typing import Any

from django.conf import settings
from django.db.models import OuterRef, Q, QuerySet
from django.utils.module_loading import import_string

from policy.models import Carrying, Publication, Regulation, Version


def version_before(regulation: Regulation, moment: datetime) -> Version | None:
    """The version that one in force from a moment on would follow, as known now."""
    before = Publication.objects.not_superseded().filter(regulation=regulation, effective_from__lt=moment)
    last = before.select_related("version__regulation").order_by("-effective_from").first()
    return last.version if last else None


def counted_for(version_id: int, known_at: datetime) -> tuple[int, ...]:
    """Ids of the versions whose acknowledgements count for a version, itself first; one query."""
    rows = Carrying.objects.filter(version_id=version_id, recorded_at__lte=known_at).order_by("counted_id")
    return (version_id, *rows.values_list("counted_id", flat=True))


def counts_for(version: OuterRef, known_at: datetime) -> Q:
    """The same as a condition on rows with a `version_id`, for a version of the query around them."""
    carried: QuerySet[Any] = Carrying.objects.filter(version_id=OuterRef(version), recorded_at__lte=known_at)
    return Q(version_id=version) | Q(version_id__in=carried.values("counted_id"))


@dataclass(frozen=True)
class AskedAgain:
    """Whom each choice at publishing asks: everybody bound, or only who has not acknowledged the version before."""

    people: int
    carried: int

    @property
    def left(self) -> int:
        """Who would be asked although the change is immaterial."""
        return self.people - self.carried


def asked_again(before: Version, at: datetime) -> AskedAgain:
    """The counts, from the app above that knows acknowledgements (settings `ASKED_AGAIN`)."""
    people, carried = import_string(settings.ASKED_AGAIN)(before, at)
    return AskedAgain(people, carried)
