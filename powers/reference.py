"""Django's permission rows for the powers: reference data, put in by the loader after migrate."""

from __future__ import annotations

from datetime import datetime

from django.contrib.auth.models import Permission
from django.contrib.contenttypes.models import ContentType

from directory.models import Department
from powers.catalogue import POWERS


def load(at: datetime) -> None:
    """Put in the permission rows that are missing (a loader of `REFERENCE_LOADERS`)."""
    permissions()


def permissions() -> dict[str, Permission]:
    """The permission row of every power, by code; a missing one is made."""
    content_type = ContentType.objects.get_for_model(Department)
    found = {row.codename: row for row in Permission.objects.filter(content_type=content_type, codename__in=POWERS)}
    for code, power in POWERS.items():
        if code not in found:
            found[code], _ = Permission.objects.get_or_create(
                content_type=content_type, codename=code, defaults={"name": f"May {power.name}"[:255]}
            )
    return found
