"""When the portal's memory begins: before its first entry nothing was known."""

from __future__ import annotations

from datetime import datetime

from foundation.audit.models import Entry


def first_entry_at() -> datetime | None:
    """The moment of the first entry in the trail; None where there is none yet."""
    return Entry.objects.order_by("pk").values_list("at", flat=True).first()
