"""Where the demonstration may exist, and who belongs to it."""

from __future__ import annotations

from django.conf import settings

from demo.cast import BY_NUMBER
from directory.models import Employee, EmployeeQuerySet
from foundation.errors import Refusal


def allowed() -> bool:
    """Whether settings allow the demonstration (`DEMO_ALLOWED`); production never does."""
    return bool(getattr(settings, "DEMO_ALLOWED", False))


def personas() -> EmployeeQuerySet:
    """The people one can sign in as: of the demonstration, and none where it is not allowed."""
    people = Employee.objects.filter(is_demo=True, number__in=BY_NUMBER).order_by("number")
    return people if allowed() else people.none()


def is_shown_to(person: object) -> bool:
    """Whether a page says that it belongs to the demonstration: to its people, and before signing in."""
    if not allowed():
        return False
    return person.is_demo if isinstance(person, Employee) else personas().exists()


def require_room() -> None:
    """Raise `Refusal` where the demonstration must not be loaded: in production, and beside real people."""
    if not allowed():
        raise Refusal(
            "The demonstration is not loaded.",
            why="These settings do not allow it: fictional people have no place in production.",
            remedy="Load it on a machine for development or tests (DEMO_ALLOWED).",
        )
    if Employee.objects.filter(is_demo=False).exists():
        raise Refusal(
            "The demonstration is not loaded.",
            why="This database holds real people, and fictional ones must never stand among them.",
            remedy="Use an empty database, for example another DATABASE_URL.",
        )
