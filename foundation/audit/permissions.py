"""Who may search the trail: whom settings say (`TRAIL_READERS`); the foundation knows no roles."""

from __future__ import annotations

from datetime import datetime
from typing import Any

from django.conf import settings
from django.utils.module_loading import import_string


def may_search(person: Any, at: datetime) -> bool:
    """Whether a person may search the trail and open any entry."""
    return bool(import_string(settings.TRAIL_READERS)(person, at))
