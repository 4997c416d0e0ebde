"""How a form about a post begins: where its drafter works, and under which name and title they post (IV.F)."""

from __future__ import annotations

from datetime import datetime

from directory.models import Assignment, Employee


def home_of(person: Employee, at: datetime) -> Assignment | None:
    """The assignment in effect, with its department."""
    return Assignment.objects.in_effect(at).filter(employee=person).select_related("department").first()


def named_as(person: Employee, at: datetime) -> str:
    """Name and title as a post identifies who posts."""
    home = home_of(person, at)
    return f"{person.name}, {home.title}" if home and home.title else person.name
