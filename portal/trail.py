"""Where the trail meets roles: who reads it."""

from __future__ import annotations

from datetime import datetime

from directory.models import Employee, Role
from directory.permissions import holds_role


def may_read(person: Employee, at: datetime) -> bool:
    """Whether somebody searches the trail: auditors (settings `TRAIL_READERS`)."""
    return holds_role(person, Role.AUDITOR, at)
